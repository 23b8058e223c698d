//! `GET /api/v2/workorders/`

use super::order;
use crate::support::{column, every_page, wrong_pages};
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/workorders/";

#[tokio::test]
async fn the_newest_come_first_and_words_are_found() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for (reference, remarks) in [("C", "for Spring"), ("A", ""), ("B", "SPRING, too")] {
            order(&client, reference, 1, json!({"remarks": remarks})).await;
            app.clock.advance(1);
        }
        let rows = every_page(&client, &format!("{PATH}?limit=1")).await;
        assert_eq!(column(&rows, "reference"), ["B", "A", "C"]);
        let rows = every_page(&client, &format!("{PATH}?limit=2&ordering=reference")).await;
        assert_eq!(column(&rows, "reference"), ["A", "B", "C"]);
        let rows = every_page(&client, &format!("{PATH}?search=spring")).await;
        assert_eq!(column(&rows, "reference"), ["B", "C"]);
        let put_away = format!("{PATH}{}/archive/", rows[0]["id"]);
        client.post(&put_away, json!({})).await.expect(200);
        let rows = every_page(&client, &format!("{PATH}?is_archived=1")).await;
        assert_eq!(column(&rows, "reference"), ["B"]);
        // Orders whose codes are being made are new; one that is stopped is canceled.
        let stop = format!("{PATH}{}/cancel/", rows[0]["id"]);
        client.post(&stop, json!({})).await.expect(200);
        for (query, expected) in [
            ("state=new", vec!["A", "C"]),
            ("state=canceled", vec![]),
            ("state=canceled&is_archived=1", vec!["B"]),
            ("state=completed", vec![]),
            ("state=", vec!["A", "C"]),
        ] {
            let rows = every_page(&client, &format!("{PATH}?limit=1&{query}")).await;
            assert_eq!(column(&rows, "reference"), expected, "{query}");
        }
        let wrong = client.get(&format!("{PATH}?state=removed")).await;
        let told = "Use one of: new, completed, canceled.";
        assert_eq!(*wrong.expect(400).json(), json!({"state": [told]}));
        let other = app.jwt(&app.company().await).await;
        assert_eq!(other.get(PATH).await.expect(200)["count"], 0);
        wrong_pages(&client, PATH).await;
        let reply = client
            .get(&format!("{PATH}?is_archived=2"))
            .await
            .expect(400);
        assert_eq!(*reply.json(), json!({"is_archived": ["Must be 0 or 1."]}));
    })
    .await;
}
