//! `PATCH` and `PUT /api/v2/products/{id}/`

use super::{brand, entries, foreign, path_of, product};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_patch_changes_what_is_sent() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let (a, b) = (
            brand(&client, "A", None).await,
            brand(&client, "B", Some("b")).await,
        );
        let before = product(&client, a, "1").await;
        let uat = app.uat(&admin, &["product_edit"]).await;
        let body = json!({"name": "New", "brand": "b", "unknown": 1, "uuid": "x"});
        let after = uat.client.patch(&path_of(&before), body).await.expect(200);
        let mut expected = before.clone();
        expected["name"] = json!("New");
        expected["brand"] = json!({"id": b, "name": "B", "image": null});
        assert_eq!(*after.json(), expected);
        let found = client.get(&path_of(&before)).await.expect(200);
        assert_eq!(*found.json(), expected);
        for (id, count) in [(a, 0), (b, 1)] {
            let brand = client
                .get(&format!("/api/v2/brands/{id}/"))
                .await
                .expect(200);
            assert_eq!(brand["product_count"], count);
        }
        let log = entries(app, &admin, "product.update").await;
        assert_eq!(log.len(), 1);
        assert_eq!(log[0]["before"], json!({"name": "Name of 1", "brand": a}));
        assert_eq!(log[0]["after"], json!({"name": "New", "brand": b}));
    })
    .await;
}

#[tokio::test]
async fn a_put_replaces_the_whole() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let brand = brand(&client, "A", None).await;
        let whole = json!({
            "sku": "1", "name": "One", "brand": brand, "description": "text",
            "client_url": "https://example.com", "label": "Label",
        });
        let made = client.post(super::PATH, whole).await.expect(201);
        let path = path_of(made.json());
        let less = json!({"sku": "2", "name": "Two", "brand": brand});
        let after = client.put(&path, less).await.expect(200);
        let mut expected = made.json().clone();
        for (member, value) in [
            ("sku", "2"),
            ("name", "Two"),
            ("description", ""),
            ("client_url", ""),
            ("label", "Two"),
        ] {
            expected[member] = json!(value);
        }
        assert_eq!(*after.json(), expected);
        let nothing = client.put(&path, json!({})).await.expect(400);
        let required = json!(["This field is required."]);
        assert_eq!(
            *nothing.json(),
            json!({"sku": required, "name": required, "brand": required})
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_change_changes_nothing() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let brand = brand(&client, "A", None).await;
        product(&client, brand, "taken").await;
        let before = product(&client, brand, "1").await;
        for (body, member, sentence) in [
            (
                json!({"sku": "taken", "name": "x"}),
                "sku",
                "A product with this SKU already exists.",
            ),
            (
                json!({"name": "x", "brand": 99}),
                "brand",
                "Invalid pk \"99\" - object does not exist.",
            ),
            (json!({"name": ""}), "name", "This field may not be blank."),
            (
                json!({"client_url": "nowhere"}),
                "client_url",
                "Enter a valid URL.",
            ),
        ] {
            let reply = client
                .patch(&path_of(&before), body.clone())
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({member: [sentence]}), "{body}");
        }
        // Its own SKU is not in its way.
        client
            .patch(&path_of(&before), json!({"sku": "1"}))
            .await
            .expect(200);
        let found = client.get(&path_of(&before)).await.expect(200);
        assert_eq!(*found.json(), before);
    })
    .await;
}

#[tokio::test]
async fn another_companys_product_is_not_there() {
    each(async |app| {
        let (client, stranger, product) = foreign(app).await;
        let body = json!({"name": "Taken", "sku": "x", "brand": 1});
        stranger
            .patch(&path_of(&product), body.clone())
            .await
            .expect(404);
        stranger.put(&path_of(&product), body).await.expect(404);
        let found = client.get(&path_of(&product)).await.expect(200);
        assert_eq!(*found.json(), product);
    })
    .await;
}
