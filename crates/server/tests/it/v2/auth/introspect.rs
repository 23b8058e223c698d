//! `POST /api/v2/auth/introspect/` (RFC 7662)

use crate::support::{missing_fields, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{Client, Reply, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/introspect/";

async fn ask(client: &Client, token: &str) -> Reply {
    client.post(PATH, json!({"token": token})).await.expect(200)
}

async fn is_inactive(client: &Client, token: &str, context: &str) {
    let reply = ask(client, token).await;
    assert_eq!(*reply.json(), json!({"active": false}), "{context}");
}

fn jwt(app: &TestApp, text: &str) -> Client {
    app.header(&format!("JWT {text}"))
}

#[tokio::test]
async fn a_token_about_itself() {
    each(async |app| {
        let admin = app.company().await;
        let uat = app.uat(&admin, &["product_view", "brand_view"]).await;
        let reply = ask(&uat.client, &uat.text).await;
        let expected = json!({
            "active": true, "token_type": "UAT", "scope": "brand_view product_view",
            "username": admin.email, "sub": admin.id.to_string(), "client_id": uat.id,
            "exp": 1_798_156_800, "iat": app.now().seconds(), "company": admin.company.0,
            "name": "product_view+brand_view", "role": "account_admin",
        });
        assert_eq!(*reply.json(), expected);
        assert!(!reply.text().contains(&uat.text));
        let text = app.jwt_text(&admin).await;
        let reply = ask(&jwt(app, &text), &text).await;
        assert_eq!(reply["token_type"], "JWT");
        assert_eq!(reply["exp"], app.now().seconds() + 3_600);
        assert!(reply["scope"].as_str().unwrap().contains("uat_manage"));
        assert_eq!(reply["username"], admin.email);
    })
    .await;
}

/// Standard clients send forms.
#[tokio::test]
async fn a_form_is_understood_and_a_doubled_parameter_is_not() {
    each(async |app| {
        let admin = app.company().await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        let kind = "application/x-www-form-urlencoded";
        let send = async |body: String| uat.client.raw(Method::POST, PATH, kind, body).await;
        let form = format!(
            "token={}&token_type_hint=access_token&client_id=x",
            uat.text
        );
        let reply = send(form).await.expect(200);
        assert_eq!(reply["active"], true);
        let reply = send(format!("token=x&token={}", uat.text))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"token": ["Send this parameter once."]})
        );
        let reply = send("token_type_hint=x".into()).await.expect(400);
        assert_eq!(*reply.json(), json!({"token": ["This field is required."]}));
        let reply = uat
            .client
            .raw(Method::POST, PATH, "text/plain", "token=x")
            .await;
        assert_eq!(reply.status, 415);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let good = json!({"token": "x"});
        missing_fields(&client, PATH, &good, &["token"]).await;
        let long = "x".repeat(4_097);
        let cases = [
            ("token", json!(null), "This field may not be null."),
            ("token", json!(""), "This field may not be blank."),
            ("token", json!(7), "Not a valid string."),
            (
                "token",
                json!(long),
                "Ensure this field has no more than 4096 characters.",
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
    })
    .await;
}

/// A token never learns of another; not even of its own person's.
#[tokio::test]
async fn a_token_learns_of_nothing_but_itself() {
    each(async |app| {
        let admin = app.company().await;
        let one = app.uat(&admin, &["brand_view"]).await;
        let two = app.uat(&admin, &["brand_view"]).await;
        let text = app.jwt_text(&admin).await;
        is_inactive(&one.client, &two.text, "a sister").await;
        is_inactive(&one.client, &text, "its person's JWT").await;
        assert_eq!(ask(&two.client, &two.text).await["active"], true);
    })
    .await;
}

#[tokio::test]
async fn a_person_learns_of_their_own_and_a_manager_of_all() {
    each(async |app| {
        let admin = app.company().await;
        let user = app.person(&admin, Role::ScmUser).await;
        let theirs = app.uat(&user, &["codes_view"]).await;
        let bosses = app.uat(&admin, &["brand_view"]).await;
        let (user_text, admin_text) = (app.jwt_text(&user).await, app.jwt_text(&admin).await);
        for token in [&theirs.text, &bosses.text, &user_text, &admin_text] {
            assert_eq!(ask(&jwt(app, &admin_text), token).await["active"], true);
        }
        for token in [&theirs.text, &user_text] {
            assert_eq!(ask(&jwt(app, &user_text), token).await["active"], true);
        }
        for token in [&bosses.text, &admin_text] {
            is_inactive(&jwt(app, &user_text), token, "the boss's").await;
        }
    })
    .await;
}

/// Another company's, unknown, revoked, expired, forged: one answer, byte for byte.
#[tokio::test]
async fn what_is_not_good_or_not_ours_is_not_told_apart() {
    each(async |app| {
        let (admin, stranger) = (app.company().await, app.company().await);
        let boss = app.jwt(&admin).await;
        let foreign = app.uat(&stranger, &["brand_view"]).await;
        let foreign_jwt = app.jwt_text(&stranger).await;
        is_inactive(&boss, &foreign.text, "another company's UAT").await;
        is_inactive(&boss, &foreign_jwt, "another company's JWT").await;
        let uat = app.uat(&admin, &["brand_view"]).await;
        let other = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&uat.text, &other.text);
        is_inactive(&boss, &crossed, "another secret").await;
        let path = format!("/api/v2/uats/{}/", other.id);
        boss.delete(&path).await.expect(204);
        is_inactive(&boss, &other.text, "revoked").await;
        let ended = app.jwt_text(&admin).await;
        jwt(app, &ended)
            .post("/api/v2/auth/jwt/logout/", json!({}))
            .await
            .expect(204);
        is_inactive(&boss, &ended, "logged out").await;
        for junk in ["x", "a.b.c", &uat.text[..79], &format!("{}x", uat.text)] {
            is_inactive(&boss, junk, junk).await;
        }
        app.clock.advance(40 * 86_400);
        is_inactive(&app.jwt(&admin).await, &uat.text, "expired").await;
    })
    .await;
}

/// The rights of this moment, not of the token's making.
#[tokio::test]
async fn the_scope_is_what_it_may_do_now() {
    each(async |app| {
        let admin = app.company().await;
        let user = app.person(&admin, Role::AccountAdmin).await;
        let uat = app.uat(&user, &["brand_view", "brand_create"]).await;
        let boss = app.jwt(&admin).await;
        let path = format!("/api/v2/users/{}/", user.id);
        let body = json!({"role": "dashboard_user"});
        boss.patch(&path, body).await.expect(200);
        assert_eq!(ask(&boss, &uat.text).await["scope"], "brand_view");
    })
    .await;
}
