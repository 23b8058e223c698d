//! Codes to test with, and campaigns that keep something about them.

use countermark_core::{
    codes::Status,
    ids::{ProductId, WorkorderId},
};
use countermark_store::{
    Scope,
    codes::{self, NewCode},
};
use countermark_testkit::{Client, Person, Reply, TestApp};
use serde_json::{Value, json};

/// A code to be: id, product, serial number.
pub(crate) type Code<'a> = (&'a str, Option<i64>, Option<&'a str>);

/// Makes codes of a work order of their own; returns the order's id.
pub(crate) async fn codes(app: &TestApp, admin: &Person, list: &[Code<'_>]) -> i64 {
    let (company, person) = (admin.company, admin.id);
    let mut raw = app.db.place.raw().await;
    let sql = format!("SELECT count(*) FROM workorder WHERE company_id = {company}");
    let number = raw.number(&sql).await;
    let reference = format!("order {number}");
    raw.run(&format!(
        "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
         quantity, activate_on_complete, use_serial_number, archived, created_by, created_at) \
         VALUES ({company}, '{reference}', '', '', 'sid', 'completed', 1, 0, 0, 0, {person}, 1)"
    ))
    .await;
    let sql = format!(
        "SELECT id FROM workorder WHERE company_id = {company} AND reference = '{reference}'"
    );
    let order = raw.number(&sql).await;
    raw.close().await;
    let new: Vec<_> = list
        .iter()
        .zip(1..)
        .map(
            |((extended_id, product, serial_number), sequence)| NewCode {
                extended_id,
                serial_number: *serial_number,
                sequence,
                product: product.map(ProductId),
                status: Status::Inactive,
            },
        )
        .collect();
    let scope = Scope::everything(company);
    let mut tx = app.app.db.write().await.expect("a transaction");
    codes::insert_many(&mut tx, &scope, WorkorderId(order), &new, app.now())
        .await
        .expect("codes");
    tx.commit_unaudited().await.expect("committed");
    order
}

/// Gives a campaign a text field for each of these keys; those that begin with `unit` are
/// logistical units.
pub(crate) async fn fields(app: &TestApp, admin: &Person, campaign: i64, keys: &[&str]) {
    let company = admin.company;
    let mut raw = app.db.place.raw().await;
    for (position, key) in keys.iter().enumerate() {
        let kind = if key.starts_with("unit") {
            "logistical_unit"
        } else {
            "text"
        };
        raw.run(&format!(
            "INSERT INTO scm_field (company_id, campaign_id, key, label, kind, choices, display, \
             position, active, created_at) VALUES ({company}, {campaign}, '{key}', '{key}', \
             '{kind}', '[]', 1, {position}, 1, 1)"
        ))
        .await;
    }
    raw.close().await;
}

/// Puts a product into a new campaign that keeps `production_line`, `production_date` and
/// `lot_number`; returns the campaign's id.
pub(crate) async fn campaign_of(
    app: &TestApp,
    admin: &Person,
    client: &Client,
    product: &Value,
) -> i64 {
    let made = json!({"name": "EU 2026"});
    let made = client.post("/api/v2/campaigns/", made).await.expect(201);
    let campaign = made["id"].as_i64().expect("an id");
    let keys = ["production_line", "production_date", "lot_number"];
    fields(app, admin, campaign, &keys).await;
    let path = format!("/api/v2/products/{product}/");
    let body = json!({"campaign": campaign});
    client.patch(&path, body).await.expect(200);
    campaign
}

/// A company with two products, one of them in a campaign that keeps `line`, `lot` and
/// `unit_box`.
pub(crate) struct Scene {
    pub(crate) admin: Person,
    pub(crate) client: Client,
    pub(crate) campaign: i64,
    /// The one in the campaign, and the other.
    pub(crate) products: [i64; 2],
    pub(crate) brand: i64,
}

impl Scene {
    pub(crate) async fn of(app: &TestApp) -> Self {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let id = |reply: &Reply| reply["id"].as_i64().expect("an id");
        let brand = json!({"name": "Kallista"});
        let brand = id(&client.post("/api/v2/brands/", brand).await.expect(201));
        let campaign = json!({"name": "EU 2026"});
        let campaign = client.post("/api/v2/campaigns/", campaign).await;
        let campaign = id(&campaign.expect(201));
        fields(app, &admin, campaign, &["line", "lot", "unit_box"]).await;
        let mut products = [0; 2];
        for (at, campaign) in [Some(campaign), None].into_iter().enumerate() {
            let body = json!({"sku": format!("SKU-{at}"), "name": format!("Product {at}"),
                              "brand": brand, "campaign": campaign});
            let made = client.post("/api/v2/products/", body).await.expect(201);
            products[at] = id(&made);
        }
        Self {
            admin,
            client,
            campaign,
            products,
            brand,
        }
    }

    /// Makes codes of the first product with ids that begin with the text and end with a number
    /// from 0 on; ids are unique on the server, so the company's number is in between.
    pub(crate) async fn codes(&self, app: &TestApp, begin: &str, number: usize) -> Vec<String> {
        let company = self.admin.company;
        let ids: Vec<_> = (0..number)
            .map(|n| format!("{begin}-{company}-{n}"))
            .collect();
        let product = Some(self.products[0]);
        let list: Vec<_> = ids.iter().map(|id| (id.as_str(), product, None)).collect();
        codes(app, &self.admin, &list).await;
        ids
    }

    /// Uploads items.
    pub(crate) async fn upload(&self, client: &Client, items: Value) -> Reply {
        let body = json!({"items": items});
        client.post("/api/v2/scm/upload/", body).await
    }

    /// A code as its company sees it.
    pub(crate) async fn code(&self, id: &str) -> Value {
        let path = format!("/api/v2/codes/{id}/");
        self.client.get(&path).await.expect(200).json().clone()
    }
}
