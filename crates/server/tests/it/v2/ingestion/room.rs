//! What the files of a company may take together, whatever they are for (security checklist 63).

use super::{CREATE, Desk, form, send, send_form};
use axum::{
    body::{Body, Bytes},
    http::Method,
};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::ids::CompanyId;
use countermark_testkit::{Reply, TestApp, db::engines};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use std::convert::Infallible;

const SENTENCE: &str = "The files of your company take the 1 GiB that they may. Files of codes go \
                        after a day; whoever runs the server can allow more.";
const FILE: &[u8] = b"id\nfile-code\n";

/// One GiB for each company.
async fn small(engine: countermark_store::Engine) -> TestApp {
    let settings = Settings {
        files_per_company: Some(1),
        ..Settings::default()
    };
    TestApp::with(engine, settings, Limits::off()).await
}

/// Lets the company have a file of so many bytes more.
async fn fill(app: &TestApp, company: CompanyId, size: i64) {
    let mut raw = app.db.place.raw().await;
    raw.run(&format!(
        "INSERT INTO file (company_id, key, purpose, name, media_type, size, created_at) \
         VALUES ({company}, 'large{size}', 'workorder', 'w.zip', 'application/zip', {size}, 1)"
    ))
    .await;
    raw.close().await;
}

async fn files(app: &TestApp) -> i64 {
    let mut raw = app.db.place.raw().await;
    let number = raw.number("SELECT count(*) FROM file").await;
    raw.close().await;
    number
}

#[track_caller]
fn is_full(reply: &Reply, what: &str) {
    assert_eq!(reply.status, 429, "{what}: {}", reply.text());
    let body = json!({"detail": SENTENCE, "code": "too_much_stored"});
    assert_eq!(*reply.json(), body, "{what}");
    assert_eq!(reply.header("retry-after"), "3600", "{what}");
}

#[tokio::test]
async fn past_its_room_a_company_begins_no_more_files() {
    for engine in engines() {
        let app = &small(engine).await;
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let (client, company) = (&desk.scene.client, desk.scene.admin.company);
        let order = async |reference: &str| {
            let body = json!({"reference": reference, "quantity": 2, "activate_on_complete": true,
                              "use_serial_number": false});
            client.post("/api/v2/workorders/create-sid/", body).await
        };
        let download = async || client.get("/api/v2/codes/download/").await;
        let upload = desk.file("csv").await;
        fill(app, company, (1 << 30) - 1).await;
        let waiting = order("waits").await.expect(201);
        let document = download().await.expect(200);

        fill(app, company, 1).await;
        let before = files(app).await;
        is_full(&order("more").await, "an order");
        is_full(&download().await, "codes");
        is_full(&send(app, &upload, FILE).await, "a file of own codes");
        let codes = json!({"template": desk.template, "codes": [{"id": "own-code"}]});
        is_full(&client.post(CREATE, codes).await, "own codes");
        let import = "/api/v2/products/import/?sku=sku&name=name&brand=brand&background=1";
        let rows = "sku,name,brand\nA,A,Kallista\n";
        let import = client.raw(Method::POST, import, "text/csv", rows).await;
        is_full(&import, "an import");
        assert_eq!(files(app).await, before, "nothing was begun");

        // What waited meanwhile is looked at again before it begins.
        app.jobs().await;
        let path = format!("/api/v2/workorders/{}/", waiting["id"]);
        let ended = client.get(&path).await.expect(200);
        assert_eq!(ended["failure"], SENTENCE);
        assert_eq!(
            (&ended["state"], &ended["generated"]),
            (&json!("canceled"), &json!(0))
        );
        let key = document["document"]["key"].as_str().expect("a key");
        let path = format!("/api/v2/documents/{key}/");
        let ended = client.get(&path).await.expect(200);
        assert_eq!(ended["document"]["failure"], SENTENCE);

        // Others have their own room, and here there is some again when a file is gone.
        let upload = other.through(app, "csv", FILE).await;
        assert_eq!(upload["state"], "complete", "{upload}");
        let mut raw = app.db.place.raw().await;
        raw.run("DELETE FROM file WHERE key = 'large1'").await;
        raw.close().await;
        order("again").await.expect(201);
    }
}

/// Many may send at the same time: who ends last finds it full.
#[tokio::test]
async fn a_file_that_came_while_it_became_full_is_dropped() {
    for engine in engines() {
        let app = &small(engine).await;
        let desk = Desk::of(app).await;
        let upload = desk.file("csv").await;
        let mut head = form(&upload["fields"], Some(FILE));
        let tail = head.split_off(head.len() - 10);
        let head = stream::iter([Ok::<_, Infallible>(Bytes::from(head))]);
        let (database, company) = (app.db.place.raw().await, desk.scene.admin.company);
        let tail = stream::once(async move {
            let mut raw = database;
            raw.run(&format!(
                "INSERT INTO file (company_id, key, purpose, name, media_type, size, created_at) \
                 VALUES ({company}, 'other', 'workorder', 'w.zip', 'application/zip', {}, 1)",
                1 << 30
            ))
            .await;
            raw.close().await;
            Ok(Bytes::from(tail))
        });
        let reply = send_form(app, Body::from_stream(head.chain(tail))).await;
        is_full(&reply, "the last piece");
        assert_eq!(desk.record(&upload).await["state"], "uploading");
        app.task("forget_files").await;
        assert_eq!(files(app).await, 1, "what came is gone");
    }
}
