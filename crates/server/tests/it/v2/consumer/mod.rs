//! `/api/v2/consumer/`: what landing pages do with the key of their campaign

mod combined_info;
mod consume;
mod find;
mod geotag;
mod key;

use crate::scans::{Shop, id_at_end, scan};
use axum::{
    body::Body,
    http::{Method, header},
};
use countermark_testkit::{Reply, TestApp};
use serde_json::{Value, json};

pub(super) const KEY: &str = "x-scantrust-consumer-api-key";

/// Somebody's landing page: sends a request with that key.
pub(super) async fn call(app: &TestApp, key: &str, method: &str, path: &str, body: Value) -> Reply {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let (text, kind) = match body {
        Value::Null => (String::new(), None),
        body => (body.to_string(), Some("application/json")),
    };
    let path = format!("/api/v2/consumer/{path}");
    let client = app.anonymous();
    let mut request = client.request(method, &path, Body::from(text));
    let headers = request.headers_mut();
    headers.insert(KEY, key.parse().expect("a header"));
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, kind.parse().expect("a media type"));
    }
    client.send(request).await
}

/// As [`call`] with `GET`.
pub(super) async fn get(app: &TestApp, key: &str, path: &str) -> Reply {
    call(app, key, "GET", path, Value::Null).await
}

/// A shop whose landing page gets the scan's id, and a scan of its code.
pub(super) async fn scanned(app: &TestApp, code: &str) -> (Shop, String) {
    let shop = Shop::new(app).await;
    shop.codes(app, &[code]).await;
    let body = json!({"client_url": "https://shop.example/{id}"});
    let path = format!("/api/v2/products/{}/", shop.product);
    shop.owner.patch(&path, body).await.expect(200);
    let id = id_at_end(&scan(app, code).await.expect(302));
    (shop, id)
}
