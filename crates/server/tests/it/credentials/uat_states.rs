//! What became of a token is told to whoever holds its secret, and to nobody else (security
//! checklist 32, 34 to 36).

use super::{ME, is_let_in, is_refused, is_shut_out};
use crate::authz::crossed;
use countermark_core::roles::Role;
use countermark_testkit::{TestApp, each};
use serde_json::json;

async fn shows(app: &TestApp, text: &str, code: &str, detail: &str, context: &str) {
    let reply = app.header(&format!("UAT {text}")).get(ME).await;
    is_refused(&reply, code, detail, context);
}

#[tokio::test]
async fn only_the_right_secret_learns_why() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let body = json!({"name": "x", "valid_until": "2026-11-24", "permissions": ["brand_view"]});
        let expired = boss.post("/api/v2/uats/", body).await.expect(201);
        let expired = expired["token"].as_str().unwrap().to_owned();
        app.clock.advance(86_400);
        let (good, revoked) = (
            app.uat(&admin, &["brand_view"]).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        revoked
            .client
            .delete("/api/v2/uats/self/")
            .await
            .expect(204);
        let stranger = app.uat(&app.company().await, &["brand_view"]).await;

        shows(
            app,
            &expired,
            "token_expired",
            "This token expired on 2026-11-24.",
            "expired",
        )
        .await;
        shows(
            app,
            &revoked.text,
            "token_revoked",
            "This token has been revoked.",
            "revoked",
        )
        .await;
        is_let_in(&good.client, "the good one").await;

        let detail = "Invalid token.";
        for (context, id) in [
            ("good", &good.text),
            ("expired", &expired),
            ("revoked", &revoked.text),
        ] {
            for secret in [&good.text, &expired, &revoked.text, &stranger.text] {
                if id != secret {
                    let text = crossed(id, secret);
                    shows(app, &text, "authentication_failed", detail, context).await;
                }
            }
        }
        let elsewhere = TestApp::start(app.app.db.engine()).await;
        let unknown = elsewhere
            .uat(&elsewhere.company().await, &["brand_view"])
            .await;
        shows(
            app,
            &unknown.text,
            "authentication_failed",
            detail,
            "unknown",
        )
        .await;
        let mut mistyped = good.text.clone();
        mistyped.replace_range(40..41, if &mistyped[40..41] == "a" { "b" } else { "a" });
        shows(app, &mistyped, "authentication_failed", detail, "mistyped").await;
        is_let_in(&good.client, "the good one, once more").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_that_was_revoked_and_has_expired_was_revoked() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        token.client.delete("/api/v2/uats/self/").await.expect(204);
        app.clock.advance(60 * 86_400);
        is_shut_out(&token.client, "token_revoked", "revoked, then expired").await;
    })
    .await;
}

#[tokio::test]
async fn nothing_revives_a_revoked_token() {
    each(async |app| {
        let admin = app.company().await;
        let owner = app.person(&admin, Role::AccountAdmin).await;
        let (dead, live) = (
            app.uat(&owner, &["brand_create"]).await,
            app.uat(&owner, &["brand_create"]).await,
        );
        let boss = app.jwt(&admin).await;
        let path = format!("/api/v2/uats/{}/", dead.id);
        boss.delete(&path).await.expect(204);
        let user = format!("/api/v2/users/{}/", owner.id);

        for way in ["archive", "restore"] {
            let path = format!("{user}{way}/");
            boss.post(&path, json!({})).await.expect(200);
        }
        is_let_in(&live.client, "not revoked, owner restored").await;
        is_shut_out(&dead.client, "token_revoked", "owner restored").await;

        for role in ["dashboard_user", "account_admin"] {
            let body = json!({"role": role});
            boss.patch(&user, body).await.expect(200);
        }
        let made = json!({"name": "Back again"});
        live.client.post("/api/v2/brands/", made).await.expect(201);
        is_shut_out(&dead.client, "token_revoked", "role raised").await;

        let change = boss.patch(&path, json!({"name": "alive"})).await;
        assert_eq!(change.expect(409).code(), "conflict");
        boss.delete(&path).await.expect(204);
        is_shut_out(&dead.client, "token_revoked", "after all").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_is_traded_for_nothing_better() {
    // Security checklist 33: no session, no JWT, no other token, no password, no people.
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_create"]).await;
        for way in ["verify", "refresh"] {
            let path = format!("/api/v2/auth/jwt/{way}/");
            let body = json!({"token": token.text});
            let reply = token.client.post(&path, body).await.expect(400);
            assert_eq!(
                reply["non_field_errors"],
                json!(["Error decoding signature."])
            );
            assert_eq!(reply.header("set-cookie"), "");
        }
        let value = format!("countermark={}", token.text);
        let mut request =
            app.anonymous()
                .request(axum::http::Method::GET, ME, axum::body::Body::empty());
        let line = axum::http::HeaderValue::from_str(&value).unwrap();
        request.headers_mut().insert("cookie", line);
        let reply = app.anonymous().send(request).await;
        is_refused(
            &reply,
            "authentication_failed",
            "Invalid session.",
            "as a cookie",
        );
    })
    .await;
}
