//! `PATCH /api/v2/me/`

use crate::support::{entries, entry_by, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/me/";

#[tokio::test]
async fn a_language_is_said_once_for_every_session() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.cookie(&admin).await, app.jwt(&admin).await);
        for session in [&client, &other] {
            let me = session.get(PATH).await.expect(200);
            assert_eq!(me["user"]["language"], json!(null));
        }
        let me = client
            .patch(PATH, json!({"language": "fr"}))
            .await
            .expect(200);
        assert_eq!(me["user"]["language"], "fr");
        for session in [&client, &other] {
            let me = session.get(PATH).await.expect(200);
            assert_eq!(me["user"]["language"], "fr");
        }
        let entry = entry_by(app, &admin, "user.update", &admin, "session").await;
        assert_eq!(
            (&entry["before"], &entry["after"]),
            (&json!({"language": null}), &json!({"language": "fr"}))
        );
        // Nothing changes, nothing is noted.
        for body in [json!({"language": "fr"}), json!({})] {
            let me = other.patch(PATH, body).await.expect(200);
            assert_eq!(me["user"]["language"], "fr");
        }
        assert_eq!(entries(app, &admin, "user.update").await.len(), 1);
        let me = other
            .patch(PATH, json!({"language": "en"}))
            .await
            .expect(200);
        assert_eq!(me["user"]["language"], "en");
        let colleague = app.person(&admin, Role::DashboardUser).await;
        let me = app.jwt(&colleague).await.get(PATH).await.expect(200);
        assert_eq!(me["user"]["language"], json!(null), "of nobody else");
    })
    .await;
}

#[tokio::test]
async fn who_may_and_what_is_wrong() {
    each(async |app| {
        let admin = app.company().await;
        let good = json!({"language": "fr"});
        app.anonymous().patch(PATH, good.clone()).await.expect(401);
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let refused = token.patch(PATH, good.clone()).await.expect(403);
        assert_eq!(refused.code(), "person_required");
        let cases = [
            ("language", json!("de"), "Use one of: en, fr."),
            ("language", json!("FR"), "Use one of: en, fr."),
            ("language", json!(1), "Use one of: en, fr."),
            ("email", json!("x@example.com"), "Unknown field."),
        ];
        let client = app.jwt(&admin).await;
        wrong_fields(&client, Method::PATCH, PATH, &good, &cases).await;
        let me = client.get(PATH).await.expect(200);
        assert_eq!(me["user"]["language"], json!(null));
    })
    .await;
}
