//! The export as a file

use crate::scans::{EXPORT, Shop, scan};
use axum::{body::Body, http::Method};
use countermark_core::time::Timestamp;
use countermark_store::scans::{self, Device, Location, NewScan};
use countermark_testkit::{TestApp, each};
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;

const HEADER: &str = "scan.uuid,scan.datetime,scan.timestamp,scan.app,scan.reason,scan.result,\
scan.computed_status,scan.auth_failure_mode,scan.flags,scan.unique_user,scan.install_id,scan.utid,\
user.email,code.extended_id,code.serial_number,code.activation_status,code.blacklist_reason,\
product.id,product.sku,product.name,product.brand_name,product.campaign_id,device.type,device.os,\
device.os_version,device.browser,device.browser_version,location.source,location.country,\
location.city,location.lat,location.lng";

/// So many scans of one code, as if they had come in one rush.
pub(super) async fn rush(app: &TestApp, extended_id: &str, count: usize) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut looks = scans::meet_all(&mut tx, &[extended_id])
        .await
        .expect("read");
    let met = looks.remove(0).expect("read").expect("a code");
    let at = Timestamp(app.now().0 - 1);
    let new: Vec<_> = (0..count)
        .map(|_| NewScan {
            uuid: countermark::random::uuid(),
            met: met.clone(),
            at,
            app: String::new(),
            reason: "query",
            device_digest: "device".into(),
            device: Device::default(),
            location: Location::default(),
        })
        .collect();
    scans::record(&mut tx, &new).await.expect("written");
    tx.commit_unaudited().await.expect("committed");
}

#[tokio::test]
async fn a_file_with_a_column_for_each_key() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        let mut raw = app.db.place.raw().await;
        let company = shop.admin.company;
        raw.scm_fields(company, shop.campaign, &["lot", "a_key"])
            .await;
        raw.code_scm("code-one", "lot", "=1+1").await;
        raw.code_scm("code-one", "not_defined", "x").await;
        raw.close().await;
        let path = format!("/api/v2/products/{}/", shop.product);
        let body = json!({"name": "=cmd|' /C calc'!A0, \"fein\""});
        shop.owner.patch(&path, body).await.expect(200);
        let path = format!("{EXPORT}?format=csv&timeframe=1d");
        let empty = shop.owner.get(&path).await.expect(200);
        assert_eq!(empty.text(), format!("{HEADER},scm.a_key,scm.lot\r\n"));
        assert_eq!(empty.header("content-type"), "text/csv; charset=utf-8");
        let name = "attachment; filename=\"scans.csv\"";
        assert_eq!(empty.header("content-disposition"), name);

        scan(app, "code-one").await.expect(302);
        let found = shop.scans().await;
        let (uuid, device) = (&found[0]["scan"]["uuid"], &found[0]["scan"]["install_id"]);
        let (uuid, device) = (
            uuid.as_str().expect("an id"),
            device.as_str().expect("a text"),
        );
        let (product, campaign) = (shop.product, shop.campaign);
        let row = format!(
            "{uuid},2026-11-24T12:00:00.000000Z,1795521600,Other,query,ok,active,,,true,{device},,,\
             code-one,SN-code-one,1,0,{product},OLV-500,\"'=cmd|' /C calc'!A0, \"\"fein\"\"\",\
             Kallista,{campaign},,,,,,,,,,,,'=1+1\r\n"
        );
        let text = shop.owner.get(&path).await.expect(200).text();
        assert_eq!(text, format!("{HEADER},scm.a_key,scm.lot\r\n{row}"));
        let none = format!("{path}&campaign_id=999999");
        let text = shop.owner.get(&none).await.expect(200).text();
        assert_eq!(text, format!("{HEADER}\r\n"), "its keys are none");
    })
    .await;
}

#[tokio::test]
async fn thousands_of_scans_come_in_steps() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        rush(app, "code-one", 2_500).await;
        let path = format!("{EXPORT}?format=csv&timeframe=1d");
        let text = shop.owner.get(&path).await.expect(200).text();
        let ids: std::collections::HashSet<_> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .collect();
        assert_eq!((ids.len(), text.lines().count()), (2_500, 2_501));
    })
    .await;
}

/// A right that is taken away ends a long answer, too.
#[tokio::test]
async fn a_token_that_is_revoked_ends_a_running_export() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        rush(app, "code-one", 2_500).await;
        let uat = app.uat(&shop.admin, &["scans_download"]).await;
        let path = format!("{EXPORT}?format=csv&timeframe=1d");
        let request = uat.client.request(Method::GET, &path, Body::empty());
        let answer = app.program().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let mut body = answer.into_body();
        let first = body.frame().await.expect("a first step").expect("of data");
        assert!(first.is_data());
        let path = format!("/api/v2/uats/{}/", uat.id);
        shop.owner.delete(&path).await.expect(204);
        let next = body.frame().await.expect("an end");
        assert!(next.is_err(), "it breaks off");
    })
    .await;
}
