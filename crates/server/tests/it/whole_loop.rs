//! From a brand to its scans with nothing but the API and one token, as an integrator would, who
//! knows no more than the documents say. `examples/whole_loop.py` is the same for people to read.

use crate::{
    package::{content, decoded},
    v2::documents::{first_column, linked, path_of},
};
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, Reply, TestApp, each};
use serde_json::{Value, json};
use std::io::Cursor;
use zip::ZipArchive;

/// What the token carries: what the steps need, and no more.
const PERMISSIONS: [&str; 11] = [
    "brand_create",
    "campaign_create",
    "campaign_edit",
    "product_create",
    "workorder_create",
    "workorder_view",
    "workorder_download",
    "scm_bulk_edit",
    "scm_code_edit",
    "scans_download",
    "codes_view",
];

/// One system that goes the whole way.
struct Walk<'a> {
    app: &'a TestApp,
    token: Client,
}

impl Walk<'_> {
    async fn post(&self, path: &str, body: Value, status: u16) -> Reply {
        let path = format!("/api/v2/{path}");
        self.token.post(&path, body).await.expect(status)
    }

    async fn get(&self, path: &str) -> Reply {
        let path = format!("/api/v2/{path}");
        self.token.get(&path).await.expect(200)
    }

    /// A campaign that keeps two things about each code; its id and its consumer key.
    async fn campaign(&self) -> (Value, String) {
        let campaign = self.post("campaigns/", json!({"name": "Loop"}), 201).await;
        let campaign = campaign["id"].clone();
        for (key, kind) in [("lot_number", "text"), ("best_before", "date")] {
            let field = json!({"key": key, "label": key, "type": kind, "display": true});
            let path = format!("campaigns/{campaign}/scm-fields/");
            self.post(&path, field, 201).await;
        }
        let path = format!("campaigns/{campaign}/key/");
        let key = self.post(&path, json!({}), 200).await;
        let key = key["key"].as_str().expect("a key").to_owned();
        (campaign, key)
    }

    /// Orders codes and waits for them; their ids and addresses, each as its picture says it.
    async fn codes(&self, product: &Value) -> Vec<(String, String)> {
        let order = json!({
            "reference": "PO-1", "quantity": 4, "product": product, "use_serial_number": true,
            "activate_on_complete": false, "images": "png",
        });
        let order = self.post("workorders/create-sid/", order, 201).await;
        self.app.jobs().await;
        let done = self.get(&format!("workorders/{}/", order["id"])).await;
        assert_eq!(done["state"], "completed");
        let file = done["codegen_file"].as_str().expect("an address");
        let file = self.token.get(local(file)).await.expect(200);
        let mut zip = ZipArchive::new(Cursor::new(file.bytes)).expect("a zip");
        let rows = String::from_utf8(content(&mut zip, "codes.csv")).expect("UTF-8");
        let mut codes = Vec::new();
        for row in rows.lines().skip(1) {
            let cells: Vec<_> = row.split(',').collect();
            let (id, sequence, url) = (cells[0], cells[2], cells[4]);
            let png = content(&mut zip, &format!("qr/{sequence}-{id}.png"));
            assert_eq!(decoded(&png), url);
            codes.push((id.to_owned(), url.to_owned()));
        }
        codes
    }

    /// Somebody scans a code; the scan's id, as the landing page gets it.
    async fn scan(&self, url: &str) -> String {
        let page = self.app.anonymous().get(local(url)).await.expect(302);
        let landing = page.header("location");
        let id = landing.strip_prefix("https://shop.example/?scan=");
        id.expect("the landing page").to_owned()
    }

    /// What the landing page shows of a scan.
    async fn shown(&self, key: &str, scan: &str) -> Reply {
        let path = format!("/api/v2/consumer/scan/{scan}/combined-info/");
        let nobody = self.app.anonymous();
        let mut request = nobody.request(Method::GET, &path, Body::empty());
        let headers = request.headers_mut();
        headers.insert("x-scantrust-consumer-api-key", key.parse().expect("a key"));
        nobody.send(request).await.expect(200)
    }

    /// Every scan, two a page.
    async fn scans(&self) -> Vec<Value> {
        let first = "/api/v2/dashboard/scans/?page_mode=cursor&timeframe=1d&limit=2";
        let (mut path, mut scans) = (first.to_owned(), Vec::new());
        loop {
            let page = self.token.get(&path).await.expect(200);
            scans.extend(page["results"].as_array().expect("scans").clone());
            let Some(next) = page["next"].as_str() else {
                return scans;
            };
            local(next).clone_into(&mut path);
        }
    }
}

