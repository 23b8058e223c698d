//! `DELETE /api/v2/brands/{id}/`

use crate::support::{entries, entry_by};
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_brand_without_products_goes_for_good() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A", "reference": "R"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/", brand["id"]);
        let reply = client.delete(&path).await.expect(204);
        assert!(reply.bytes.is_empty());
        client.get(&path).await.expect(404);
        client.delete(&path).await.expect(404);
        assert_eq!(client.get("/api/v2/brands/").await.expect(200)["count"], 0);
        let logged = entry_by(app, &admin, "brand.delete", &admin, "jwt").await;
        assert_eq!(logged["object_id"], brand["id"].to_string());
        assert_eq!(
            (&logged["before"]["name"], &logged["before"]["reference"]),
            (&json!("A"), &json!("R"))
        );
        assert_eq!(logged["after"], Value::Null);
        // Its name is free again, its id is not used again.
        let again = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        assert_ne!(again["id"], brand["id"]);
    })
    .await;
}

#[tokio::test]
async fn a_brand_with_products_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let product = json!({"sku": "S", "name": "P", "brand": brand["id"]});
        let product = client.post("/api/v2/products/", product).await.expect(201);
        let path = format!("/api/v2/brands/{}/", brand["id"]);
        let reply = client.delete(&path).await.expect(409);
        assert_eq!(reply.code(), "conflict");
        client.get(&path).await.expect(200);
        assert!(entries(app, &admin, "brand.delete").await.is_empty());
        // Without the product it goes.
        client
            .delete(&format!("/api/v2/products/{}/", product["id"]))
            .await
            .expect(204);
        client.delete(&path).await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn two_at_once_delete_it_once() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/", brand["id"]);
        let (one, two) = tokio::join!(client.delete(&path), client.delete(&path));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404]);
        assert_eq!(entries(app, &admin, "brand.delete").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_brand_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let theirs = app.jwt(&other).await;
        let brand = theirs
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/", brand["id"]);
        app.jwt(&admin).await.delete(&path).await.expect(404);
        theirs.get(&path).await.expect(200);
    })
    .await;
}
