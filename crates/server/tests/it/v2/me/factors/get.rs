//! `GET /api/v2/me/factors/`

use crate::one_time::enrol;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn it_says_what_there_is() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let none = client.get("/api/v2/me/factors/").await.expect(200);
        assert_eq!(
            *none.json(),
            json!({
                "is_required": false, "totp_since": null, "passkeys": [],
                "passkeys_available": true, "recovery_codes_left": 0,
            })
        );
        enrol(app, &client).await;
        let on = client.get("/api/v2/me/factors/").await.expect(200);
        assert_eq!(on["totp_since"], app.now().to_string());
        assert_eq!(on["recovery_codes_left"], 10);
        let me = client.get("/api/v2/me/").await.expect(200);
        assert_eq!(
            me["second_factor"],
            json!({"is_on": true, "is_required": false, "must_enrol": false})
        );
        // A token learns nothing about its owner's factors.
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let me = token.get("/api/v2/me/").await.expect(200);
        assert!(me["second_factor"].is_null());
    })
    .await;
}
