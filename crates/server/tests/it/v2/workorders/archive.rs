//! `POST /api/v2/workorders/{id}/archive/` and `…/restore/`

use super::{order, path};
use crate::support::entry_by;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn an_order_is_put_away_and_brought_back() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let made = order(&client, "A", 3, json!({})).await;
        let other = app.jwt(&app.company().await).await;
        for (verb, archived, action) in [
            ("archive/", true, "workorder.archive"),
            ("restore/", false, "workorder.restore"),
        ] {
            other.post(&path(&made, verb), json!({})).await.expect(404);
            for _ in 0..2 {
                let reply = client.post(&path(&made, verb), json!({})).await.expect(200);
                let mut expected = made.json().clone();
                expected["is_archived"] = json!(archived);
                assert_eq!(*reply.json(), expected);
            }
            entry_by(app, &admin, action, &admin, "jwt").await;
        }
    })
    .await;
}
