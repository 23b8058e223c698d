//! `DELETE /api/v2/uats/{id}/`

use crate::support::{entries, entry, entry_by, no_secret_in_audit, wrong_fields};
use axum::http::Method;
use countermark_core::roles::Role;
use countermark_testkit::{Token, each};
use serde_json::{Value, json};

fn path(token: &Token) -> String {
    format!("/api/v2/uats/{}/", token.id)
}

/// Security checklist 34: refused from the next request on, and for ever.
#[tokio::test]
async fn a_revoked_token_is_refused_at_once() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        token.client.get("/api/v2/me/").await.expect(200);
        let client = app.jwt(&admin).await;
        app.clock.advance(5);
        client
            .json(
                Method::DELETE,
                &path(&token),
                &json!({"reason": " lost laptop "}),
            )
            .await
            .expect(204);
        let refused = token.client.get("/api/v2/me/").await.expect(401);
        assert_eq!(
            (refused.code(), &refused["detail"]),
            ("token_revoked", &json!("This token has been revoked."))
        );
        let shown = client.get(&path(&token)).await.expect(200);
        assert_eq!(shown["state"], "revoked");
        assert_eq!(shown["revoked_at"], app.now().to_string());
        assert_eq!(
            shown["revoked_by"],
            json!({"id": admin.id.0, "email": admin.email, "name": "Ada Admin"})
        );
        assert_eq!(shown["revoked_reason"], "lost laptop");
        let logged = entry_by(app, &admin, "uat.revoke", &admin, "jwt").await;
        assert_eq!(
            (&logged["object_id"], &logged["label"]),
            (&json!(token.id), &json!("brand_view"))
        );
        assert_eq!(logged["after"], json!({"reason": "lost laptop"}));
        no_secret_in_audit(app, &[&token.text, &token.text[31..]]).await;
    })
    .await;
}

#[tokio::test]
async fn twice_is_once_and_the_first_reason_stays() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let client = app.jwt(&admin).await;
        let first = json!({"reason": "first"});
        client
            .json(Method::DELETE, &path(&token), &first)
            .await
            .expect(204);
        let before = client.get(&path(&token)).await.expect(200);
        app.clock.advance(60);
        let second = json!({"reason": "second"});
        client
            .json(Method::DELETE, &path(&token), &second)
            .await
            .expect(204);
        client.delete(&path(&token)).await.expect(204);
        assert_eq!(
            client.get(&path(&token)).await.expect(200).json(),
            before.json()
        );
        entry(app, &admin, "uat.revoke").await;
        // At once, too.
        let token = app.uat(&admin, &["brand_view"]).await;
        let path = path(&token);
        let (one, two) = tokio::join!(client.delete(&path), client.delete(&path));
        one.expect(204);
        two.expect(204);
        assert_eq!(entries(app, &admin, "uat.revoke").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_reason_may_be_left_out_and_must_be_a_line() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let cases = [
            ("reason", json!({}), "Not a valid string."),
            (
                "reason",
                json!("a\nb"),
                "Line breaks and control characters are not allowed.",
            ),
            ("reason", json!("a\0"), "Null characters are not allowed."),
            (
                "reason",
                json!("x".repeat(256)),
                "Ensure this field has no more than 255 characters.",
            ),
            ("by", json!(1), "Unknown field."),
        ];
        wrong_fields(&client, Method::DELETE, &path(&token), &json!({}), &cases).await;
        token.client.get("/api/v2/me/").await.expect(200);
        for body in [
            json!({}),
            json!({"reason": null}),
            json!({"reason": ""}),
            json!({"reason": "  "}),
        ] {
            let token = app.uat(&admin, &["brand_view"]).await;
            client
                .json(Method::DELETE, &path(&token), &body)
                .await
                .expect(204);
            let shown = client.get(&path(&token)).await.expect(200);
            assert_eq!(
                (&shown["state"], &shown["revoked_reason"]),
                (&json!("revoked"), &Value::Null)
            );
        }
    })
    .await;
}

/// An old log-in may do it: a leak does not wait.
#[tokio::test]
async fn it_asks_for_no_fresh_log_in_and_works_on_an_expired_token() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let client = app.jwt(&admin).await;
        app.clock.advance(3_000);
        client.delete(&path(&token)).await.expect(204);
        let expired = app.uat(&admin, &["brand_view"]).await;
        app.clock.advance(31 * 86_400);
        let client = app.jwt(&admin).await;
        client.delete(&path(&expired)).await.expect(204);
        assert_eq!(
            client.get(&path(&expired)).await.expect(200)["state"],
            "revoked"
        );
        assert_eq!(
            expired.client.get("/api/v2/me/").await.expect(401).code(),
            "token_revoked"
        );
    })
    .await;
}

#[tokio::test]
async fn who_reaches_it() {
    each(async |app| {
        let admin = app.company().await;
        let (owner, colleague) = (
            app.person(&admin, Role::ScmUser).await,
            app.person(&admin, Role::ScmUser).await,
        );
        let token = app.uat(&owner, &["product_view"]).await;
        app.jwt(&colleague)
            .await
            .delete(&path(&token))
            .await
            .expect(404);
        app.jwt(&app.company().await)
            .await
            .delete(&path(&token))
            .await
            .expect(404);
        assert_eq!(
            token.client.delete(&path(&token)).await.expect(403).code(),
            "person_required"
        );
        token.client.get("/api/v2/me/").await.expect(200);
        app.jwt(&admin)
            .await
            .delete(&path(&token))
            .await
            .expect(204);
        entry_by(app, &admin, "uat.revoke", &admin, "jwt").await;
        let mine = app.uat(&owner, &["product_view"]).await;
        app.jwt(&owner).await.delete(&path(&mine)).await.expect(204);
    })
    .await;
}