/// The path of an absolute address, on this server.
fn local(url: &str) -> &str {
    let hosts = ["http://test.example", "http://localhost"];
    let path = hosts.iter().find_map(|host| url.strip_prefix(host));
    path.expect("our own host")
}

#[tokio::test]
async fn one_token_goes_the_whole_way() {
    each(async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &PERMISSIONS).await.client;
        let walk = Walk { app, token };

        // Brand, campaign, product.
        let brand = walk.post("brands/", json!({"name": "Kallista"}), 201).await;
        let (campaign, key) = walk.campaign().await;
        let product = json!({
            "sku": "OLV-500", "name": "Olive oil 500 ml", "brand": brand["id"],
            "campaign": campaign, "client_url": "https://shop.example/?scan={id}",
        });
        let product = walk.post("products/", product, 201).await;

        // Codes, their data, and on sale.
        let codes = walk.codes(&product["id"]).await;
        assert_eq!(codes.len(), 4);
        let item = |(id, _): &(String, String)| json!({"extended_id": id, "lot_number": "L-7", "best_before": "2027-06-30"});
        let items: Vec<_> = codes.iter().map(item).collect();
        let uploaded = walk.post("scm/upload/", json!({"items": items}), 200).await;
        assert_eq!(uploaded["codes_affected"], 4);
        let ids: Vec<_> = codes[..3].iter().map(|(id, _)| id).collect();
        walk.post("codes/activate/", json!({"codes": ids}), 200).await;

        // Three people scan, and their phones show what it is.
        for (number, (id, url)) in codes[..3].iter().enumerate() {
            app.clock.advance(60);
            let scan = walk.scan(url).await;
            let info = walk.shown(&key, &scan).await;
            let code = &info["code"];
            assert_eq!(code["qrcode"]["message"], **id);
            assert_eq!(code["qrcode"]["activation_status"], "active");
            assert_eq!(code["product"]["sku"], "OLV-500");
            assert_eq!(code["scan_count"], 1, "{number}");
            let data = code["scm_data"].as_array().expect("data").iter();
            let data: Vec<_> = data.map(|one| one["value"].clone()).collect();
            assert_eq!(data, ["L-7", "2027-06-30"]);
            assert_eq!(info["campaign"]["name"], "Loop");
        }

        // The scans, as JSON and as a file.
        let scans = walk.scans().await;
        let scanned: Vec<_> = scans
            .iter()
            .map(|scan| scan["code"]["extended_id"].as_str().expect("an id"))
            .collect();
        assert_eq!(scanned, ids);
        for scan in &scans {
            assert_eq!(scan["scm"]["lot_number"], "L-7");
            assert_eq!(scan["scan"]["computed_status"], "active");
        }
        let csv = walk.get("dashboard/scans/?format=csv&timeframe=1d").await;
        let csv = csv.text();
        let uuids: Vec<_> = scans
            .iter()
            .map(|scan| scan["scan"]["uuid"].as_str().expect("an id"))
            .collect();
        assert_eq!(first_column(&csv), uuids);
        assert!(csv.lines().next().expect("names").ends_with(",scm.best_before,scm.lot_number"));

        // The codes, as a document.
        let begun = walk.get("codes/download/?status=1&scm_lot_number=L-7").await;
        let document = begun["document"]["key"].as_str().expect("a key");
        app.jobs().await;
        let status = walk.get(&format!("documents/{document}/")).await;
        assert_eq!(status["document"]["status"], "complete");
        let link = linked(&walk.token, document).await.expect(200);
        let file = app.anonymous().get(&path_of(&link)).await.expect(200);
        assert_eq!(first_column(&file.text()), ids);
    })
    .await;
}
