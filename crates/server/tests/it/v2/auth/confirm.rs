//! `POST /api/v2/auth/session/confirm/`

use crate::support::{entry_by, missing_fields, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const PATH: &str = "/api/v2/auth/session/confirm/";

/// Security checklist 78: at ten minutes sharp the log-in is no longer fresh, and the password
/// makes it so again, for this session and no other.
#[tokio::test]
async fn the_password_makes_the_log_in_fresh_again() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.cookie(&admin).await, app.cookie(&admin).await);
        let body = json!({"name": "x", "valid_until": "2026-12-01", "permissions": ["brand_view"]});
        app.clock.advance(599);
        client.post("/api/v2/uats/", body.clone()).await.expect(201);
        app.clock.advance(1);
        let reply = client.post("/api/v2/uats/", body.clone()).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
        client
            .post(PATH, json!({"password": PASSWORD}))
            .await
            .expect(204);
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            me["credential"]["fresh_until"],
            "2026-11-24T12:20:00.000000Z"
        );
        client.post("/api/v2/uats/", body.clone()).await.expect(201);
        other.post("/api/v2/uats/", body).await.expect(403);
        entry_by(app, &admin, "session.confirm", &admin, "session").await;
        no_secret_in_audit(app, &[PASSWORD]).await;
    })
    .await;
}

/// Fresh again is not longer: the session still ends when it would have.
#[tokio::test]
async fn the_session_does_not_live_longer() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        for _ in 0..11 {
            app.clock.advance(3_600);
            client.get("/api/v2/me/").await.expect(200);
        }
        app.clock.advance(3_599);
        client
            .post(PATH, json!({"password": PASSWORD}))
            .await
            .expect(204);
        app.clock.advance(1);
        client.get("/api/v2/me/").await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_is_named_and_changes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        app.clock.advance(601);
        let good = json!({"password": PASSWORD});
        missing_fields(&client, PATH, &good, &["password"]).await;
        let cases = [
            (
                "password",
                json!("another one"),
                "This password is not right.",
            ),
            ("password", json!(null), "This field is required."),
            ("password", json!(""), "This field may not be blank."),
            ("password", json!(1), "Not a valid string."),
            ("password", json!("x\0"), "Null characters are not allowed."),
            ("user", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            me["credential"]["fresh_until"],
            "2026-11-24T12:10:00.000000Z"
        );
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(
            token.post(PATH, good).await.expect(403).code(),
            "person_required"
        );
    })
    .await;
}
