//! Supply-chain data onto codes.

mod engine;
mod model;
mod property;

use crate::support::{NOW, all, brand, member, write};
use countermark_core::{
    codes::Status,
    ids::{CampaignId, CompanyId, ProductId, UserId, WorkorderId},
    page::PageRequest,
    roles::Role,
    scm::{Asked, DataKey},
};
use countermark_store::{
    Db, Scope, Tx, campaigns,
    codes::{self, Code, NewCode},
    products::{self, NewProduct},
    scm::{self, Author, MOST_CODES, Outcome, Progress, Refused},
};
use countermark_testkit::db::TestDb;
use serde_json::Value;

/// A company with three products: one in a campaign that keeps `pallet`, `case` (units) and `a`,
/// one in a campaign that keeps `case` (a unit), `a` and `b`, and one in no campaign.
pub(crate) struct World<'a> {
    pub(crate) db: &'a Db,
    pub(crate) company: CompanyId,
    pub(crate) person: UserId,
    pub(crate) order: WorkorderId,
    pub(crate) products: [ProductId; 3],
    pub(crate) campaigns: [CampaignId; 2],
}

impl<'a> World<'a> {
    pub(crate) async fn of(test: &'a TestDb, name: &str) -> Self {
        let db = &test.db;
        let company = crate::support::company(db, name).await;
        let mail = format!("{}@example.com", name.replace(' ', "."));
        let person = member(db, company, &mail, Role::AccountAdmin).await;
        let carried = brand(db, company, "brand").await;
        let mut raw = test.place.raw().await;
        raw.run(&format!(
            "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
             quantity, activate_on_complete, use_serial_number, archived, created_by, created_at) \
             VALUES ({company}, 'order {company}', '', '', 'sid', 'completed', 1, 0, 0, 0, \
             {person}, 1)"
        ))
        .await;
        let sql = format!("SELECT id FROM workorder WHERE company_id = {company}");
        let order = WorkorderId(raw.number(&sql).await);
        let mut campaigns = Vec::new();
        for (name, fields) in [
            ("one", vec![("pallet", true), ("case", true), ("a", false)]),
            ("two", vec![("case", true), ("a", false), ("b", false)]),
        ] {
            let new = campaigns::NewCampaign {
                name,
                description: "",
            };
            let made = write(db, async |tx| {
                campaigns::create(tx, &all(company), &new, NOW).await
            });
            let campaign = made.await.id;
            for (position, (key, unit)) in fields.into_iter().enumerate() {
                let kind = if unit { "logistical_unit" } else { "text" };
                raw.run(&field(company, campaign, key, kind, position))
                    .await;
            }
            campaigns.push(campaign);
        }
        let mut products = Vec::new();
        for number in 0..3 {
            let new = NewProduct {
                uuid: &format!("{company} {number}"),
                sku: &format!("SKU-{number}"),
                name: "product",
                brand: carried,
                campaign: campaigns.get(number).copied(),
                label: "",
                description: "",
                client_url: "",
            };
            let made = write(db, async |tx| {
                products::create(tx, &all(company), &new, NOW).await
            });
            products.push(made.await.id);
        }
        raw.close().await;
        Self {
            db,
            company,
            person,
            order,
            products: products.try_into().expect("three"),
            campaigns: campaigns.try_into().expect("two"),
        }
    }

    /// Makes codes with these ids, products and serial numbers.
    pub(crate) async fn codes(&self, codes: &[(&str, Option<ProductId>, Option<&str>)]) {
        let new: Vec<_> = codes
            .iter()
            .zip(1..)
            .map(
                |((extended_id, product, serial_number), sequence)| NewCode {
                    extended_id,
                    serial_number: *serial_number,
                    sequence,
                    product: *product,
                    status: Status::Inactive,
                },
            )
            .collect();
        let scope = all(self.company);
        write(self.db, async |tx| {
            codes::insert_many(tx, &scope, self.order, &new, NOW).await
        })
        .await;
    }

    /// Uploads in a transaction of its own.
    pub(crate) async fn upload(&self, by: &str, items: Value) -> Result<Outcome, Refused> {
        self.upload_within(&all(self.company), by, items).await
    }

    pub(crate) async fn upload_within(
        &self,
        scope: &Scope,
        by: &str,
        items: Value,
    ) -> Result<Outcome, Refused> {
        let mut tx = self.db.write().await.expect("a transaction");
        let outcome = self.upload_in(&mut tx, scope, by, items).await?;
        tx.commit_unaudited().await.expect("committed");
        Ok(outcome)
    }

    /// Uploads by `extended_id` in a transaction of its own, telling how far it is.
    pub(crate) async fn upload_watched(
        &self,
        items: Value,
        progress: &Progress,
    ) -> Result<Outcome, Refused> {
        let (by, scope) = (DataKey::ExtendedId, all(self.company));
        let author = Author {
            person: Some(self.person),
            now: NOW.plus_seconds(60),
        };
        let mut tx = self.db.write().await.expect("a transaction");
        let items = asked(&by, items);
        let done = scm::upload_watched(&mut tx, &scope, author, &by, items, MOST_CODES, progress);
        let outcome = done.await?;
        tx.commit_unaudited().await.expect("committed");
        Ok(outcome)
    }

    async fn upload_in(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        by: &str,
        items: Value,
    ) -> Result<Outcome, Refused> {
        let by = DataKey::parse(by).expect("a key");
        let author = Author {
            person: Some(self.person),
            now: NOW.plus_seconds(60),
        };
        scm::upload(tx, scope, author, &by, asked(&by, items), MOST_CODES).await
    }

    /// All codes of the company, in the order in which they were made.
    pub(crate) async fn all(&self) -> Vec<Code> {
        let mut conn = self.db.read().await.expect("a connection");
        let mut request = PageRequest {
            limit: 200,
            ..PageRequest::default()
        };
        let (scope, wanted) = (all(self.company), codes::Wanted::default());
        let mut found = Vec::new();
        loop {
            let ordering = codes::ORDERINGS[0];
            let page = codes::list(&mut conn, &scope, &wanted, ordering, &request).await;
            let page = page.expect("a page");
            found.extend(page.rows);
            request.after = page.next;
            if request.after.is_none() {
                assert_eq!(page.count, i64::try_from(found.len()).expect("few"));
                found.reverse();
                return found;
            }
        }
    }

    /// The one code with that id.
    pub(crate) async fn code(&self, id: &str) -> Code {
        let mut conn = self.db.read().await.expect("a connection");
        let id = id.parse().expect("an id");
        let found = codes::get(&mut conn, &all(self.company), id).await;
        found.expect("an answer").expect("a code")
    }

    /// What the products say of their codes: all, active, blacklisted.
    pub(crate) async fn counts(&self) -> Vec<[i64; 3]> {
        let mut conn = self.db.read().await.expect("a connection");
        let mut counts = Vec::new();
        for id in self.products {
            let product = products::get(&mut conn, &all(self.company), id).await;
            let of = product.expect("an answer").expect("a product").codes;
            counts.push([of.all, of.active, of.blacklisted]);
        }
        counts
    }
}

/// The statement that makes a field of a campaign.
pub(crate) fn field(
    company: CompanyId,
    campaign: CampaignId,
    key: &str,
    kind: &str,
    position: usize,
) -> String {
    format!(
        "INSERT INTO scm_field (company_id, campaign_id, key, label, kind, choices, display, \
         position, active, created_at) VALUES ({company}, {campaign}, '{key}', '{key}', '{kind}', \
         '[]', 1, {position}, 1, 1)"
    )
}

/// Items as they are read from a body.
pub(crate) fn asked(by: &DataKey, items: Value) -> Vec<Asked> {
    let Value::Array(items) = items else {
        panic!("a list is needed");
    };
    let read = |item| match item {
        Value::Object(members) => Asked::read(members, by).expect("an item"),
        other => panic!("{other} is no item"),
    };
    items.into_iter().map(read).collect()
}

/// The values of a code, as text.
pub(crate) fn values(code: &Code) -> Vec<(&str, &str)> {
    let scm = code.scm.iter();
    scm.map(|(key, datum)| (key.as_str(), datum.text.as_str()))
        .collect()
}
