//! Who calls is known by heart: the second request of a credential asks the database nothing and
//! verifies no signature again.

use super::ME;
use crate::support::leased;
use aws_lc_rs::digest::{SHA256, digest};
use countermark_core::page::PageRequest;
use countermark_store::{Scope, brands};
use countermark_testkit::{Client, Reply, TestApp, each};

/// The statements of the second of two equal requests.
async fn second(app: &TestApp, client: &Client, path: &str) -> (u64, Reply) {
    leased(app, async || {
        client.get(path).await.expect(200);
        let before = app.app.db.statements();
        let reply = client.get(path).await.expect(200);
        (app.app.db.statements() - before, reply)
    })
    .await
}

#[tokio::test]
async fn the_second_request_of_every_credential_runs_no_statement() {
    each(async |app| {
        let admin = app.company().await;
        let clients = [
            ("uat", app.uat(&admin, &["brand_view"]).await.client),
            ("jwt", app.jwt(&admin).await),
            ("session", app.cookie(&admin).await),
        ];
        for (kind, client) in clients {
            let before = app.app.db.statements();
            client.get(ME).await.expect(200);
            assert!(
                app.app.db.statements() > before,
                "{kind}: the counter stands still"
            );
            let (statements, reply) = second(app, &client, ME).await;
            assert_eq!(statements, 0, "{kind}");
            assert_eq!(reply["credential"]["kind"], kind);
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_runs_its_own_statements_and_no_others() {
    each(async |app| {
        let admin = app.company().await;
        let before = app.app.db.statements();
        let mut conn = app.app.db.read().await.unwrap();
        let page = PageRequest {
            limit: 20,
            offset: 0,
            after: None,
        };
        let wanted = brands::Wanted {
            search: None,
            archived: false,
        };
        brands::list(
            &mut conn,
            &Scope::everything(admin.company),
            &wanted,
            brands::ORDERINGS[0],
            &page,
        )
        .await
        .unwrap();
        drop(conn);
        let own = app.app.db.statements() - before;
        assert!(own > 0);
        for client in [
            app.uat(&admin, &["brand_view"]).await.client,
            app.jwt(&admin).await,
            app.cookie(&admin).await,
        ] {
            let (statements, _) = second(app, &client, "/api/v2/brands/").await;
            assert_eq!(statements, own);
        }
    })
    .await;
}

#[tokio::test]
async fn a_refusal_of_a_known_caller_runs_no_statement() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.uat(&admin, &["brand_view"]).await.client;
        let statements = leased(app, async || {
            client.get(ME).await.expect(200);
            let before = app.app.db.statements();
            client.delete("/api/v2/brands/1/").await.expect(403);
            client.get("/api/v2/audit/").await.expect(403);
            app.app.db.statements() - before
        });
        assert_eq!(statements.await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_signature_is_verified_once() {
    each(async |app| {
        let admin = app.company().await;
        let text = app.jwt_text(&admin).await;
        let hash: [u8; 32] = digest(&SHA256, text.as_bytes())
            .as_ref()
            .try_into()
            .unwrap();
        let facts = &app.app.facts;
        assert!(facts.verified_jwt(&hash).is_none());
        let client = app.header(&format!("JWT {text}"));
        client.get(ME).await.expect(200);
        let first = facts.verified_jwt(&hash).expect("remembered");
        client.get(ME).await.expect(200);
        let second = facts.verified_jwt(&hash).expect("remembered");
        // Verifying again would have put other claims in their place.
        assert!(std::sync::Arc::ptr_eq(&first, &second));

        let forged = format!("{}A", &text[..text.len() - 1]);
        app.header(&format!("JWT {forged}x"))
            .get(ME)
            .await
            .expect(401);
        let hash = digest(&SHA256, format!("{forged}x").as_bytes());
        let hash: [u8; 32] = hash.as_ref().try_into().unwrap();
        assert!(
            facts.verified_jwt(&hash).is_none(),
            "a bad one is remembered"
        );
        // What is remembered still ends with its time.
        app.clock.advance(3_600);
        let reply = client.get(ME).await.expect(401);
        assert_eq!(reply["detail"], "Signature has expired.");
    })
    .await;
}

/// A list of networks is read with the token and asked from memory, whatever the answer is.
#[tokio::test]
async fn where_a_call_comes_from_is_decided_from_memory() {
    each(async |app| {
        let admin = app.company().await;
        for (mode, status) in [("enforce", 403), ("observe", 200)] {
            let body = serde_json::json!({
                "name": "x", "valid_until": "2026-12-24", "permissions": ["brand_view"],
                "networks": ["203.0.113.0/24", "2001:db8::/64"], "network_mode": mode,
            });
            let client = app.jwt(&admin).await;
            let made = client.post("/api/v2/uats/", body).await.expect(201);
            let text = made["token"].as_str().expect("a token");
            let client = app.header(&format!("UAT {text}"));
            let statements = leased(app, async || {
                client.get(ME).await.expect(status);
                let before = app.app.db.statements();
                client.get(ME).await.expect(status);
                app.app.db.statements() - before
            });
            assert_eq!(statements.await, 0, "{mode}");
        }
    })
    .await;
}
