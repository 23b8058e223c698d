//! `POST /api/v2/me/email/`

use crate::support::{entries, entry_by, log_in, mailed_code, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/me/email/";
const NEW: &str = "ada@new.example";

async fn prove(app: &TestApp, code: &str) -> countermark_testkit::Reply {
    let path = "/api/v2/auth/email/verify/";
    app.anonymous().post(path, json!({"code": code})).await
}

/// The new address counts once its owner has opened the link; the old one is told of both.
#[tokio::test]
async fn the_new_address_proves_itself_first() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({"email": " Ada@New.example "});
        let reply = client.post(PATH, body).await.expect(202);
        assert_eq!(reply["sent_to"], NEW);
        let mails = app.mails().await;
        let told: Vec<_> = mails.iter().map(|mail| (&*mail.to, &*mail.kind)).collect();
        assert_eq!(
            told,
            [(NEW, "new_address"), (&*admin.email, "address_asked")]
        );
        assert!(
            !mails[1].text.contains("/#/verify/"),
            "the link is not the old one's"
        );
        log_in(app, NEW, PASSWORD).await.expect(400);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
        let code = crate::support::code_in(&mails[0].text);
        let reply = prove(app, &code).await.expect(200);
        assert_eq!(*reply.json(), json!({"email": NEW, "changed": true}));
        log_in(app, &admin.email, PASSWORD).await.expect(400);
        log_in(app, NEW, PASSWORD).await.expect(200);
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(me["user"]["email"], NEW);
        assert_eq!(me["user"]["email_verified"], true);
        let found = client
            .get("/api/v2/users/?search=new.example")
            .await
            .expect(200);
        assert_eq!(found["count"], 1);
        let found = client
            .get("/api/v2/users/?search=company1")
            .await
            .expect(200);
        assert_eq!(found["count"], 0);
        let told = app.mails().await;
        assert_eq!(
            (&*told[0].to, &*told[0].kind),
            (&*admin.email, "address_changed")
        );
        prove(app, &code).await.expect(404);
        let entry = entries(app, &admin, "user.email").await.remove(0);
        assert_eq!(entry["before"], json!({"email": admin.email}));
        assert_eq!(entry["after"], json!({"email": NEW}));
        let asked = entries(app, &admin, "user.email_asked").await;
        assert_eq!(asked.len(), 1);
        no_secret_in_audit(app, &[&code]).await;
    })
    .await;
}

/// Whether somebody else has the address learns who owns it, and nobody else.
#[tokio::test]
async fn an_address_of_another_account_is_told_to_its_owner_only() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.jwt(&admin).await;
        let known = client
            .post(PATH, json!({"email": other.email}))
            .await
            .expect(202);
        let unknown = client.post(PATH, json!({"email": NEW})).await.expect(202);
        assert_eq!(
            known.text().replace(&other.email, NEW),
            unknown.text(),
            "the answers are alike"
        );
        // The later request replaced the earlier one.
        app.mails().await;
        client
            .post(PATH, json!({"email": other.email}))
            .await
            .expect(202);
        let code = mailed_code(app, &other.email).await;
        assert_eq!(prove(app, &code).await.expect(409).code(), "conflict");
        log_in(app, &other.email, PASSWORD).await.expect(200);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn it_asks_for_a_fresh_login_of_a_person() {
    each(async |app| {
        let admin = app.company().await;
        let (jwt, token) = (
            app.jwt(&admin).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        let body = json!({"email": NEW});
        let refused = token.client.post(PATH, body.clone()).await.expect(403);
        assert_eq!(refused.code(), "person_required");
        app.clock.advance(600);
        let refused = jwt.post(PATH, body).await.expect(403);
        assert_eq!(refused.code(), "fresh_login_required");
        assert!(app.mails().await.is_empty());
    })
    .await;
}

/// Whoever had the password for a moment does not keep the account.
#[tokio::test]
async fn a_change_of_password_stops_it() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::ScmUser).await;
        let client = app.jwt(&person).await;
        client.post(PATH, json!({"email": NEW})).await.expect(202);
        let code = mailed_code(app, NEW).await;
        let body =
            json!({"current_password": PASSWORD, "new_password": "nine calm herons wade far"});
        client.patch("/api/v2/me/password/", body).await.expect(204);
        let told = app.mails().await;
        assert_eq!(
            (&*told[0].to, &*told[0].kind),
            (&*person.email, "password_changed")
        );
        prove(app, &code).await.expect(404);
        entry_by(app, &admin, "user.email_asked", &person, "jwt").await;
    })
    .await;
}

#[tokio::test]
async fn every_wrong_address_is_refused() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let cases = [
            ("email", json!(null), "This field may not be null."),
            ("email", json!("nobody"), "Enter a valid email address."),
            ("email", json!(admin.email), "This is your address already."),
            (
                "email",
                json!("a@b.example\r\nBcc: x@y.example"),
                "Line breaks and control characters are not allowed.",
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"email": NEW}), &cases).await;
        assert!(app.mails().await.is_empty());
    })
    .await;
}
