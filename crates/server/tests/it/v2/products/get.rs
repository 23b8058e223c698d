//! `GET /api/v2/products/{id}/`

use super::{PATH, foreign, path_of};
use countermark_testkit::each;

#[tokio::test]
async fn one_product_is_shown_to_its_own_company() {
    each(async |app| {
        let (client, stranger, product) = foreign(app).await;
        let found = client.get(&path_of(&product)).await.expect(200);
        assert_eq!(*found.json(), product);
        let nothing = stranger.get(&path_of(&product)).await.expect(404);
        assert_eq!(nothing.code(), "not_found");
        for id in ["4711", "0", "-1", "x", "99999999999999999999"] {
            let nothing = client.get(&format!("{PATH}{id}/")).await.expect(404);
            assert_eq!(nothing.code(), "not_found", "{id}");
        }
    })
    .await;
}
