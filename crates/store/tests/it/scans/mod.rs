//! Scans: what they keep, and pages of them while others arrive.

mod alerts;
mod arriving;
mod blacklist;
mod dashboard;
mod days;
mod newest;

use crate::support::{NOW, all, brand, company, member, product, write};
use countermark_core::{
    ids::{CampaignId, CompanyId, ProductId, UserId},
    only::Only,
    roles::Role,
    scan_flags::{Flag, Point},
    time::Timestamp,
};
use countermark_store::{
    Db, DbError, Scope, Tx, campaigns, products,
    scans::{self, Device, Location, Met, NewScan, Recorded, Scan, Wanted},
};
use countermark_testkit::db::{Codes, TestDb, each};
use std::{collections::BTreeSet, sync::Arc};

/// A company with a product and codes on it.
pub(crate) struct Shop {
    pub(crate) company: CompanyId,
    pub(crate) person: UserId,
    pub(crate) product: ProductId,
}

impl Shop {
    pub(crate) async fn new(test: &TestDb, codes: &[&str]) -> Self {
        let company = company(&test.db, "Us").await;
        let person = member(&test.db, company, "us@us.example", Role::AccountAdmin).await;
        let brand = brand(&test.db, company, "brand").await;
        let product = product(&test.db, company, brand, "SKU", "Oil").await;
        let shop = Self {
            company,
            person,
            product,
        };
        shop.codes(test, Some(product), 1, codes).await;
        shop
    }

    pub(crate) async fn codes(
        &self,
        test: &TestDb,
        product: Option<ProductId>,
        activation_status: i64,
        extended_ids: &[&str],
    ) {
        let mut raw = test.place.raw().await;
        raw.codes(Codes {
            company: self.company,
            by: self.person,
            product,
            activation_status,
            extended_ids,
        })
        .await;
        raw.close().await;
    }
}

pub(crate) async fn code(db: &Db, extended_id: &str) -> Arc<Met> {
    let mut conn = db.read().await.expect("a connection");
    let met = scans::meet(&mut conn, extended_id).await.expect("read");
    met.expect("a code")
}

/// A scan of that code, from that device, at that time.
pub(crate) fn scan_of(code: &Arc<Met>, uuid: &str, device: &str, at: Timestamp) -> NewScan {
    NewScan {
        uuid: uuid.to_owned(),
        met: code.clone(),
        at,
        app: String::new(),
        reason: "query",
        device_digest: device.to_owned(),
        device: Device {
            kind: "smartphone".into(),
            ..Device::default()
        },
        location: Location {
            country: "BE".into(),
            city: "Gent".into(),
            point: Point::of_degrees(51.05, 3.72),
            by: "ip".into(),
        },
    }
}

/// Scans those codes as they are now; they must be there.
pub(crate) async fn record(db: &Db, new: &[NewScan]) -> Vec<Recorded> {
    write(db, async |tx| record_in(tx, new).await).await
}

/// The same in that transaction, where the codes are met anew.
pub(crate) async fn record_in(tx: &mut Tx, new: &[NewScan]) -> Result<Vec<Recorded>, DbError> {
    let ids: Vec<_> = new
        .iter()
        .map(|scan| scan.met.extended_id.as_str())
        .collect();
    let looks = scans::meet_all(tx, &ids).await?;
    let mut new = new.to_vec();
    for (scan, look) in new.iter_mut().zip(looks) {
        scan.met = look?.expect("a code");
    }
    scans::record(tx, &new).await
}

/// Every scan of the last hundred years.
pub(crate) async fn every(db: &Db, scope: &Scope, wanted: &Wanted) -> Vec<Scan> {
    let mut conn = db.read().await.expect("a connection");
    let window = (Timestamp(0), NOW.plus_seconds(86_400));
    let begin = scans::begin(&mut conn, scope, window, true, NOW).await;
    let mut next = Some(begin.expect("a beginning").into());
    let mut found = Vec::new();
    while let Some(after) = next {
        let step = scans::step(&mut conn, scope, wanted, after, 3).await;
        let step = step.expect("a step");
        found.extend(step.scans);
        next = step.next;
    }
    found
}

