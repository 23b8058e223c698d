//! `GET /api/v2/brands/{id}/`

use countermark_testkit::each;
use serde_json::json;

/// Any one of four permissions opens it: making products needs a brand's id (contract §2).
#[tokio::test]
async fn four_permissions_open_it_and_no_other() {
    each(async |app| {
        let admin = app.company().await;
        let brand = app
            .jwt(&admin)
            .await
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/", brand["id"]);
        for name in [
            "brand_view",
            "brand_create",
            "product_view",
            "product_create",
        ] {
            let client = app.uat(&admin, &[name]).await.client;
            assert_eq!(client.get(&path).await.expect(200).json(), brand.json());
            client.get("/api/v2/brands/").await.expect(200);
        }
        for name in ["brand_edit", "brand_delete", "product_edit", "codes_view"] {
            let client = app.uat(&admin, &[name]).await.client;
            let reply = client.get(&path).await.expect(403);
            assert_eq!(
                reply["required"],
                json!([
                    "brand_view",
                    "brand_create",
                    "product_view",
                    "product_create"
                ])
            );
            assert_eq!(
                (&reply["granted"], &reply["missing_because"]),
                (&json!([name]), &json!("token"))
            );
        }
    })
    .await;
}

/// Security checklist 39, 47.
#[tokio::test]
async fn a_brand_of_another_company_is_not_there() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let brand = app
            .jwt(&other)
            .await
            .post("/api/v2/brands/", json!({"name": "A"}))
            .await
            .expect(201);
        let client = app.jwt(&admin).await;
        for id in [brand["id"].to_string(), "999999".into()] {
            let reply = client
                .get(&format!("/api/v2/brands/{id}/"))
                .await
                .expect(404);
            assert_eq!(
                reply.text(),
                r#"{"detail":"Not found.","code":"not_found"}"#
            );
        }
    })
    .await;
}
