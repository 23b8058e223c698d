//! `GET /api/v2/consumer/scan/{id}/combined-info/`, `…/info/`, `/campaign/` and `/{qr}/details/`

use super::{get, scanned};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn everything_about_a_scan_in_the_contracts_shape() {
    each(async |app| {
        let (shop, id) = scanned(app, "Qm7_xK2aZp-9").await;
        let mut raw = app.db.place.raw().await;
        let company = shop.admin.company;
        raw.scm_fields(company, shop.campaign, &["lot_number", "hidden", "empty"])
            .await;
        raw.run("UPDATE scm_field SET display = 0 WHERE key = 'hidden'")
            .await;
        for (key, value) in [
            ("lot_number", "7"),
            ("hidden", "secret"),
            ("is_consumed", "true"),
        ] {
            raw.code_scm("Qm7_xK2aZp-9", key, value).await;
        }
        raw.close().await;
        let path = format!("scan/{id}/combined-info/");
        let reply = get(app, &shop.key, &path).await.expect(200);
        let code = json!({
            "product": {
                "id": shop.product, "name": "Olive oil", "image": null, "description": "500 ml",
                "sku": "OLV-500", "client_url": "https://shop.example/{id}",
            },
            "brand": {"id": shop.brand, "name": "Kallista", "description": "", "image": null},
            "qrcode": {
                "message": "Qm7_xK2aZp-9", "creation_date": "1970-01-01T00:00:00.000001Z",
                "serial_number": "SN-Qm7_xK2aZp-9", "is_blacklisted": false,
                "activation_status": "active", "blacklist_reason": "none", "is_consumed": true,
            },
            "scm_data": [{
                "name": "Label of lot_number", "key": "lot_number", "position": 0,
                "type": "text", "value": "7", "value_display": null,
            }],
            "scan_count": 1,
        });
        let campaign = json!({
            "name": "EU 2026",
            "products": [{
                "id": shop.product, "name": "Olive oil", "image": null, "sku": "OLV-500",
                "brand": {"id": shop.brand, "name": "Kallista"},
            }],
            "options": {
                "is_enabled": true, "serial_number_lookup_enabled": false,
                "complaints": {"is_enabled": false, "to_email": ""},
                "wechat": {"is_enabled": false, "channel_redirect": {
                    "is_enabled": false, "landing_page": "", "channel_id": "",
                }},
                "mark_consumed": false, "ga_key": "", "stc_config": {},
            },
        });
        let scan = json!({
            "app": "other", "reason": "query", "result": "ok", "auth_failure_mode": "",
            "country": "",
        });
        let expected = json!({"code": code, "campaign": campaign, "scan": scan});
        assert_eq!(*reply.json(), expected);
        let info = get(app, &shop.key, &format!("scan/{id}/info/")).await;
        assert_eq!(
            *info.expect(200).json(),
            json!({"code": code, "scan": scan})
        );
        let details = get(app, &shop.key, "Qm7_xK2aZp-9/details/").await;
        assert_eq!(*details.expect(200).json(), code);
        let told = get(app, &shop.key, "campaign/").await.expect(200);
        assert_eq!(*told.json(), campaign);
        // Looking is no scan.
        assert_eq!(shop.scans().await.len(), 1);
    })
    .await;
}

/// A key opens its own campaign and nothing beside it (security checklist 47).
#[tokio::test]
async fn another_campaigns_scans_and_codes_are_not_there() {
    each(async |app| {
        let (shop, id) = scanned(app, "code-one").await;
        let (other, theirs) = scanned(app, "code-two").await;
        // Another campaign of the same company.
        let body = json!({"name": "Another"});
        let second = shop
            .owner
            .post("/api/v2/campaigns/", body)
            .await
            .expect(201);
        let body = json!({
            "sku": "SECOND", "name": "Second", "brand": shop.brand, "campaign": second["id"],
        });
        shop.owner.post("/api/v2/products/", body).await.expect(201);
        let path = format!("/api/v2/campaigns/{}/key/", second["id"]);
        let key = shop.owner.post(&path, json!({})).await.expect(200);
        let key = key["key"].as_str().expect("a key").to_owned();
        for key in [&other.key, &key] {
            for path in [
                format!("scan/{id}/combined-info/"),
                format!("scan/{id}/info/"),
                "code-one/details/".into(),
                "scan/no-such-scan/info/".into(),
                "scan/1/info/".into(),
                "no-such-code/details/".into(),
                "%00/details/".into(),
            ] {
                let reply = get(app, key, &path).await.expect(404);
                let nothing = json!({"detail": "Not found.", "code": "not_found"});
                assert_eq!(*reply.json(), nothing, "{path}");
            }
        }
        get(app, &other.key, &format!("scan/{theirs}/info/"))
            .await
            .expect(200);
        // A code that went to another campaign is shown there, and here no more.
        let path = format!("/api/v2/products/{}/", shop.product);
        let body = json!({"campaign": second["id"]});
        shop.owner.patch(&path, body).await.expect(200);
        get(app, &key, "code-one/details/").await.expect(200);
        // The first campaign has no product left.
        let told = get(app, &shop.key, "code-one/details/").await.expect(403);
        assert_eq!(told.code(), "campaign_without_product");
        let path = format!("scan/{id}/info/");
        get(app, &key, &path).await.expect(404);
    })
    .await;
}