fn uuids(scans: &[Scan]) -> Vec<&str> {
    scans.iter().map(|scan| scan.uuid.as_str()).collect()
}

#[tokio::test]
async fn a_scan_keeps_what_was_true_at_its_moment() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let id = code(db, "code-one").await;
        let mut raw = test.place.raw().await;
        raw.code_scm("code-one", "lot", "7").await;
        raw.code_scm("code-one", "intended_market", "fr").await;
        let new = scan_of(&id, "uuid-1", "device", NOW);
        let written = record(db, std::slice::from_ref(&new)).await;
        let first = &written[0];
        assert_eq!((first.company, first.scans), (shop.company, 1));
        assert_eq!(first.flags.names(), ["out-of-market"]);

        raw.code_scm("code-one", "lot", "8").await;
        raw.run("UPDATE code SET product_id = NULL, activation_status = 2, blacklist_reason = 4")
            .await;
        raw.close().await;
        record(db, &[scan_of(&id, "uuid-2", "device", NOW)]).await;
        let found = every(db, &all(shop.company), &Wanted::default()).await;
        assert_eq!(uuids(&found), ["uuid-1", "uuid-2"]);
        let [before, after] = found.as_slice() else {
            panic!("two scans");
        };
        assert_eq!(before.product, Some(shop.product));
        assert_eq!(
            (before.sku.as_str(), before.brand_name.as_str()),
            ("SKU", "brand")
        );
        assert_eq!(before.scm["lot"].text, "7");
        assert_eq!((before.activation_status, before.blacklist_reason), (1, 0));
        assert_eq!(before.extended_id, "code-one");
        assert_eq!(before.serial_number.as_deref(), Some("SN-code-one"));
        assert_eq!(before.device, new.device);
        assert_eq!(before.location, new.location);
        assert_eq!((before.at, before.new_device), (NOW, true));
        assert_eq!(after.product, None);
        assert_eq!(after.scm["lot"].text, "8");
        assert_eq!((after.activation_status, after.blacklist_reason), (2, 4));
        assert_eq!(after.flags.names(), ["blacklisted", "out-of-market"]);
        assert!(!after.new_device);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_are_counted_one_by_one() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one", "code-two"]).await;
        let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
        let new: Vec<_> = (0..300)
            .map(|n| {
                let code = if n % 3 == 0 { &two } else { &one };
                scan_of(
                    code,
                    &format!("uuid-{n}"),
                    &format!("device-{}", n % 7),
                    NOW,
                )
            })
            .collect();
        let written = record(db, &new).await;
        let scans: Vec<_> = written.iter().map(|recorded| recorded.scans).collect();
        assert_eq!(scans[..6], [1, 1, 2, 2, 3, 4]);
        assert_eq!((scans[298], scans[299]), (199, 200));
        let found = every(db, &all(shop.company), &Wanted::default()).await;
        assert_eq!(found.len(), 300);
        let expected: Vec<_> = (0..300).map(|n| format!("uuid-{n}")).collect();
        assert_eq!(uuids(&found), expected, "in the order in which they came");
        assert_eq!(found.iter().filter(|scan| scan.new_device).count(), 14);
        let written = record(db, &[scan_of(&one, "uuid-300", "device-0", NOW)]).await;
        assert_eq!(written[0].scans, 201);
    })
    .await;
}

/// Puts the product into a campaign of its own.
async fn in_campaign(db: &Db, shop: &Shop) -> CampaignId {
    write(db, async |tx| {
        let new = campaigns::NewCampaign {
            name: "Spring",
            description: "",
        };
        let made = campaigns::create(tx, &all(shop.company), &new, NOW).await?;
        let found = products::get(tx, &all(shop.company), shop.product).await?;
        let mut product = found.expect("a product");
        product.campaign = Some(products::CampaignOf {
            id: made.id,
            name: String::new(),
            description: String::new(),
            archived: false,
        });
        products::update(tx, &all(shop.company), &product).await?;
        Ok(made.id)
    })
    .await
}

