//! `POST /api/v2/products/`

use super::{PATH, all, brand, entries, foreign, product};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_product_is_made_with_all_its_members() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = brand(&client, "Kallista", Some("77")).await;
        let uat = app.uat(&admin, &["product_create"]).await;
        let body = json!({
            "sku": " OLV-500 ", "name": "Olive oil", "brand": "77", "description": "Two\nlines",
            "client_url": "https://example.com/olv", "label": "Label",
            // Not ours to set, or not known: ignored, as the contract has it.
            "id": 4711, "company": 1, "is_archived": true, "stc": {"a": "b"},
        });
        let made = uat.client.post(PATH, body).await.expect(201);
        for (member, value) in [
            ("sku", json!("OLV-500")),
            ("name", json!("Olive oil")),
            ("description", json!("Two\nlines")),
            ("client_url", json!("https://example.com/olv")),
            ("label", json!("Label")),
            ("is_archived", json!(false)),
            (
                "brand",
                json!({"id": id, "name": "Kallista", "image": null}),
            ),
        ] {
            assert_eq!(made[member], value, "{member}");
        }
        assert_ne!(made["id"], 4711);

        let log = entries(app, &admin, "product.create").await;
        assert_eq!(log.len(), 1);
        assert_eq!(log[0]["object_id"], made["id"].to_string());
        assert_eq!(
            (&log[0]["label"], &log[0]["before"]),
            (&json!("OLV-500"), &Value::Null)
        );
        assert_eq!(log[0]["after"]["name"], "Olive oil");
        assert_eq!(log[0]["credential"], json!({"kind": "uat", "id": uat.id}));
    })
    .await;
}

#[tokio::test]
async fn a_brand_is_named_by_id_or_reference() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let plain = brand(&client, "Plain", None).await;
        let named = brand(&client, "Named", Some("ref-1")).await;
        for (number, (key, id)) in [
            (json!(plain), plain),
            (json!(plain.to_string()), plain),
            (json!("ref-1"), named),
        ]
        .into_iter()
        .enumerate()
        {
            let body = json!({"sku": number.to_string(), "name": "x", "brand": key});
            let made = client.post(PATH, body).await.expect(201);
            assert_eq!(made["brand"]["id"], id, "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let brand = brand(&client, "Olive", None).await;
        product(&client, brand, "taken").await;
        let good = json!({"sku": "1", "name": "One", "brand": brand});
        for (member, value, sentence) in [
            (
                "sku",
                json!("taken"),
                "A product with this SKU already exists.",
            ),
            ("sku", json!(""), "This field may not be blank."),
            ("sku", json!(null), "This field may not be null."),
            ("sku", json!([]), "Not a valid string."),
            (
                "sku",
                json!("x".repeat(101)),
                "Ensure this field has no more than 100 characters.",
            ),
            ("sku", json!("a\u{0}b"), "Null characters are not allowed."),
            ("name", json!("  "), "This field may not be blank."),
            (
                "name",
                json!("a\nb"),
                "Line breaks and control characters are not allowed.",
            ),
            (
                "name",
                json!("x".repeat(256)),
                "Ensure this field has no more than 255 characters.",
            ),
            (
                "brand",
                json!(99),
                "Invalid pk \"99\" - object does not exist.",
            ),
            (
                "brand",
                json!("nobody"),
                "Object with reference=nobody does not exist.",
            ),
            (
                "brand",
                json!(1.5),
                "A brand is named by its id or its reference.",
            ),
            ("brand", json!(null), "This field may not be null."),
            (
                "client_url",
                json!("javascript:alert(1)"),
                "Enter a valid URL.",
            ),
            ("description", json!({}), "Not a valid string."),
        ] {
            let mut body = good.clone();
            body[member] = value;
            let reply = client.post(PATH, body.clone()).await.expect(400);
            assert_eq!(*reply.json(), json!({member: [sentence]}), "{body}");
        }
        let nothing = client.post(PATH, json!({})).await.expect(400);
        let required = json!(["This field is required."]);
        assert_eq!(
            *nothing.json(),
            json!({"sku": required, "name": required, "brand": required})
        );
        let both = json!({"sku": "taken", "name": "x", "brand": 99});
        let both = client.post(PATH, both).await.expect(400);
        assert!(
            both["sku"].is_array() && both["brand"].is_array(),
            "{}",
            both.text()
        );
        assert_eq!(all(&client).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn another_companys_brand_is_not_there() {
    each(async |app| {
        let (_, stranger, product) = foreign(app).await;
        let brand = &product["brand"]["id"];
        let body = json!({"sku": "OLV-500", "name": "x", "brand": brand});
        let reply = stranger.post(PATH, body).await.expect(400);
        let sentence = format!("Invalid pk \"{brand}\" - object does not exist.");
        assert_eq!(*reply.json(), json!({"brand": [sentence]}));
        // The SKU is unique in a company only.
        let own = super::brand(&stranger, "Olive", None).await;
        super::product(&stranger, own, "OLV-500").await;
    })
    .await;
}
