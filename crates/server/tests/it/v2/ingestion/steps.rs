//! All codes of an upload come into sight together, or none does: whoever is killed in between,
//! and whatever others do meanwhile.

use super::Desk;
use crate::{code_scene, scans::scan, support::entries};
use countermark::jobs::{registry, step_once};
use countermark_testkit::{Reply, TestApp, each};
use serde_json::{Value, json};
use std::fmt::Write as _;

const MANY: usize = 12_000;

/// A file of many codes, sent and waiting.
async fn waiting(app: &TestApp, desk: &Desk) -> Reply {
    let mut file = String::from("id,serial_number,lot\n");
    for number in 0..MANY {
        let _ = writeln!(file, "many-code-{number},S{number},{}", number % 7);
    }
    let begun = desk.file("csv").await;
    super::send(app, &begun, file.as_bytes()).await.expect(201);
    let body = json!({"record": begun["record_key"]});
    desk.scene
        .client
        .post(super::PROCESS, body)
        .await
        .expect(200);
    begun
}

/// Looks at the rows and makes the first codes; then the node is gone.
async fn two_steps(app: &TestApp) {
    for _ in 0..2 {
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        app.clock.advance(61);
    }
}

async fn nothing_is_seen(app: &TestApp, desk: &Desk) {
    let client = &desk.scene.client;
    for path in [
        "/api/v2/codes/",
        "/api/v2/codes/?search=many",
        "/api/v2/codes/?scm_lot=3",
        "/api/v2/codes/?serial_number=S1",
        "/api/v2/workorders/",
    ] {
        assert_eq!(client.get(path).await.expect(200)["count"], 0, "{path}");
    }
    client.get("/api/v2/codes/many-code-1/").await.expect(404);
    scan(app, "many-code-1").await.expect(404);
    let items = json!([{"extended_id": "many-code-1", "lot": "changed"}]);
    let reply = desk.scene.upload(client, items).await.expect(200);
    assert_eq!(reply["codes_affected"], 0);
    let product = format!("/api/v2/products/{}/", desk.scene.products[0]);
    assert_eq!(client.get(&product).await.expect(200)["code_count"], 0);
}

#[tokio::test]
async fn nothing_is_seen_until_all_is_there() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let begun = waiting(app, &desk).await;
        two_steps(app).await;
        let record = desk.record(&begun).await;
        assert_eq!(
            (&record["state"], &record["done"]),
            (&json!("in-progress"), &json!(5_000))
        );
        assert_eq!(
            (&record["quantity"], &record["workorder"]),
            (&json!(MANY), &Value::Null)
        );
        nothing_is_seen(app, &desk).await;
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(
            (&record["state"], &record["done"]),
            (&json!("complete"), &json!(MANY))
        );
        let client = &desk.scene.client;
        assert_eq!(
            client.get("/api/v2/codes/").await.expect(200)["count"],
            MANY
        );
        let path = "/api/v2/codes/?scm_lot=3&limit=1";
        assert_eq!(client.get(path).await.expect(200)["count"], MANY / 7);
        let product = format!("/api/v2/products/{}/", desk.scene.products[0]);
        assert_eq!(client.get(&product).await.expect(200)["code_count"], MANY);
        // In the order of the file.
        let mut raw = app.db.place.raw().await;
        let sql = "SELECT count(*) FROM code WHERE extended_id <> 'many-code-' || (sequence - 1) \
                   OR serial_number <> 'S' || (sequence - 1)";
        assert_eq!(raw.number(sql).await, 0);
        raw.close().await;
        let insert = entries(app, &desk.scene.admin, "ingestion.insert").await;
        assert_eq!(insert.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_was_taken_meanwhile_takes_all_of_it_back() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let begun = waiting(app, &desk).await;
        two_steps(app).await;
        let theirs = [("many-code-7000", None, None)];
        code_scene::codes(app, &other.scene.admin, &theirs).await;
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(
            (&record["state"], &record["done"]),
            (&json!("failed"), &json!(0))
        );
        let taken = json!([{"row": 7_002, "field": "id", "message": "Another code has this id."}]);
        assert_eq!(record["errors"], taken);
        nothing_is_seen(app, &desk).await;
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM code").await, 1);
        assert_eq!(raw.number("SELECT count(*) FROM code_scm").await, 0);
        raw.close().await;
    })
    .await;
}

/// Who may no longer do it does not go on, and leaves nothing (security checklist 36).
#[tokio::test]
async fn it_ends_with_the_right_to_it() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let token = app.uat(&desk.scene.admin, &["ingestion_code_create"]).await;
        let more = json!({"codes": [{"id": "good-code"}]});
        let begun = desk.begin(&token.client, more).await.expect(200);
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        app.clock.advance(61);
        token.client.delete("/api/v2/uats/self/").await.expect(204);
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(record["state"], "failed");
        assert_eq!(record["failure"], "The token that wanted this was revoked.");
        assert!(desk.ids().await.is_empty());
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM workorder").await, 0);
        raw.close().await;
    })
    .await;
}
