//! `POST /api/v2/products/{id}/archive/` and `…/restore/`

use super::{all, brand, entries, foreign, path_of, product};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_product_is_put_away_and_brought_back() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = brand(&client, "A", None).await;
        let product = product(&client, brand, "1").await;
        let uat = app.uat(&admin, &["product_edit"]).await;
        for (verb, archived, action) in [
            ("archive", true, "product.archive"),
            ("restore", false, "product.restore"),
        ] {
            // The second time changes nothing.
            for _ in 0..2 {
                let path = format!("{}{verb}/", path_of(&product));
                let reply = uat.client.post(&path, json!({})).await.expect(200);
                let mut expected = product.clone();
                expected["is_archived"] = json!(archived);
                assert_eq!(*reply.json(), expected);
                let found = client.get(&path_of(&product)).await.expect(200);
                assert_eq!(*found.json(), expected);
            }
            assert_eq!(all(&client).await.len(), usize::from(!archived));
            let log = entries(app, &admin, action).await;
            assert_eq!((log.len(), &log[0]["label"]), (1, &json!("1")));
        }
    })
    .await;
}

#[tokio::test]
async fn another_companys_product_is_not_there() {
    each(async |app| {
        let (client, stranger, product) = foreign(app).await;
        for verb in ["archive", "restore"] {
            let path = format!("{}{verb}/", path_of(&product));
            stranger.post(&path, json!({})).await.expect(404);
        }
        let found = client.get(&path_of(&product)).await.expect(200);
        assert_eq!(*found.json(), product);
    })
    .await;
}
