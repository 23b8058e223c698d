//! Reading the log is noted in the log.

use crate::support::entries;
use countermark_testkit::{TestApp, each};
use serde_json::json;

const PATH: &str = "/api/v2/audit/";

async fn noted(app: &TestApp) -> i64 {
    let mut raw = app.db.place.raw().await;
    let sql = "SELECT count(*) FROM audit WHERE action = 'audit.read'";
    raw.number(sql).await
}

#[tokio::test]
async fn turning_pages_is_one_reading_a_minute() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for page in ["", "?limit=1", "?limit=1&offset=1", "?ordering=at"] {
            client.get(&format!("{PATH}{page}")).await.expect(200);
        }
        assert_eq!(noted(app).await, 1);
        client.get(&format!("{PATH}?action=x")).await.expect(200);
        assert_eq!(noted(app).await, 2, "another question");
        app.jwt(&admin).await.get(PATH).await.expect(200);
        assert_eq!(noted(app).await, 3, "another log-in");
        app.clock.advance(59);
        client.get(PATH).await.expect(200);
        assert_eq!(noted(app).await, 3);
        app.clock.advance(1);
        client.get(PATH).await.expect(200);
        assert_eq!(noted(app).await, 4);
        let entries = entries(app, &admin, "audit.read").await;
        assert_eq!(entries[0]["user"]["id"], admin.id.0);
        assert_eq!(
            entries[2]["after"],
            json!({"what": "list", "about": {"action": "x"}})
        );
    })
    .await;
}

/// Nobody reads without a trace: where none can be left, nothing is shown.
#[tokio::test]
async fn what_cannot_be_noted_is_not_shown() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut raw = app.db.place.raw().await;
        raw.run("ALTER TABLE audit_chain RENAME TO away").await;
        for path in [PATH, "/api/v2/audit/export/?format=csv"] {
            let reply = client.get(path).await.expect(503);
            assert!(reply["results"].is_null());
        }
        raw.run("ALTER TABLE away RENAME TO audit_chain").await;
        client.get(PATH).await.expect(200);
    })
    .await;
}

/// Refused readers leave no entry, and the entry of a good one is in the chain.
#[tokio::test]
async fn only_readings_that_happen_are_noted() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        client.get(&format!("{PATH}?limit=0")).await.expect(400);
        app.anonymous().get(PATH).await.expect(401);
        assert_eq!(noted(app).await, 0);
        client.get(PATH).await.expect(200);
        let checked = client
            .post("/api/v2/audit/check/", json!({}))
            .await
            .expect(200);
        assert_eq!(
            (&checked["ok"], &checked["entries"]),
            (&json!(true), &json!(2))
        );
    })
    .await;
}
