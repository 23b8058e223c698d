//! `POST /api/v2/workorders/{id}/cancel/`

use super::{order, path, product};
use crate::support::entry_by;
use countermark::jobs::{registry, step_once};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn an_order_that_is_under_way_is_stopped_and_its_codes_are_blacklisted() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = product(&client, "SKU").await;
        let made = order(&client, "A", 7_000, json!({"product": id})).await;
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        // Its job is not stopped by itself.
        let jobs = client.get("/api/v2/jobs/").await.expect(200);
        let job = format!("/api/v2/jobs/{}/cancel/", jobs["results"][0]["id"]);
        client.post(&job, json!({})).await.expect(409);
        let cancel = path(&made, "cancel/");
        app.jwt(&app.company().await)
            .await
            .post(&cancel, json!({}))
            .await
            .expect(404);
        let reply = client.post(&cancel, json!({})).await.expect(200);
        assert_eq!(
            (&reply["state"], &reply["failure"]),
            (&json!("canceled"), &Value::Null)
        );
        let again = client.post(&cancel, json!({})).await.expect(409);
        assert_eq!(again["detail"], "This work order is canceled.");
        entry_by(app, &admin, "workorder.cancel", &admin, "jwt").await;
        app.clock.advance(61);
        app.jobs().await;
        let order = client.get(&path(&made, "")).await.expect(200);
        assert_eq!(
            (&order["state"], &order["generated"]),
            (&json!("canceled"), &json!(5_000))
        );
        let product = client
            .get(&format!("/api/v2/products/{id}/"))
            .await
            .expect(200);
        assert_eq!(product["code_count"], 5_000);
        assert_eq!(product["active_code_count"], 0);
        assert_eq!(product["blacklisted_code_count"], 5_000);
        client.get(&path(&made, "download/")).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_has_not_begun_leaves_nothing() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let made = order(&client, "A", 7, json!({})).await;
        client
            .post(&path(&made, "cancel/"), json!({}))
            .await
            .expect(200);
        app.jobs().await;
        let order = client.get(&path(&made, "")).await.expect(200);
        assert_eq!(
            (&order["state"], &order["generated"]),
            (&json!("canceled"), &json!(0))
        );
        let jobs = client.get("/api/v2/jobs/").await.expect(200);
        assert_eq!(
            (&jobs["count"], &jobs["results"][0]["state"]),
            (&json!(1), &json!("canceled"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_completed_order_stays() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let made = order(&client, "A", 7, json!({})).await;
        app.jobs().await;
        let reply = client
            .post(&path(&made, "cancel/"), json!({}))
            .await
            .expect(409);
        assert_eq!(reply["detail"], "This work order is completed.");
    })
    .await;
}
