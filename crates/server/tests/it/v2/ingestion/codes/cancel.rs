//! `POST /api/v2/ingestion/codes/{id}/cancel/`

use super::super::{Desk, form, path, send, send_form};
use crate::support::entry_by;
use countermark::jobs::{registry, step_once};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn an_upload_that_awaits_its_file_is_canceled() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let (client, admin) = (&desk.scene.client, &desk.scene.admin);
        let begun = desk.file("csv").await;
        send(app, &begun, b"id\nfile-code\n").await.expect(201);
        let cancel = path(&begun, "cancel/");
        other
            .scene
            .client
            .post(&cancel, json!({}))
            .await
            .expect(404);
        let reply = client.post(&cancel, json!({})).await.expect(200);
        assert_eq!(
            (&reply["state"], &reply["failure"]),
            (&json!("canceled"), &Value::Null)
        );
        entry_by(app, admin, "ingestion.cancel", admin, "jwt").await;
        let again = client.post(&cancel, json!({})).await.expect(409);
        assert_eq!(again["detail"], "This upload is canceled.");
        let form = form(&begun["fields"], Some(b"id\nfile-code\n"));
        send_form(app, form).await.expect(409);
        app.task("forget_files").await;
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
        raw.close().await;
    })
    .await;
}

/// What steps have made is taken away again; nobody has ever seen it.
#[tokio::test]
async fn so_is_one_that_is_under_way() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let client = &desk.scene.client;
        let codes: Vec<_> = (0..5_001)
            .map(|n| json!({"id": format!("long-code-{n}")}))
            .collect();
        let begun = desk
            .begin(client, json!({"codes": codes}))
            .await
            .expect(200);
        for _ in 0..2 {
            assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
            app.clock.advance(61);
        }
        let record = desk.record(&begun).await;
        assert_eq!(
            (&record["state"], &record["done"]),
            (&json!("in-progress"), &json!(5_000))
        );
        // Its job is not stopped by itself.
        let jobs = client.get("/api/v2/jobs/").await.expect(200);
        let job = format!("/api/v2/jobs/{}/cancel/", jobs["results"][0]["id"]);
        client.post(&job, json!({})).await.expect(409);
        client
            .post(&path(&begun, "cancel/"), json!({}))
            .await
            .expect(200);
        app.jobs().await;
        assert_eq!(desk.record(&begun).await["state"], "canceled");
        let mut raw = app.db.place.raw().await;
        for table in ["code", "workorder"] {
            assert_eq!(
                raw.number(&format!("SELECT count(*) FROM {table}")).await,
                0,
                "{table}"
            );
        }
        raw.close().await;
        let product = format!("/api/v2/products/{}/", desk.scene.products[0]);
        assert_eq!(client.get(&product).await.expect(200)["code_count"], 0);
        // The ids are free.
        desk.begin(client, json!({"codes": [{"id": "long-code-1"}]}))
            .await
            .expect(200);
        app.jobs().await;
        assert_eq!(desk.ids().await, ["long-code-1"]);
        assert_eq!(client.get("/api/v2/codes/").await.expect(200)["count"], 1);
    })
    .await;
}