#[tokio::test]
async fn filters_find_what_they_name() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let campaign = in_campaign(db, &shop).await;
        shop.codes(test, None, 0, &["code-two"]).await;
        let mut raw = test.place.raw().await;
        raw.code_scm("code-one", "lot", "7").await;
        raw.code_scm("code-one", "a\"b", "50%").await;
        raw.run(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT id, 'number', company_id, '13', 1 FROM code WHERE extended_id = 'code-one'",
        )
        .await;
        raw.close().await;
        let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
        let scans = [
            scan_of(&one, "one", "a", NOW),
            scan_of(&two, "two", "a", NOW),
        ];
        record(db, &scans).await;
        let scm = |key: &str, value: &str| Wanted {
            scm: vec![(key.to_owned(), value.to_owned())],
            ..Wanted::default()
        };
        let flags = |flags: &[Flag]| Wanted {
            flags: Some(flags.to_vec()),
            ..Wanted::default()
        };
        let countries = |countries: &[&str]| Wanted {
            countries: Some(
                countries
                    .iter()
                    .map(|&country| country.to_owned())
                    .collect(),
            ),
            ..Wanted::default()
        };
        let of_code = |code: &str| Wanted {
            code: Some(code.to_owned()),
            ..Wanted::default()
        };
        let status = |status| Wanted {
            activation_status: Some(status),
            ..Wanted::default()
        };
        for (wanted, expected) in [
            (Wanted::default(), vec!["one", "two"]),
            (
                Wanted {
                    campaign: Some(campaign),
                    ..Wanted::default()
                },
                vec!["one"],
            ),
            (
                Wanted {
                    product: Some(shop.product),
                    ..Wanted::default()
                },
                vec!["one"],
            ),
            (status(0), vec!["two"]),
            (status(1), vec!["one"]),
            (status(2), vec![]),
            (flags(&[Flag::Inactive]), vec!["two"]),
            (flags(&[Flag::Anomaly, Flag::Inactive]), vec!["two"]),
            (flags(&[Flag::Anomaly]), vec![]),
            (flags(&[]), vec![]),
            (countries(&["BE"]), vec!["one", "two"]),
            (countries(&["FR", "BE"]), vec!["one", "two"]),
            (countries(&["FR"]), vec![]),
            (of_code("code-one"), vec!["one"]),
            (of_code("code-two"), vec!["two"]),
            (of_code("code-none"), vec![]),
            (scm("lot", "7"), vec!["one"]),
            (scm("lot", "70"), vec![]),
            (scm("lo", "7"), vec![]),
            (scm("a\"b", "50%"), vec!["one"]),
            (scm("number", "13"), vec!["one"]),
        ] {
            let found = every(db, &all(shop.company), &wanted).await;
            assert_eq!(uuids(&found), expected, "{wanted:?}");
            let mut found = newest::every(db, &all(shop.company), &wanted).await;
            found.reverse();
            assert_eq!(uuids(&found), expected, "newest first: {wanted:?}");
        }
        // The value comes out as it came in.
        let found = every(db, &all(shop.company), &scm("number", "13")).await;
        assert_eq!(found[0].scm["number"].to_json(), 13);
    })
    .await;
}

