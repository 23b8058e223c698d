//! `POST /api/v2/products/import/`: the rights that it asks for, and a query that is wrong.

use super::{PATH, all, brand, entries, import};
use countermark_testkit::each;
use serde_json::{Value, json};

const QUERY: &str = "sku=sku&name=name&brand=brand";
const FILE: &str = "sku,name,brand\n1,One,B\n";

#[tokio::test]
async fn more_than_products_asks_for_more_rights() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        brand(&client, "B", None).await;
        for (held, more, missing) in [
            (
                vec!["product_view", "brand_create"],
                "",
                Some("product_create"),
            ),
            (
                vec!["product_create"],
                "&create_brands=1",
                Some("brand_create"),
            ),
            (
                vec!["product_create", "brand_create"],
                "&existing=update",
                Some("product_edit"),
            ),
            // A rehearsal asks for what the real thing would.
            (
                vec!["product_create"],
                "&create_brands=1&dry_run=1",
                Some("brand_create"),
            ),
            (vec!["product_create"], "&existing=skip&dry_run=1", None),
            (
                vec!["product_create", "brand_create"],
                "&create_brands=1&dry_run=1",
                None,
            ),
            (
                vec!["product_create", "product_edit"],
                "&existing=update&dry_run=1",
                None,
            ),
        ] {
            let uat = app.uat(&admin, &held).await;
            let reply = import(&uat.client, &format!("{QUERY}{more}"), FILE).await;
            match missing {
                None => drop(reply.expect(200)),
                Some(missing) => {
                    let reply = reply.expect(403);
                    assert_eq!(reply.code(), "permission_denied");
                    assert_eq!(reply["required"], json!([missing]));
                    assert_eq!(reply["missing_because"], "token");
                }
            }
        }
        assert_eq!(all(&client).await, [Value::Null; 0]);
        assert_eq!(
            entries(app, &admin, "product.import").await,
            [Value::Null; 0]
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_that_may_makes_products_and_no_brand() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        brand(&client, "B", None).await;
        let uat = app.uat(&admin, &["product_create"]).await;
        import(&uat.client, QUERY, FILE).await.expect(200);
        let other = FILE.replace("1,One,B", "2,Two,Other");
        import(&uat.client, QUERY, other.as_str()).await.expect(400);
        assert_eq!(all(&client).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_query_is_named_before_the_file_is_looked_at() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let path = |query: &str| format!("{PATH}import/?{query}");
        let required = json!(["This field is required."]);
        let nothing = client
            .post(&path("existing=maybe&dry_run=2"), json!({}))
            .await
            .expect(400);
        assert_eq!(
            *nothing.json(),
            json!({
                "sku": required, "name": required, "brand": required,
                "existing": ["Use error, skip or update."], "dry_run": ["Must be 0 or 1."],
            })
        );
        let reply = client
            .post(&path(&format!("{QUERY}&create_brands=yes")), json!({}))
            .await;
        assert_eq!(
            *reply.expect(400).json(),
            json!({"create_brands": ["Must be 0 or 1."]})
        );
        client.get(&path(QUERY)).await.expect(405);
    })
    .await;
}
