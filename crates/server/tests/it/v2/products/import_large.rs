//! `POST /api/v2/products/import/`: many rows.

use super::{PATH, brand, import};
use countermark_store::Engine;
use countermark_testkit::{TestApp, each};
use futures_util::FutureExt as _;
use serde_json::json;
use std::fmt::Write as _;

const QUERY: &str = "sku=sku&name=name&brand=brand";

fn file(rows: usize, name: &str) -> String {
    let mut file = String::from("sku,name,brand\n");
    for row in 0..rows {
        let _ = writeln!(file, "sku-{row},{name} {row},B");
    }
    file
}

#[tokio::test]
async fn thousands_of_rows_are_made_and_changed() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client, "B", None).await;
        let done = import(&client, QUERY, file(3_333, "First"))
            .await
            .expect(200);
        assert_eq!(done["created"], 3_333);
        let query = format!("{QUERY}&existing=update");
        let done = import(&client, &query, file(4_000, "Second"))
            .await
            .expect(200);
        assert_eq!(
            (&done["created"], &done["updated"]),
            (&json!(667), &json!(3_333))
        );
        for (search, count) in [("", 4_000), ("?search=second", 4_000), ("?search=first", 0)] {
            let list = client.get(&format!("{PATH}{search}")).await.expect(200);
            assert_eq!(list["count"], count, "{search}");
        }
    })
    .await;
}

#[tokio::test]
async fn too_many_rows_and_too_many_brands_are_refused() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let reply = import(&client, QUERY, file(100_001, "x")).await.expect(400);
        let expected = json!([{
            "row": 100_002, "field": "file", "message": "A file may have at most 100000 rows.",
        }]);
        assert_eq!(reply["errors"], expected);

        let mut brands = String::from("sku,name,brand\n");
        for row in 0..1_002 {
            let _ = writeln!(brands, "{row},x,Brand {row}");
        }
        let query = format!("{QUERY}&create_brands=1");
        let reply = import(&client, &query, brands).await.expect(400);
        assert_eq!(reply["error_count"], 2);
        let expected = json!({
            "row": 1_002, "field": "brand", "message": "One file makes at most 1000 new brands.",
        });
        assert_eq!(reply["errors"][0], expected);
        let list = client.get("/api/v2/brands/").await.expect(200);
        assert_eq!(list["count"], 0);
    })
    .await;
}

/// F-11: what needs much memory waits for its place, and not too many wait.
#[tokio::test]
async fn few_imports_run_at_a_time_and_few_wait() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.jwt(&app.company().await).await;
    brand(&client, "B", None).await;
    let mut places = vec![app.app.imports.take().await.expect("a place")];
    let mut waiting = Vec::new();
    loop {
        let mut next = Box::pin(app.app.imports.take());
        if (&mut next).now_or_never().is_some() {
            break;
        }
        waiting.push(next);
    }
    let refused = import(&client, QUERY, file(3, "x")).await.expect(429);
    assert_eq!(refused["code"], "throttled");
    places.clear();
    drop(waiting);
    import(&client, QUERY, file(3, "x")).await.expect(200);
}
