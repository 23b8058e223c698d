mod archive;
mod cancel;
mod create;
mod create_sid;
mod delete;
mod download;
mod list;
mod serials;
mod templates;
mod update;

use countermark_testkit::{Client, Reply};
use serde_json::{Value, json};

/// A brand and a product of that SKU.
async fn product(client: &Client, sku: &str) -> i64 {
    let brand = json!({"name": format!("Brand of {sku}"), "reference": format!("b{sku}")});
    client.post("/api/v2/brands/", brand).await.expect(201);
    let body = json!({"sku": sku, "name": sku, "brand": format!("b{sku}")});
    let product = client.post("/api/v2/products/", body).await.expect(201);
    product["id"].as_i64().expect("an id")
}

/// An order that is good, but for what is in `more`.
fn body(reference: &str, quantity: i64, more: Value) -> Value {
    let mut body = json!({
        "reference": reference, "quantity": quantity, "activate_on_complete": true,
        "use_serial_number": false,
    });
    let Value::Object(more) = more else {
        panic!("{more} is no object")
    };
    body.as_object_mut().expect("an object").extend(more);
    body
}

/// Orders codes.
async fn order(client: &Client, reference: &str, quantity: i64, more: Value) -> Reply {
    let path = "/api/v2/workorders/create-sid/";
    client
        .post(path, body(reference, quantity, more))
        .await
        .expect(201)
}

fn path(order: &Reply, verb: &str) -> String {
    format!("/api/v2/workorders/{}/{verb}", order["id"])
}
