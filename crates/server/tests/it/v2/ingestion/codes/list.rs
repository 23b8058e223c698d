//! `GET /api/v2/ingestion/codes/` and `…/{id}/`

use super::super::{CODES, Desk, path};
use crate::support::wrong_pages;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn uploads_are_listed_the_newest_first() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let client = &desk.scene.client;
        let api = desk
            .begin(client, json!({"codes": [{"id": "good-code"}]}))
            .await
            .expect(200);
        app.clock.advance(1);
        let file = desk.file("json").await;
        app.jobs().await;
        let list = client.get(CODES).await.expect(200);
        assert_eq!(list["count"], 2);
        let keys = [&file, &api].map(|begun| begun["record_key"].clone());
        for (row, key) in list["results"].as_array().unwrap().iter().zip(&keys) {
            assert_eq!(row["key"], *key);
        }
        let text = keys[0].as_str().unwrap().to_lowercase();
        for (query, count) in [
            ("state=complete".to_owned(), 1),
            ("state=uploading".into(), 1),
            ("state=failed".into(), 0),
            ("search=LABEL".into(), 2),
            ("search=nothing".into(), 0),
            (format!("search={text}"), 1),
            ("ordering=creation_date".into(), 2),
        ] {
            let list = client.get(&format!("{CODES}?{query}")).await.expect(200);
            assert_eq!(list["count"], count, "{query}");
        }
        let reply = client.get(&format!("{CODES}?state=x")).await.expect(400);
        let names = "Use one of: uploading, pending, in-progress, complete, failed, canceled.";
        assert_eq!(*reply.json(), json!({"state": [names]}));
        wrong_pages(client, CODES).await;
        let stranger = &other.scene.client;
        assert_eq!(stranger.get(CODES).await.expect(200)["count"], 0);
        for verb in ["", "errors/"] {
            stranger.get(&path(&api, verb)).await.expect(404);
        }
    })
    .await;
}
