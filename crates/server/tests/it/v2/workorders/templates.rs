//! `GET` and `POST /api/v2/workorders/templates/`

use super::product;
use crate::support::{entry_by, wrong_fields, wrong_pages};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/workorders/templates/";

#[tokio::test]
async fn a_template_is_made_and_listed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = product(&client, "SKU").await;
        let token = app
            .uat(&admin, &["workorder_create", "workorder_view"])
            .await
            .client;
        let body = json!({"name": "Labels", "description": "Round ones", "product": id, "id": 7});
        let made = token.post(PATH, body).await.expect(201);
        let expected = json!({
            "id": made["id"], "key": made["key"], "name": "Labels", "description": "Round ones",
            "company": admin.company.0, "type": "SID",
            "product": {"id": id, "sku": "SKU", "name": "SKU"}, "activate_on_complete": false,
            "use_serial_number": false, "images": null,
            "creation_date": "2026-11-24T12:00:00.000000Z", "custom_layout": null,
            "substrate": null, "substrate_name": "", "printing_partner": null, "image": null,
        });
        assert_eq!(*made.json(), expected);
        assert_eq!(made["key"].as_str().unwrap().len(), 12);
        entry_by(app, &admin, "template.create", &admin, "uat").await;
        token
            .post(PATH, json!({"name": "Bottles"}))
            .await
            .expect(201);
        let list = token.get(PATH).await.expect(200);
        assert_eq!(
            (&list["count"], &list["results"][1]),
            (&json!(2), &expected)
        );
        let list = token.get(&format!("{PATH}?search=BOTT")).await.expect(200);
        assert_eq!(
            (&list["count"], &list["results"][0]["product"]),
            (&json!(1), &Value::Null)
        );
        let other = app.jwt(&app.company().await).await;
        assert_eq!(other.get(PATH).await.expect(200)["count"], 0);
        wrong_pages(&client, PATH).await;
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        client
            .post(PATH, json!({"name": "Taken"}))
            .await
            .expect(201);
        let secure = "Secure graphics need printing partners, which this server does not have. \
                      Order SID codes.";
        let cases = [
            ("name", json!(""), "This field may not be blank."),
            (
                "name",
                json!("TAKEN"),
                "A template with this name already exists.",
            ),
            (
                "product",
                json!(5_555_555),
                "Invalid pk \"5555555\" - object does not exist.",
            ),
            ("images", json!(1), "Use one of: none, svg, png, both."),
            ("use_serial_number", json!("x"), "Must be a valid boolean."),
            ("type", json!("SG"), secure),
        ];
        wrong_fields(&client, Method::POST, PATH, &json!({"name": "A"}), &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], 1);
    })
    .await;
}