/// A limited token reaches the scans of its products; another company none (security checklist 47).
#[tokio::test]
async fn a_scope_reaches_the_scans_of_its_products() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let other_brand = brand(db, shop.company, "other").await;
        let other = product(db, shop.company, other_brand, "OTHER", "Other").await;
        shop.codes(test, Some(other), 1, &["code-two"]).await;
        shop.codes(test, None, 1, &["code-bare"]).await;
        let mut new = Vec::new();
        for id in ["code-one", "code-two", "code-bare"] {
            new.push(scan_of(&code(db, id).await, id, "device", NOW));
        }
        record(db, &new).await;
        let within = |brands: Option<BTreeSet<_>>, products: Option<BTreeSet<_>>| {
            Scope::within(shop.company, Only::of(brands, products, None).map(Arc::new))
        };
        let them = company(db, "Them").await;
        for (scope, expected) in [
            (all(shop.company), vec!["code-one", "code-two", "code-bare"]),
            (
                within(Some(BTreeSet::from([other_brand])), None),
                vec!["code-two"],
            ),
            (
                within(None, Some(BTreeSet::from([shop.product]))),
                vec!["code-one"],
            ),
            (within(Some(BTreeSet::new()), None), vec![]),
            (all(them), vec![]),
        ] {
            let found = every(db, &scope, &Wanted::default()).await;
            assert_eq!(uuids(&found), expected, "{scope:?}");
            let mut found = newest::every(db, &scope, &Wanted::default()).await;
            found.reverse();
            assert_eq!(uuids(&found), expected, "newest first: {scope:?}");
            // Whose scans are seen is not for the code to say.
            let wanted = Wanted {
                code: Some("code-one".to_owned()),
                ..Wanted::default()
            };
            let found = every(db, &scope, &wanted).await;
            let of_code: Vec<_> = expected
                .into_iter()
                .filter(|id| *id == "code-one")
                .collect();
            assert_eq!(uuids(&found), of_code, "of a code: {scope:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn codes_of_a_closed_company_are_met_by_nobody() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let look = async || {
            let mut conn = db.read().await.expect("a connection");
            scans::meet(&mut conn, "code-one").await.expect("read")
        };
        let met = look().await.expect("a code");
        assert_eq!(met.company, shop.company);
        assert_eq!(met.company_name, "Us");
        let product = met.product.as_ref().expect("a product");
        assert_eq!(product.id, shop.product);
        write(db, async |tx| {
            countermark_store::companies::set_archived(tx, shop.company, Some(NOW)).await
        })
        .await;
        assert!(look().await.is_none());
    })
    .await;
}

/// Those who scan at the same time are looked for together, and nobody is in the way of the others.
#[tokio::test]
async fn many_codes_are_met_at_once() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        shop.codes(test, None, 2, &["code-bare"]).await;
        let campaign = write(db, async |tx| {
            let new = campaigns::NewCampaign {
                name: "Spring",
                description: "",
            };
            campaigns::create(tx, &all(shop.company), &new, NOW).await
        })
        .await;
        let brand = brand(db, shop.company, "spoilt").await;
        let spoilt = product(db, shop.company, brand, "SPOILT", "Spoilt").await;
        shop.codes(test, Some(spoilt), 1, &["code-spoilt"]).await;
        let closed = company(db, "Closed").await;
        let mut raw = test.place.raw().await;
        raw.codes(Codes {
            company: closed,
            by: shop.person,
            product: None,
            activation_status: 1,
            extended_ids: &["code-closed"],
        })
        .await;
        raw.close().await;
        write(db, async |tx| {
            countermark_store::companies::set_archived(tx, closed, Some(NOW)).await
        })
        .await;
        let mut raw = test.place.raw().await;
        let (campaign, spoilt) = (campaign.id, spoilt.0);
        raw.run(&format!(
            "UPDATE product SET campaign_id = {campaign} WHERE id = {spoilt}"
        ))
        .await;
        raw.run("UPDATE campaign SET redirects = 'x'").await;
        raw.close().await;

        let mut tx = db.write().await.expect("a transaction");
        let before = db.statements();
        let ids = [
            "code-one",
            "none",
            "code-bare",
            "code-one",
            "code-spoilt",
            "",
            "code-closed",
        ];
        let looks = scans::meet_all(&mut tx, &ids).await.expect("read");
        assert_eq!(db.statements() - before, 3, "statements");
        let shown: Vec<_> = looks
            .iter()
            .map(|look| match look {
                Ok(Some(met)) => met.extended_id.as_str(),
                Ok(None) => "unknown",
                Err(_) => "cannot be read",
            })
            .collect();
        let expected = [
            "code-one",
            "unknown",
            "code-bare",
            "code-one",
            "cannot be read",
            "unknown",
            "unknown",
        ];
        assert_eq!(shown, expected);
        let met = |at: usize| looks[at].as_ref().expect("read").as_ref().expect("a code");
        assert_eq!((met(0), met(0).company), (met(3), shop.company));
        let product = met(0).product.as_ref().expect("a product");
        assert_eq!((product.id, product.name.as_str()), (shop.product, "Oil"));
        assert_eq!((met(2).activation_status, &met(2).product), (2, &None));
        assert!(
            scans::meet_all(&mut tx, &[])
                .await
                .expect("read")
                .is_empty()
        );
    })
    .await;
}

