//! What a campaign keeps about each code.

mod create;
mod delete;
mod order;
mod update;

use countermark_testkit::{Client, Reply, TestApp};
use serde_json::{Value, json};

/// A company's Account Admin, and the path of the fields of a new campaign of theirs.
async fn fields(app: &TestApp) -> (Client, String) {
    let client = app.jwt(&app.company().await).await;
    let path = campaign(&client, "Spring").await;
    (client, path)
}

async fn campaign(client: &Client, name: &str) -> String {
    let body = json!({"name": name});
    let campaign = client.post("/api/v2/campaigns/", body).await.expect(201);
    format!("/api/v2/campaigns/{}/scm-fields/", campaign["id"])
}

/// A text field of that key.
async fn text(client: &Client, path: &str, key: &str) -> Reply {
    let body = json!({"key": key, "label": format!("Label of {key}"), "type": "text"});
    client.post(path, body).await.expect(201)
}

/// The keys in their order; positions count from 0 on.
async fn keys(client: &Client, path: &str) -> Vec<String> {
    let list = client.get(path).await.expect(200);
    let rows = list["results"].as_array().expect("rows");
    for (row, position) in rows.iter().zip(0..) {
        assert_eq!(row["position"], position, "{row}");
    }
    let key = |row: &Value| row["key"].as_str().expect("a key").to_owned();
    rows.iter().map(key).collect()
}
