//! `password_jwt`: no log-in by password over the API.

use crate::support::log_in;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const PATH: &str = "/api/v2/policy/";

#[tokio::test]
async fn a_right_password_is_told_so_and_a_wrong_one_learns_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let portal = app.cookie(&admin).await;
        portal
            .patch(PATH, json!({"password_jwt": false}))
            .await
            .expect(200);
        let told = log_in(app, &admin.email, PASSWORD).await.expect(400);
        assert_eq!(told.code(), "password_jwt_disabled");
        assert_eq!(told["non_field_errors"].as_array().unwrap().len(), 1);
        let wrong = log_in(app, &admin.email, "not the password at all")
            .await
            .expect(400);
        let plain = json!({"non_field_errors": ["Unable to login with provided credentials."]});
        assert_eq!(*wrong.json(), plain, "no oracle");
        // The portal goes on, and new sessions begin there.
        portal.get("/api/v2/me/").await.expect(200);
        app.cookie(&admin)
            .await
            .get("/api/v2/me/")
            .await
            .expect(200);
        portal
            .patch(PATH, json!({"password_jwt": true}))
            .await
            .expect(200);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
    })
    .await;
}

/// Security checklist 27 and 36: sessions end with the rule and do not come back with it.
#[tokio::test]
async fn jwts_that_are_out_end_and_stay_ended() {
    each(async |app| {
        let admin = app.company().await;
        let jwt = app.jwt(&admin).await;
        let text = log_in(app, &admin.email, PASSWORD).await.expect(200)["token"].clone();
        let stranger = app.company().await;
        let elsewhere = app.jwt(&stranger).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let portal = app.cookie(&admin).await;
        portal
            .patch(PATH, json!({"password_jwt": false}))
            .await
            .expect(200);
        assert_eq!(
            jwt.get("/api/v2/me/").await.expect(401).code(),
            "token_revoked"
        );
        let refresh = json!({"token": text});
        app.anonymous()
            .post("/api/v2/auth/jwt/refresh/", refresh)
            .await
            .expect(400);
        token.client.get("/api/v2/me/").await.expect(200);
        elsewhere.get("/api/v2/me/").await.expect(200);
        portal
            .patch(PATH, json!({"password_jwt": true}))
            .await
            .expect(200);
        jwt.get("/api/v2/me/").await.expect(401);
    })
    .await;
}
