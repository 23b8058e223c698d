//! `PATCH /api/v2/me/password/`

use crate::support::{entry_by, log_in, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, each};
use serde_json::json;

const PATH: &str = "/api/v2/me/password/";
const NEW: &str = "nine calm herons wade far";

/// Security checklist 11.
#[tokio::test]
async fn a_change_ends_every_other_session_and_no_token() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::AccountAdmin).await;
        let client = app.cookie(&admin).await;
        let others = [app.jwt(&admin).await, app.cookie(&admin).await];
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let theirs = app.cookie(&colleague).await;
        let body = json!({"current_password": PASSWORD, "new_password": NEW});
        client.patch(PATH, body).await.expect(204);
        for other in others {
            other.get("/api/v2/me/").await.expect(401);
        }
        for open in [client, token, theirs] {
            open.get("/api/v2/me/").await.expect(200);
        }
        log_in(app, &admin.email, PASSWORD).await.expect(400);
        log_in(app, &admin.email, NEW).await.expect(200);
        log_in(app, &colleague.email, PASSWORD).await.expect(200);
        let entry = entry_by(app, &admin, "user.password", &admin, "session").await;
        assert_eq!(
            (&entry["before"], &entry["after"]),
            (&json!(null), &json!(null))
        );
        no_secret_in_audit(app, &[PASSWORD, NEW]).await;
    })
    .await;
}

/// Security checklist 11: the one before is asked for, and a wrong one changes nothing.
#[tokio::test]
async fn every_wrong_member_is_named_and_nothing_changes() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let good = json!({"current_password": PASSWORD, "new_password": NEW});
        for member in ["current_password", "new_password"] {
            let mut body = good.clone();
            body.as_object_mut().unwrap().remove(member);
            let reply = client.patch(PATH, body).await.expect(400);
            assert_eq!(*reply.json(), json!({member: ["This field is required."]}));
        }
        let short = "Use at least 15 characters. A short sentence is easy to remember.";
        let weak = "This password is too easy to guess: it is made of common passwords, names or \
                    patterns. Try a sentence of your own.";
        let cases = [
            (
                "current_password",
                json!("not the right one"),
                "This password is not right.",
            ),
            (
                "current_password",
                json!(null),
                "This field may not be null.",
            ),
            (
                "current_password",
                json!(""),
                "This field may not be blank.",
            ),
            ("new_password", json!(null), "This field may not be null."),
            ("new_password", json!("short"), short),
            ("new_password", json!("passwordpassword"), weak),
            ("new_password", json!(format!("{0} {0}", admin.email)), weak),
            (
                "new_password",
                json!("x".repeat(1_025)),
                "Ensure this field has no more than 1024 bytes.",
            ),
            ("user", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::PATCH, PATH, &good, &cases).await;
        log_in(app, &admin.email, PASSWORD).await.expect(200);
        client.get("/api/v2/me/").await.expect(200);
    })
    .await;
}

/// Security checklist 11, 33.
#[tokio::test]
async fn a_token_never_changes_a_password() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let body = json!({"current_password": PASSWORD, "new_password": NEW});
        assert_eq!(
            token.patch(PATH, body.clone()).await.expect(403).code(),
            "person_required"
        );
        app.anonymous().patch(PATH, body).await.expect(401);
        log_in(app, &admin.email, PASSWORD).await.expect(200);
    })
    .await;
}
