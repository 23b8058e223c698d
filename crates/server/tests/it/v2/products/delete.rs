//! `DELETE /api/v2/products/{id}/`

use super::{all, brand, entries, foreign, path_of, product};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_product_is_removed_for_good() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = brand(&client, "A", None).await;
        let gone = product(&client, id, "1").await;
        product(&client, id, "2").await;
        let uat = app.uat(&admin, &["product_delete"]).await;
        uat.client.delete(&path_of(&gone)).await.expect(204);
        uat.client.delete(&path_of(&gone)).await.expect(404);
        client.get(&path_of(&gone)).await.expect(404);
        assert_eq!(super::each_of(&all(&client).await, "sku"), ["2"]);
        let brand = client
            .get(&format!("/api/v2/brands/{id}/"))
            .await
            .expect(200);
        assert_eq!(brand["product_count"], 1);
        let log = entries(app, &admin, "product.delete").await;
        assert_eq!((log.len(), &log[0]["after"]), (1, &Value::Null));
        assert_eq!(log[0]["before"]["sku"], "1");
        // Its SKU is free again.
        let again = product(&client, id, "1").await;
        assert_ne!(again["id"], gone["id"]);
        assert_eq!(again["sku"], json!("1"));
    })
    .await;
}

#[tokio::test]
async fn another_companys_product_is_not_there() {
    each(async |app| {
        let (client, stranger, product) = foreign(app).await;
        stranger.delete(&path_of(&product)).await.expect(404);
        assert_eq!(all(&client).await, [product]);
    })
    .await;
}

/// Codes are on items out there: what they belong to stays, and the answer says what to do.
#[tokio::test]
async fn a_product_with_codes_is_not_removed() {
    each(async |app| {
        let scene = crate::code_scene::Scene::of(app).await;
        let [product, _] = scene.products;
        let codes = [("with-a-code", Some(product), None)];
        crate::code_scene::codes(app, &scene.admin, &codes).await;
        let path = format!("/api/v2/products/{product}/");
        let reply = scene.client.delete(&path).await.expect(409);
        let sentence = "This product has codes or work orders. Archive it instead.";
        assert_eq!(
            *reply.json(),
            json!({"detail": sentence, "code": "conflict"})
        );
        scene.client.get(&path).await.expect(200);
    })
    .await;
}
