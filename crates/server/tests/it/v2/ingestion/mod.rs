//! `/api/v2/ingestion/`: a company's own codes.

mod bad_files;
mod codes;
mod gs1;
mod room;
mod steps;
mod upload;

use crate::code_scene::Scene;
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, Reply, TestApp};
use serde_json::{Value, json};

const CODES: &str = "/api/v2/ingestion/codes/";
const CREATE: &str = "/api/v2/ingestion/codes/create-from-template/";
const PROCESS: &str = "/api/v2/ingestion/codes/process-from-file/";
const UPLOAD: &str = "/api/v2/ingestion/upload/";

/// A company with two products and a template for the first, which is in a campaign that keeps
/// `line`, `lot` and `unit_box`.
struct Desk {
    scene: Scene,
    template: String,
}

impl Desk {
    async fn of(app: &TestApp) -> Self {
        let scene = Scene::of(app).await;
        let template = template(&scene.client, json!({"name": "Labels", "product": "SKU-0"})).await;
        Self { scene, template }
    }

    /// Begins an upload with `more` in the body.
    async fn begin(&self, client: &Client, more: Value) -> Reply {
        let mut body = json!({"template": self.template});
        let members = body.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        client.post(CREATE, body).await
    }

    /// Begins an upload of a file.
    async fn file(&self, filetype: &str) -> Reply {
        let more = json!({"mode": "file", "filetype": filetype});
        self.begin(&self.scene.client, more).await.expect(200)
    }

    /// Sends a file, has it processed, and returns the record as it is then.
    async fn through(&self, app: &TestApp, filetype: &str, file: &[u8]) -> Value {
        let begun = self.file(filetype).await;
        send(app, &begun, file).await.expect(201);
        let body = json!({"record": begun["record_key"]});
        self.scene.client.post(PROCESS, body).await.expect(200);
        app.jobs().await;
        self.record(&begun).await
    }

    async fn record(&self, begun: &Reply) -> Value {
        let reply = self.scene.client.get(&path(begun, "")).await;
        reply.expect(200).json().clone()
    }

    /// The ids of all codes that the company sees, as they were made.
    async fn ids(&self) -> Vec<String> {
        let path = "/api/v2/codes/?limit=200&ordering=creation_date";
        let list = self.scene.client.get(path).await.expect(200);
        let rows = list["results"].as_array().expect("rows").iter();
        rows.map(|row| row["extended_id"].as_str().expect("an id").to_owned())
            .collect()
    }
}

async fn template(client: &Client, body: Value) -> String {
    let path = "/api/v2/workorders/templates/";
    let made = client.post(path, body).await.expect(201);
    made["key"].as_str().expect("a key").to_owned()
}

/// The path of an upload.
fn path(begun: &Reply, verb: &str) -> String {
    let key = begun["record_key"].as_str().expect("a key");
    format!("{CODES}{key}/{verb}")
}

const BOUNDARY: &str = "a-boundary";

/// A form with these fields and, when there is one, a file.
fn form(fields: &Value, file: Option<&[u8]>) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in fields.as_object().expect("fields") {
        let value = value.as_str().expect("a text");
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        form.extend(part.bytes());
    }
    if let Some(file) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"codes.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        form.extend(head.bytes());
        form.extend(file);
        form.extend(b"\r\n");
    }
    form.extend(format!("--{BOUNDARY}--\r\n").bytes());
    form
}

/// Sends a form without any credential.
async fn send_form(app: &TestApp, form: impl Into<Body>) -> Reply {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let nobody = app.anonymous();
    nobody.raw(Method::POST, UPLOAD, &kind, form).await
}

/// Sends the file of an upload, as a client does that knows what the upload returned.
async fn send(app: &TestApp, begun: &Reply, file: &[u8]) -> Reply {
    assert_eq!(begun["url"], format!("http://test.example{UPLOAD}"));
    send_form(app, form(&begun["fields"], Some(file))).await
}
