//! Memory is believed while the lease holds, and not a moment longer; what another node changed
//! is forgotten. The processes of `nodes` show the same from outside, with their times.

use super::ME;
use countermark::{auth::lease::LEASE, clock::since_boot};
use countermark_store::Engine;
use countermark_testkit::{TestApp, db::engines, each};
use std::time::Duration;

fn shared() -> bool {
    engines().contains(&Engine::Postgres)
}

/// Ends the lease as if nothing had been polled since.
fn end_lease(app: &TestApp) {
    let begun = since_boot().checked_sub(LEASE).expect("a later moment");
    app.app.facts.lease().renew(begun);
}

#[tokio::test]
async fn past_the_lease_every_request_asks_the_primary() {
    if !shared() {
        return;
    }
    let app = TestApp::start(Engine::Postgres).await;
    let admin = app.company().await;
    let clients = [
        app.uat(&admin, &["brand_view"]).await.client,
        app.jwt(&admin).await,
        app.cookie(&admin).await,
    ];
    app.stop_watching();
    let lease = app.app.facts.lease();
    for client in &clients {
        end_lease(&app);
        assert!(!lease.holds());
        for _ in 0..3 {
            let before = app.app.db.statements();
            client.get(ME).await.expect(200);
            // The credential, the person, the company.
            assert_eq!(app.app.db.statements() - before, 3);
        }
        // What it read meanwhile is kept, and good again as soon as a poll says so.
        lease.renew(since_boot() + Duration::from_hours(1));
        let before = app.app.db.statements();
        client.get(ME).await.expect(200);
        assert_eq!(app.app.db.statements() - before, 0);
    }
}

/// Written behind the node's back: without a lease it is obeyed at the next request, with one it
/// is not heard of; so the test before this one and the polls are what the bound hangs on.
#[tokio::test]
async fn without_the_lease_nothing_old_is_let_in() {
    if !shared() {
        return;
    }
    let app = TestApp::start(Engine::Postgres).await;
    let admin = app.company().await;
    let client = app.uat(&admin, &["brand_view"]).await.client;
    client.get(ME).await.expect(200);
    app.stop_watching();
    app.app
        .facts
        .lease()
        .renew(since_boot() + Duration::from_hours(1));
    client.get(ME).await.expect(200);
    let mut raw = app.db.place.raw().await;
    raw.run("UPDATE uat SET revoked_at = 1").await;
    client.get(ME).await.expect(200);
    end_lease(&app);
    assert_eq!(client.get(ME).await.expect(401)["code"], "token_revoked");
    raw.close().await;
}

/// The rows that tell other nodes are written with the change, whoever makes it.
#[tokio::test]
async fn every_lowered_right_is_written_down_for_the_others() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let token = app.uat(&admin, &["brand_view"]).await;
        boss.delete(&format!("/api/v2/uats/{}/", token.id))
            .await
            .expect(204);
        boss.post("/api/v2/auth/jwt/logout/", serde_json::json!({}))
            .await
            .expect(204);
        let mut raw = app.db.place.raw().await;
        let rows = raw.rows("SELECT what FROM auth_change ORDER BY id").await;
        match app.app.db.engine() {
            Engine::Sqlite => assert!(rows.is_empty()),
            Engine::Postgres => {
                assert_eq!(rows.len(), 2);
                assert_eq!(rows[0], [format!("uat:{}", token.id)]);
                assert!(rows[1][0].starts_with("session:"));
            }
        }
        raw.close().await;
    })
    .await;
}