/// Files put texts together with control characters between them: none is stored with a scan.
#[tokio::test]
async fn lines_say_what_the_scans_do() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        shop.codes(test, None, 0, &["code-two"]).await;
        let mut raw = test.place.raw().await;
        raw.code_scm("code-one", "lot", "say \"7\", \u{e9}").await;
        raw.code_scm("code-one", "line", "").await;
        raw.close().await;
        let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
        let mut odd = scan_of(&two, "uuid-2", "device", NOW);
        odd.app = "a\u{1e}b".into();
        odd.location.city = "Gent\u{1f}x".into();
        odd.location.point = None;
        record(db, &[scan_of(&one, "uuid-1", "device", NOW), odd]).await;
        record(
            db,
            &[scan_of(&one, "uuid-3", "device", NOW.plus_seconds(1))],
        )
        .await;

        let scope = all(shop.company);
        let mut conn = db.read().await.expect("a connection");
        let window = (Timestamp(0), NOW.plus_seconds(86_400));
        let begin = scans::begin(&mut conn, &scope, window, true, NOW).await;
        let begin = begin.expect("a beginning");
        let wanted = Wanted::default();
        let first = scans::lines(&mut conn, &scope, &wanted, begin, 2).await;
        let first = first.expect("lines");
        let cells: Vec<_> = first.cells().map(|cells| cells.expect("cells")).collect();
        let [one, two] = cells.as_slice() else {
            panic!("two lines, not {cells:?}");
        };
        assert_eq!((first.len(), first.is_empty()), (2, false));
        let scans = every(db, &scope, &wanted).await;
        for (cells, scan) in cells.iter().zip(&scans) {
            assert_eq!((cells.uuid, cells.at), (scan.uuid.as_str(), scan.at));
            assert_eq!(cells.extended_id, scan.extended_id);
            assert_eq!(
                (cells.flags, cells.new_device),
                (scan.flags, scan.new_device)
            );
            assert_eq!(
                (cells.app, cells.city),
                (scan.app.as_str(), scan.location.city.as_str())
            );
            assert_eq!(cells.point, scan.location.point);
            let product = scan.product.map_or_else(String::new, |id| id.to_string());
            assert_eq!(cells.product, product);
            assert_eq!(cells.sku, scan.sku);
            let scm = cells.scm().expect("data");
            for key in ["lot", "line", "none"] {
                let text = scan.scm.get(key).map_or("", |datum| &datum.text);
                assert_eq!(scm.get(key), text, "{key}");
            }
        }
        assert_eq!((one.city, two.city, two.app), ("Gent", "Gent x", "a b"));
        let next = first.next.expect("more");
        let last = scans::lines(&mut conn, &scope, &wanted, next, 2).await;
        let last = last.expect("lines");
        assert!(last.next.is_none());
        let uuids: Vec<_> = last
            .cells()
            .map(|cells| cells.expect("cells").uuid)
            .collect();
        assert_eq!(uuids, ["uuid-3"]);
        let nobody = company(db, "Them").await;
        let none = scans::lines(&mut conn, &all(nobody), &wanted, begin, 2).await;
        assert!(none.expect("lines").is_empty());
    })
    .await;
}
