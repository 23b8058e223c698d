//! `POST /api/v2/auth/jwt/logout/`

use crate::support::entry_by;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/auth/jwt/logout/";

/// Security checklist 27.
#[tokio::test]
async fn every_jwt_of_the_session_ends_and_no_other() {
    each(async |app| {
        let admin = app.company().await;
        let first = app.jwt_text(&admin).await;
        let renewed = app
            .anonymous()
            .post("/api/v2/auth/jwt/refresh/", json!({"token": first}))
            .await
            .expect(200)["token"]
            .as_str()
            .unwrap()
            .to_owned();
        let (other, cookie) = (app.jwt(&admin).await, app.cookie(&admin).await);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        app.header(&format!("JWT {renewed}"))
            .post(PATH, json!({}))
            .await
            .expect(204);
        for ended in [&first, &renewed] {
            let reply = app
                .header(&format!("JWT {ended}"))
                .get("/api/v2/me/")
                .await
                .expect(401);
            assert_eq!(reply.code(), "token_revoked");
        }
        for client in [other, cookie, token] {
            client.get("/api/v2/me/").await.expect(200);
        }
        let entry = entry_by(app, &admin, "session.end", &admin, "jwt").await;
        assert_eq!(entry["object_id"], entry["credential"]["id"]);
    })
    .await;
}

#[tokio::test]
async fn once_more_is_a_401_and_a_token_has_no_session() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        client.post(PATH, json!({})).await.expect(204);
        client.post(PATH, json!({})).await.expect(401);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        assert_eq!(
            token.post(PATH, json!({})).await.expect(403).code(),
            "person_required"
        );
        token.get("/api/v2/me/").await.expect(200);
        app.anonymous().post(PATH, json!({})).await.expect(401);
        entry_by(app, &admin, "session.end", &admin, "jwt").await;
    })
    .await;
}
