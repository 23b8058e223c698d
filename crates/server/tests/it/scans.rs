//! What tests of scans begin with: codes, and somebody who scans them.

use axum::{body::Body, http::Method};
use countermark_core::ids::ProductId;
use countermark_store::scans::days;
use countermark_testkit::{Client, Person, Reply, TestApp, db::Codes};
use serde_json::{Value, json};

/// The export.
pub(crate) const EXPORT: &str = "/api/v2/dashboard/scans/";

/// Puts a code into the company.
pub(crate) async fn code(
    app: &TestApp,
    admin: &Person,
    product: Option<i64>,
    activation_status: i64,
    extended_id: &str,
) {
    let mut raw = app.db.place.raw().await;
    raw.codes(Codes {
        company: admin.company,
        by: admin.id,
        product: product.map(ProductId),
        activation_status,
        extended_ids: &[extended_id],
    })
    .await;
    raw.close().await;
}

/// Scans it, from nowhere in particular.
pub(crate) async fn scan(app: &TestApp, extended_id: &str) -> Reply {
    app.anonymous().get(&format!("/q/{extended_id}")).await
}

/// Counts all scans for the dashboard. On PostgreSQL they may wait for transactions of other tests,
/// which end: the horizon is that of the whole server.
pub(crate) async fn counted(app: &TestApp) {
    loop {
        app.task("count_scans").await;
        let mut conn = app.app.db.read().await.expect("a connection");
        if days::behind(&mut conn).await.expect("read").is_empty() {
            return;
        }
        drop(conn);
        tokio::task::yield_now().await;
    }
}

/// Scans it from that address with these headers.
pub(crate) async fn scan_from(
    app: &TestApp,
    extended_id: &str,
    address: &str,
    headers: &[(&'static str, &str)],
) -> Reply {
    let client = app.anonymous();
    let path = format!("/q/{extended_id}");
    let mut request = client.request(Method::GET, &path, Body::empty());
    request
        .extensions_mut()
        .insert(crate::support::peer(address));
    for (name, value) in headers {
        let value = value.parse().expect("a value");
        request.headers_mut().insert(*name, value);
    }
    client.send(request).await
}

/// A company with a campaign, a product in it, and a landing page.
pub(crate) struct Shop {
    pub(crate) admin: Person,
    pub(crate) owner: Client,
    pub(crate) brand: i64,
    pub(crate) product: i64,
    pub(crate) campaign: i64,
    pub(crate) key: String,
}

fn id_of(made: &Reply) -> i64 {
    made["id"].as_i64().expect("an id")
}

impl Shop {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let body = json!({"name": "Kallista", "client_url": "https://brand.example/"});
        let brand = id_of(&owner.post("/api/v2/brands/", body).await.expect(201));
        let body = json!({"name": "EU 2026"});
        let campaign = id_of(&owner.post("/api/v2/campaigns/", body).await.expect(201));
        let body = json!({
            "sku": "OLV-500", "name": "Olive oil", "brand": brand, "campaign": campaign,
            "description": "500 ml", "client_url": "https://shop.example/oil",
        });
        let product = id_of(&owner.post("/api/v2/products/", body).await.expect(201));
        let path = format!("/api/v2/campaigns/{campaign}/key/");
        let key = owner.post(&path, json!({})).await.expect(200);
        let key = key["key"].as_str().expect("a key").to_owned();
        Self {
            admin,
            owner,
            brand,
            product,
            campaign,
            key,
        }
    }

    /// Codes of the product, active.
    pub(crate) async fn codes(&self, app: &TestApp, extended_ids: &[&str]) {
        for id in extended_ids {
            code(app, &self.admin, Some(self.product), 1, id).await;
        }
    }

    /// Changes the campaign's options.
    pub(crate) async fn options(&self, options: Value) {
        let path = format!("/api/v2/campaigns/{}/options/", self.campaign);
        self.owner.patch(&path, options).await.expect(200);
    }

    /// All scans, in order.
    pub(crate) async fn scans(&self) -> Vec<Value> {
        let path = format!("{EXPORT}?timeframe=1y&limit=1000");
        let page = self.owner.get(&path).await.expect(200);
        assert!(page["next"].is_null(), "more than a page");
        page["results"].as_array().expect("scans").clone()
    }
}

/// The id of the scan that a redirect was for, where the address ends in it.
pub(crate) fn id_at_end(reply: &Reply) -> String {
    let target = reply.header("location");
    target[target.len() - 36..].to_owned()
}
