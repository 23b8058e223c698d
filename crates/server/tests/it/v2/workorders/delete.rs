//! `DELETE /api/v2/workorders/{id}/`

use super::{order, path, product};
use crate::support::entry_by;
use countermark::jobs::{registry, step_once};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_canceled_order_goes_with_its_codes() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = product(&client, "SKU").await;
        let made = order(&client, "A", 9_000, json!({"product": id})).await;
        let kept = order(&client, "B", 5, json!({"product": id})).await;
        let one = path(&made, "");
        let refused = client.delete(&one).await.expect(409);
        assert_eq!(refused.code(), "conflict");
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        client
            .post(&path(&made, "cancel/"), json!({}))
            .await
            .expect(200);
        app.jwt(&app.company().await)
            .await
            .delete(&one)
            .await
            .expect(404);
        client.delete(&one).await.expect(204);
        client.delete(&one).await.expect(404);
        let logged = entry_by(app, &admin, "workorder.delete", &admin, "jwt").await;
        assert_eq!(logged["before"]["reference"], "A");
        // The reference is free at once, the codes go in the background.
        order(&client, "A", 1, json!({})).await;
        app.clock.advance(61);
        app.jobs().await;
        let product = client
            .get(&format!("/api/v2/products/{id}/"))
            .await
            .expect(200);
        assert_eq!(product["code_count"], 5);
        assert_eq!(product["blacklisted_code_count"], 0);
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM code").await, 6);
        assert_eq!(raw.number("SELECT count(*) FROM workorder").await, 2);
        raw.close().await;
        let kept = client.get(&path(&kept, "")).await.expect(200);
        assert_eq!(kept["state"], "completed");
        client.delete(&path(&kept, "")).await.expect(409);
    })
    .await;
}
