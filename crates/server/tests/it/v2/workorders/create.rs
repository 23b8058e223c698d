//! `POST /api/v2/workorders/`

use super::product;
use crate::support::{missing_fields, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/workorders/";

#[tokio::test]
async fn an_order_is_as_its_template_unless_it_says_otherwise() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        product(&client, "SKU").await;
        product(&client, "NEW").await;
        let body = json!({
            "name": "Labels", "product": "SKU", "activate_on_complete": true,
            "use_serial_number": true, "images": "png",
        });
        let template = client
            .post("/api/v2/workorders/templates/", body)
            .await
            .expect(201);
        let body = json!({"template": template["id"], "reference": "A", "quantity": 3});
        let made = client.post(PATH, body).await.expect(201);
        assert_eq!(made["product"]["sku"], "SKU");
        assert_eq!(made["template"], template["id"]);
        assert_eq!(made["images"], "png");
        assert_eq!(
            (&made["activate_on_complete"], &made["use_serial_number"]),
            (&json!(true), &json!(true))
        );
        let body = json!({
            "template": template["key"], "reference": "B", "quantity": "3", "product": "NEW",
            "activate_on_complete": false, "use_serial_number": false, "images": "none",
            "remarks": "by key", "type": "sid",
        });
        let made = client.post(PATH, body).await.expect(201);
        assert_eq!(made["product"]["sku"], "NEW");
        assert_eq!(made["images"], "none");
        assert_eq!(
            (&made["activate_on_complete"], &made["use_serial_number"]),
            (&json!(false), &json!(false))
        );
        // Pictures that do not suit so many are left out.
        let body = json!({"template": template["id"], "reference": "C", "quantity": 200_000});
        let made = client.post(PATH, body).await.expect(201);
        assert_eq!(made["images"], "none");
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = "/api/v2/workorders/templates/";
        let other = app.jwt(&app.company().await).await;
        let theirs = other.post(path, json!({"name": "T"})).await.expect(201);
        let template = client.post(path, json!({"name": "T"})).await.expect(201);
        let good = json!({"template": template["id"], "reference": "A", "quantity": 1});
        missing_fields(&client, PATH, &good, &["template", "reference", "quantity"]).await;
        let (id, key) = (theirs["id"].clone(), theirs["key"].as_str().unwrap());
        let no_id = format!("Invalid pk \"{id}\" - object does not exist.");
        let no_key = format!("Object with key={key} does not exist.");
        let secure = "Secure graphics need printing partners, which this server does not have. \
                      Order SID codes.";
        let cases = [
            ("template", id, no_id.as_str()),
            ("template", json!(key), no_key.as_str()),
            (
                "template",
                json!([]),
                "A template is named by its id or its key.",
            ),
            ("quantity", json!(0), "Use 1 to 1000000."),
            ("product", json!("NO"), "Object with sku=NO does not exist."),
            ("type", json!("SSC"), secure),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0);
    })
    .await;
}
