//! `GET` and `DELETE /api/v2/uats/self/`

use crate::support::{entry, entry_by};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/uats/self/";

#[tokio::test]
async fn a_token_describes_itself() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view", "brand_edit"]).await;
        let reply = token.client.get(PATH).await.expect(200);
        let expected = json!({
            "id": token.id, "name": "brand_view+brand_edit", "valid_until": "2026-12-24",
            "expires_at": "2026-12-25T00:00:00.000000Z", "permissions": ["brand_view", "brand_edit"],
            "state": "active", "owner": {"id": admin.id.0, "email": admin.email, "name": "Ada Admin"},
            "created_at": "2026-11-24T12:00:00.000000Z", "revoked_at": null, "revoked_by": null,
            "revoked_reason": null, "last_used_at": null, "last_used_address": null, "use_count": 0,
            "last_used_agent": null, "refused_count": 0, "last_refused_at": null,
            "family": token.id, "replaces": null, "replaced_by": null, "replaced_at": null,
            "overlap_until": null, "quarantined_at": null,
            "budgets": {}, "used_today": {},
            "networks": [], "network_mode": "enforce",
            "only": null, "not_compliant": [], "too_wide": [], "idle_days": 0,
        });
        assert_eq!(*reply.json(), expected);
        assert!(!reply.text().contains(&token.text[31..]));
    })
    .await;
}

/// Security checklist 37: uses are counted, with time and address, and written in batches.
#[tokio::test]
async fn uses_are_counted() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        for _ in 0..3 {
            let mut request =
                token
                    .client
                    .request(Method::GET, "/api/v2/me/", axum::body::Body::empty());
            request
                .extensions_mut()
                .insert(crate::support::peer("198.51.100.7"));
            app.clock.advance(1);
            token.client.send(request).await.expect(200);
        }
        app.app.uses.flush(&app.app.db).await.unwrap();
        let path = format!("/api/v2/uats/{}/", token.id);
        let shown = app.jwt(&admin).await.get(&path).await.expect(200);
        assert_eq!(shown["use_count"], 3);
        assert_eq!(shown["last_used_at"], app.now().to_string());
        assert_eq!(shown["last_used_address"], "198.51.100.7");
        // A refused call was a call of this token, too; one with a wrong secret was not.
        token.client.get("/api/v2/users/").await.expect(403);
        let other = if token.text.ends_with('x') { 'y' } else { 'x' };
        app.header(&format!("UAT {}{other}", &token.text[..79]))
            .get("/api/v2/me/")
            .await
            .expect(401);
        app.app.uses.flush(&app.app.db).await.unwrap();
        assert_eq!(
            app.jwt(&admin).await.get(&path).await.expect(200)["use_count"],
            4
        );
    })
    .await;
}

/// Security checklist 34.
#[tokio::test]
async fn a_token_revokes_itself_and_no_other() {
    each(async |app| {
        let admin = app.company().await;
        let (token, other) = (
            app.uat(&admin, &["brand_view"]).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        let body = json!({"reason": "leaked in a commit"});
        token
            .client
            .json(Method::DELETE, PATH, &body)
            .await
            .expect(204);
        for reply in [
            token.client.get(PATH).await,
            token.client.delete(PATH).await,
        ] {
            assert_eq!(reply.expect(401).code(), "token_revoked");
        }
        other.client.get(PATH).await.expect(200);
        let shown = app
            .jwt(&admin)
            .await
            .get(&format!("/api/v2/uats/{}/", token.id))
            .await
            .expect(200);
        assert_eq!(shown["state"], "revoked");
        assert_eq!(shown["revoked_reason"], "leaked in a commit");
        assert_eq!(shown["revoked_by"]["id"], admin.id.0);
        let logged = entry_by(app, &admin, "uat.revoke", &admin, "uat").await;
        assert_eq!(logged["credential"]["id"], token.id);
        assert_eq!(logged["after"], json!({"reason": "leaked in a commit"}));
    })
    .await;
}

#[tokio::test]
async fn the_reason_may_be_left_out() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let wrong = json!({"reason": "x".repeat(256)});
        let reply = token
            .client
            .json(Method::DELETE, PATH, &wrong)
            .await
            .expect(400);
        assert!(reply["reason"].is_array());
        token.client.get(PATH).await.expect(200);
        token.client.delete(PATH).await.expect(204);
        assert_eq!(
            entry(app, &admin, "uat.revoke").await["after"],
            json!({"reason": Value::Null})
        );
    })
    .await;
}

#[tokio::test]
async fn a_person_is_no_token() {
    each(async |app| {
        let admin = app.company().await;
        for client in [app.jwt(&admin).await, app.cookie(&admin).await] {
            assert_eq!(client.get(PATH).await.expect(403).code(), "token_required");
            assert_eq!(
                client.delete(PATH).await.expect(403).code(),
                "token_required"
            );
        }
        app.anonymous().get(PATH).await.expect(401);
    })
    .await;
}
