//! Refused calls of known callers stand in the log (security checklist 37).

use crate::support::{entries, entry};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

const ACTION: &str = "access.denied";

async fn refused(client: &Client, path: &str) {
    client.post(path, json!({})).await.expect(403);
}

/// Writes what waits, and returns the entries.
async fn written(app: &TestApp, admin: &Person) -> Vec<Value> {
    app.task("denials").await;
    entries(app, admin, ACTION).await
}

/// Many calls are one entry, which says who, what, why and how often, and no secret.
#[tokio::test]
async fn a_refusal_is_written_once_for_many_calls() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let first = app.now();
        for _ in 0..3 {
            refused(&token.client, "/api/v2/brands/?name=secret").await;
            app.clock.advance(2);
        }
        assert!(entries(app, &admin, ACTION).await.is_empty(), "not yet");
        app.task("denials").await;
        let entry = entry(app, &admin, ACTION).await;
        assert_eq!(entry["label"], "POST /api/v2/brands/");
        assert_eq!(entry["object_type"], "operation");
        assert_eq!(entry["user"]["email"], admin.email);
        assert_eq!(entry["credential"], json!({"kind": "uat", "id": token.id}));
        assert_eq!(entry["request_id"].as_str().unwrap().len(), 22);
        assert_eq!(
            entry["after"],
            json!({
                "code": "permission_denied", "calls": 3, "needs": ["brand_create"],
                "first_at": first.to_string(), "last_at": first.plus_seconds(4).to_string(),
            })
        );
        assert!(!entry.to_string().contains("secret"));
        // What was written is not written again.
        assert_eq!(written(app, &admin).await.len(), 1);
        refused(&token.client, "/api/v2/brands/").await;
        assert_eq!(written(app, &admin).await.len(), 2);
    })
    .await;
}

/// Each credential, each operation and each reason has an entry of its own; what a person may not
/// do counts like what a token may not do. Prompts and strangers are no refusals.
#[tokio::test]
async fn every_kind_of_refusal_is_told_apart() {
    each(async |app| {
        let admin = app.company().await;
        let person = app.person(&admin, Role::BrandManager).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        let (jwt, cookie) = (app.jwt(&person).await, app.cookie(&person).await);
        refused(&jwt, "/api/v2/users/").await;
        jwt.get("/api/v2/audit/").await.expect(403);
        cookie.get("/api/v2/audit/").await.expect(403);
        jwt.get("/api/v2/uats/self/").await.expect(403);
        token.client.get("/api/v2/me/sessions/").await.expect(403);
        token.client.get("/api/v2/uats/").await.expect(403);
        // These are none of it.
        app.anonymous().get("/api/v2/audit/").await.expect(401);
        let late = app.jwt(&admin).await;
        app.clock.advance(601);
        let body = json!({"name": "x", "valid_until": "2026-12-01", "permissions": ["brand_view"]});
        let prompt = late.post("/api/v2/uats/", body).await.expect(403);
        assert_eq!(prompt.code(), "fresh_login_required");
        let mut found: Vec<_> = written(app, &admin)
            .await
            .into_iter()
            .map(|entry| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (
                    text(&entry["credential"]["kind"]),
                    text(&entry["label"]),
                    text(&entry["after"]["code"]),
                )
            })
            .collect();
        found.sort();
        let found: Vec<_> = found
            .iter()
            .map(|(kind, label, code)| (&**kind, &**label, &**code))
            .collect();
        assert_eq!(
            found,
            [
                ("jwt", "GET /api/v2/audit/", "permission_denied"),
                ("jwt", "GET /api/v2/uats/self/", "token_required"),
                ("jwt", "POST /api/v2/users/", "permission_denied"),
                ("session", "GET /api/v2/audit/", "permission_denied"),
                ("uat", "GET /api/v2/me/sessions/", "person_required"),
                ("uat", "GET /api/v2/uats/", "person_required"),
            ]
        );
    })
    .await;
}

/// Another company sees nothing of it, the chain stays whole, and two nodes write their own.
#[tokio::test]
async fn every_company_has_its_own_and_the_chain_holds() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let (node, there) = app.node_with(app.app.settings.clone()).await;
        for owner in [&admin, &other] {
            let token = app.uat(owner, &["brand_view"]).await;
            refused(&token.client, "/api/v2/brands/").await;
            refused(&there.with_auth_of(&token.client), "/api/v2/brands/").await;
        }
        app.task("denials").await;
        countermark::tasks::run(&node, "denials")
            .await
            .expect("written");
        for owner in [&admin, &other] {
            let own = entries(app, owner, ACTION).await;
            assert_eq!(own.len(), 2, "one a node");
            assert!(
                own.iter()
                    .all(|entry| entry["user"]["email"] == owner.email)
            );
            let client = app.jwt(owner).await;
            let checked = client.post("/api/v2/audit/check/", json!({})).await;
            assert_eq!(checked.expect(200)["ok"], true);
        }
    })
    .await;
}

/// One company's noise is bounded and costs nobody else.
#[tokio::test]
async fn noise_is_lost_rather_than_kept() {
    each(async |app| {
        let (loud, quiet) = (app.company().await, app.company().await);
        let person = app.person(&loud, Role::BrandManager).await;
        for _ in 0..210 {
            app.jwt(&person)
                .await
                .get("/api/v2/audit/")
                .await
                .expect(403);
        }
        let token = app.uat(&quiet, &["brand_view"]).await;
        refused(&token.client, "/api/v2/brands/").await;
        app.task("denials").await;
        let mut raw = app.db.place.raw().await;
        let sql = "SELECT count(*) FROM audit WHERE action = 'access.denied'";
        assert_eq!(raw.number(sql).await, 201);
        raw.close().await;
        assert_eq!(entries(app, &quiet, ACTION).await.len(), 1);
    })
    .await;
}

/// While the database is away nothing waits and little is lost.
#[tokio::test]
async fn what_cannot_be_written_waits_for_the_next_batch() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await;
        refused(&token.client, "/api/v2/brands/").await;
        let mut raw = app.db.place.raw().await;
        raw.run("ALTER TABLE audit_chain RENAME TO away").await;
        assert!(countermark::tasks::run(&app.app, "denials").await.is_err());
        refused(&token.client, "/api/v2/brands/").await;
        raw.run("ALTER TABLE away RENAME TO audit_chain").await;
        raw.close().await;
        let entry = written(app, &admin).await.remove(0);
        assert_eq!(entry["after"]["calls"], 2);
    })
    .await;
}
