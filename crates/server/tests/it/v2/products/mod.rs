//! `/api/v2/products/`

mod archive;
mod campaign;
mod create;
mod delete;
mod export;
mod get;
mod import;
mod import_background;
mod import_existing;
mod import_files;
mod import_large;
mod import_rights;
mod list;
mod stc;
mod update;

use axum::http::Method;
use countermark_testkit::{Client, Person, Reply, TestApp};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/products/";

/// Makes a brand; returns its id.
async fn brand(client: &Client, name: &str, reference: Option<&str>) -> i64 {
    let body = json!({"name": name, "reference": reference});
    let reply = client.post("/api/v2/brands/", body).await.expect(201);
    reply["id"].as_i64().expect("an id")
}

/// Makes a product with this SKU, named `Name of <SKU>`; returns what was answered.
async fn product(client: &Client, brand: i64, sku: &str) -> Value {
    let body = json!({"sku": sku, "name": format!("Name of {sku}"), "brand": brand});
    client.post(PATH, body).await.expect(201).json().clone()
}

fn path_of(product: &Value) -> String {
    format!("{PATH}{}/", product["id"])
}

/// Sends a file to the import.
async fn import(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> Reply {
    let path = format!("{PATH}import/?{query}");
    client
        .raw(Method::POST, &path, "text/csv", file.into())
        .await
}

/// The company's products, by SKU.
async fn all(client: &Client) -> Vec<Value> {
    let list = client
        .get(&format!("{PATH}?ordering=sku&limit=200"))
        .await
        .expect(200);
    let rows = list["results"].as_array().expect("rows").clone();
    assert_eq!(list["count"], rows.len());
    rows
}

/// One member of every row.
fn each_of<'a>(rows: &'a [Value], member: &str) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row[member].as_str().expect("a text"))
        .collect()
}

/// The audit entries of an action, newest first.
async fn entries(app: &TestApp, admin: &Person, action: &str) -> Vec<Value> {
    let path = format!("/api/v2/audit/?action={action}&limit=200");
    let list = app.jwt(admin).await.get(&path).await.expect(200);
    list["results"].as_array().expect("rows").clone()
}

/// Two companies, the second one's admin, and a product of the first.
async fn foreign(app: &TestApp) -> (Client, Client, Value) {
    let (ours, theirs) = (app.company().await, app.company().await);
    let (client, stranger) = (app.jwt(&ours).await, app.jwt(&theirs).await);
    let brand = brand(&client, "Olive", None).await;
    let product = product(&client, brand, "OLV-500").await;
    (client, stranger, product)
}
