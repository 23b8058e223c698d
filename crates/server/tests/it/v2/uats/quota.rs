//! How many tokens one person may have at work (security checklist 63).

use countermark_core::{
    ids::UatId,
    permissions::{Permission, PermissionSet},
};
use countermark_store::uats::{self, NewUat};
use countermark_testkit::each;
use serde_json::json;

const MOST: u128 = 500;

#[tokio::test]
async fn the_five_hundred_first_active_token_is_refused_until_one_ends() {
    each(async |app| {
        let admin = app.company().await;
        let mut tx = app.app.db.write().await.expect("a transaction");
        for number in 1..=MOST {
            let new = NewUat {
                id: UatId(number),
                owner: admin.id,
                name: "one of many",
                secret_digest: &[0; 32],
                permissions: PermissionSet::of(&[Permission::BrandView]),
                valid_until: "2026-12-31",
                created_at: app.now(),
                expires_at: app.now().plus_seconds(86_400),
            };
            uats::create(&mut tx, admin.company, &new)
                .await
                .expect("made");
        }
        tx.commit_unaudited().await.expect("committed");
        let client = app.jwt(&admin).await;
        let body =
            json!({"name": "more", "valid_until": "2026-12-31", "permissions": ["brand_view"]});
        let refused = client.post("/api/v2/uats/", body.clone()).await.expect(409);
        assert_eq!(refused.code(), "conflict");
        client
            .delete(&format!("/api/v2/uats/{}/", UatId(1)))
            .await
            .expect(204);
        client.post("/api/v2/uats/", body).await.expect(201);
    })
    .await;
}
