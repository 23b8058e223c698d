//! `POST /api/v2/consumer/find/`

use super::{call, scanned};
use crate::scans::{Shop, scan};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_code_is_found_by_its_serial_number() {
    each(async |app| {
        let (shop, _) = scanned(app, "code-one").await;
        let find = async |body| call(app, &shop.key, "POST", "find/", body).await;
        let body = json!({"serial_number": "SN-code-one"});
        let refused = find(body.clone()).await.expect(403);
        assert_eq!(refused.code(), "lookup_not_enabled");
        shop.options(json!({"serial_number_lookup_enabled": true}))
            .await;
        let found = find(body.clone()).await.expect(200);
        let id = found["scan_id"].as_str().expect("an id");
        let expected = json!({
            "qr": "code-one", "scan_id": id, "region": "",
            "url": format!("https://shop.example/{id}"),
        });
        assert_eq!(*found.json(), expected);
        let scans = shop.scans().await;
        assert_eq!(scans.len(), 2);
        assert_eq!(scans[1]["scan"]["uuid"], id);
        for (body, field) in [
            (json!({}), "This field is required."),
            (json!({"serial_number": ""}), "This field may not be blank."),
            (
                json!({"serial_number": null}),
                "This field may not be null.",
            ),
            (json!({"serial_number": ["x"]}), "Not a valid string."),
        ] {
            let reply = find(body).await.expect(400);
            assert_eq!(*reply.json(), json!({"serial_number": [field]}));
        }
        // Nobody else's, and none there is not.
        let other = Shop::new(app).await;
        other.codes(app, &["code-two"]).await;
        scan(app, "code-two").await.expect(302);
        for serial in ["SN-code-two", "SN-none", "code-one"] {
            find(json!({"serial_number": serial})).await.expect(404);
        }
        assert_eq!(shop.scans().await.len(), 2);
    })
    .await;
}
