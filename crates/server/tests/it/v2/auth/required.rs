//! A company that asks its people for a second factor (security checklist 16).

use crate::{one_time::enrol, support::log_in};
use countermark_core::policy::{SecondFactor, TokenPolicy};
use countermark_testkit::{PASSWORD, Person, TestApp, each};
use serde_json::json;

async fn require(app: &TestApp, admin: &Person) {
    let policy = TokenPolicy {
        second_factor: SecondFactor::Required,
        ..TokenPolicy::default()
    };
    app.set_policy(admin.company, &policy).await;
}

/// Who has none may set one up, and sign out; nothing else, from the next request on.
#[tokio::test]
async fn without_one_there_is_only_ones_own_account() {
    each(async |app| {
        let admin = app.company().await;
        let (cookie, jwt) = (app.cookie(&admin).await, app.jwt(&admin).await);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        cookie.get("/api/v2/brands/").await.expect(200);
        require(app, &admin).await;
        for client in [&cookie, &jwt] {
            for path in [
                "brands",
                "products",
                "users",
                "uats",
                "roles",
                "permissions",
                "audit",
            ] {
                let reply = client.get(&format!("/api/v2/{path}/")).await.expect(403);
                assert_eq!(reply.code(), "second_factor_required", "{path}");
            }
            let me = client.get("/api/v2/me/").await.expect(200);
            let wanted = json!({"is_on": false, "is_required": true, "must_enrol": true});
            assert_eq!(me["second_factor"], wanted);
        }
        // A token was made by somebody who was let in, and cannot enrol: it goes on.
        token.get("/api/v2/brands/").await.expect(200);
        let reply = log_in(app, &admin.email, PASSWORD).await.expect(400);
        assert_eq!(reply.code(), "second_factor_required");
        log_in(app, &admin.email, "wrong").await.expect(400);
        let body = json!({"email": admin.email, "password": PASSWORD});
        app.anonymous()
            .post("/api/v2/auth/session/", body)
            .await
            .expect(201);
        let (phone, _) = enrol(app, &cookie).await;
        cookie.get("/api/v2/brands/").await.expect(200);
        jwt.get("/api/v2/brands/").await.expect(401);
        let body =
            json!({"email": admin.email, "password": PASSWORD, "otp": phone.code_in(app, 1)});
        app.anonymous()
            .post("/api/v2/auth/jwt/", body)
            .await
            .expect(200);
        let reply = cookie.delete("/api/v2/me/factors/totp/").await.expect(409);
        assert!(
            reply["detail"]
                .as_str()
                .unwrap()
                .contains("asks for a second factor")
        );
        cookie.delete("/api/v2/auth/session/").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn another_company_is_not_asked() {
    each(async |app| {
        let (strict, free) = (app.company().await, app.company().await);
        require(app, &strict).await;
        app.cookie(&free)
            .await
            .get("/api/v2/brands/")
            .await
            .expect(200);
        app.cookie(&strict)
            .await
            .get("/api/v2/brands/")
            .await
            .expect(403);
    })
    .await;
}
