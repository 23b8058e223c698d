//! `POST /api/v2/products/import/`: rows whose SKU the company has already.

use super::{all, brand, each_of, entries, import, path_of};
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

const QUERY: &str = "sku=sku&name=name&brand=brand&description=text";
const FILE: &str = "sku,name,brand,text\n1,New one,B,\n2,New two,A,new\n3,New three,A,new\n";

/// Brands A and B and products 1 and 2, of which 1 is archived.
async fn prepare(client: &Client) -> Vec<Value> {
    let a = brand(client, "A", None).await;
    brand(client, "B", None).await;
    let mut products = Vec::new();
    for sku in ["1", "2"] {
        let body = json!({
            "sku": sku, "name": "Old", "brand": a, "description": "old",
            "client_url": "https://example.com", "label": "Label",
        });
        products.push(
            client
                .post(super::PATH, body)
                .await
                .expect(201)
                .json()
                .clone(),
        );
    }
    let archive = format!("{}archive/", path_of(&products[0]));
    products[0] = client
        .post(&archive, json!({}))
        .await
        .expect(200)
        .json()
        .clone();
    products
}

#[tokio::test]
async fn they_are_errors_unless_the_query_says_otherwise() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let before = prepare(&client).await;
        for query in [QUERY, &format!("{QUERY}&existing=error")] {
            let refused = import(&client, query, FILE).await.expect(400);
            let sentence = "A product with this SKU already exists.";
            let expected = json!([
                {"row": 2, "field": "sku", "message": sentence},
                {"row": 3, "field": "sku", "message": sentence},
            ]);
            assert_eq!(
                (&refused["errors"], &refused["error_count"]),
                (&expected, &json!(2))
            );
        }
        assert_eq!(all(&client).await, before[1..]);
    })
    .await;
}

#[tokio::test]
async fn they_can_be_skipped() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let before = prepare(&client).await;
        // The brand of a skipped row is nobody's business.
        let file = FILE.replace("2,New two,A", "2,New two,Nobody");
        let query = format!("{QUERY}&existing=skip&create_brands=1");
        let done = import(&client, &query, file.as_str()).await.expect(200);
        assert_eq!((&done["created"], &done["skipped"]), (&json!(1), &json!(2)));
        assert_eq!(done["brands_created"], json!([]));
        let actions: Vec<_> = (0..3)
            .map(|row| done["preview"][row]["action"].clone())
            .collect();
        assert_eq!(actions, ["skip", "skip", "create"]);
        let after = all(&client).await;
        assert_eq!((after.len(), &after[0]), (2, &before[1]));
        let found = client.get(&path_of(&before[0])).await.expect(200);
        assert_eq!(*found.json(), before[0]);
    })
    .await;
}

#[tokio::test]
async fn they_can_be_updated() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let before = prepare(&client).await;
        let uat = app.uat(&admin, &["product_create", "product_edit"]).await;
        let query = format!("{QUERY}&existing=update");
        let done = import(&uat.client, &query, FILE).await.expect(200);
        assert_eq!((&done["created"], &done["updated"]), (&json!(1), &json!(2)));
        // What is mapped is taken, empty cells too; the rest stays, and so does the archive.
        let first = client.get(&path_of(&before[0])).await.expect(200);
        let mut expected = before[0].clone();
        expected["name"] = json!("New one");
        expected["description"] = json!("");
        expected["brand"]["name"] = json!("B");
        expected["brand"]["id"] = first["brand"]["id"].clone();
        assert_eq!(*first.json(), expected);
        assert_eq!(each_of(&all(&client).await, "description"), ["new", "new"]);
        let brands = client
            .get("/api/v2/brands/?ordering=name")
            .await
            .expect(200);
        let counts = (
            &brands["results"][0]["product_count"],
            &brands["results"][1]["product_count"],
        );
        assert_eq!(counts, (&json!(2), &json!(1)));
        let log = entries(app, &admin, "product.import").await;
        assert_eq!(
            (&log[0]["after"]["created"], &log[0]["after"]["updated"]),
            (&json!(1), &json!(2))
        );
    })
    .await;
}

#[tokio::test]
async fn other_companies_do_not_count() {
    each(async |app| {
        let (client, stranger) = (
            app.jwt(&app.company().await).await,
            app.jwt(&app.company().await).await,
        );
        let before = prepare(&client).await;
        for (query, file) in [
            (QUERY.to_owned(), FILE.replace(['A', 'B'], "Own")),
            (
                format!("{QUERY}&existing=update"),
                FILE.replace("New one,B", "Newer,B"),
            ),
        ] {
            let refused = import(&stranger, &query, file.as_str()).await.expect(400);
            assert_eq!(refused["error_count"], 3, "brands of others are not there");
            let done = import(
                &stranger,
                &format!("{query}&create_brands=1"),
                file.as_str(),
            )
            .await;
            done.expect(200);
        }
        assert_eq!(
            each_of(&all(&stranger).await, "name"),
            ["Newer", "New two", "New three"]
        );
        assert_eq!(all(&client).await, before[1..]);
        let found = client.get(&path_of(&before[0])).await.expect(200);
        assert_eq!(*found.json(), before[0]);
    })
    .await;
}
