//! Codes that too many devices have scanned are blacklisted: once, and nobody else's.

use super::{
    Shop,
    alerts::{about, campaign, make, sessions},
    code, record, scan_of,
};
use crate::support::{NOW, all, write};
use countermark_core::{
    codes::{Reason, Status},
    ids::CompanyId,
    scan_flags::Flag,
    scm::{Asked, DataKey, Item},
    time::Timestamp,
};
use countermark_store::{
    scans::{
        Met,
        alerts::{self, Alert},
        blacklist::{self, Blacklisted},
    },
    scm::{self, Author},
};
use countermark_testkit::db::{TestDb, each};
use std::sync::Arc;

async fn look(test: &TestDb, company: CompanyId, now: Timestamp) -> Vec<Blacklisted> {
    write(&test.db, async |tx| blacklist::take(tx, company, now).await).await
}

/// Scans of as many devices at once, which begin with that text.
async fn scans(test: &TestDb, code: &Arc<Met>, begin: &str, devices: usize, at: Timestamp) {
    let new: Vec<_> = (0..devices)
        .map(|n| {
            let name = format!("{begin}-{n}");
            scan_of(code, &name, &name, at)
        })
        .collect();
    record(&test.db, &new).await;
}

async fn state(test: &TestDb, extended_id: &str) -> (i64, i64) {
    let mut raw = test.place.raw().await;
    let of = |column| format!("SELECT {column} FROM code WHERE extended_id = '{extended_id}'");
    let status = raw.number(&of("activation_status")).await;
    let reason = raw.number(&of("blacklist_reason")).await;
    raw.close().await;
    (status, reason)
}

/// What is noted still.
async fn noted(test: &TestDb) -> i64 {
    let mut raw = test.place.raw().await;
    let noted = raw.number("SELECT count(*) FROM auto_blacklist").await;
    raw.close().await;
    noted
}

/// An admin says what the code is.
async fn set(test: &TestDb, shop: &Shop, extended_id: &str, status: Status, now: Timestamp) {
    let item = Item {
        status: Some(status),
        ..Item::default()
    };
    let asked = Asked {
        name: extended_id.to_owned(),
        product: None,
        item,
    };
    let author = Author {
        person: Some(shop.person),
        now,
    };
    write(&test.db, async |tx| {
        let (scope, by) = (all(shop.company), DataKey::ExtendedId);
        let done = scm::upload(tx, &scope, author, &by, vec![asked.clone()], 10);
        done.await.expect("set");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_device_more_than_allowed_blacklists_once() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one", "code-two"]).await;
        let (one, two) = (
            code(&test.db, "code-one").await,
            code(&test.db, "code-two").await,
        );
        let campaign = campaign(test, &shop).await;
        let new = about(Flag::SessionCount, Some(sessions(3, true)), &[]);
        let alert = make(test, &shop, campaign, &new).await;
        scans(test, &one, "a", 3, NOW).await;
        // The same devices once more are no more devices.
        record(&test.db, &[scan_of(&one, "again", "a-0", NOW)]).await;
        scans(test, &two, "two", 2, NOW).await;
        assert_eq!(noted(test).await, 0);
        assert_eq!(look(test, shop.company, NOW).await, []);
        scans(test, &one, "b", 1, NOW).await;
        let mut conn = test.db.read().await.expect("a connection");
        let waiting = blacklist::waiting(&mut conn).await.expect("read");
        drop(conn);
        assert_eq!(waiting, [shop.company]);
        let done = look(test, shop.company, NOW.plus_seconds(1)).await;
        let expected = Blacklisted {
            code: one.code,
            extended_id: "code-one".into(),
            product: shop.product,
            campaign,
            alert: alert.id,
            most: 3,
            sessions: 4,
            before: Status::Active,
        };
        assert_eq!(done, [expected]);
        let blacklisted = (Status::Blacklisted.number(), Reason::MAX_SCANS.number());
        assert_eq!(state(test, "code-one").await, blacklisted);
        assert_eq!(state(test, "code-two").await, (1, 0));
        // More devices change nothing more.
        scans(test, &one, "c", 5, NOW).await;
        assert_eq!(noted(test).await, 0);
        assert_eq!(look(test, shop.company, NOW.plus_seconds(2)).await, []);
        let mut raw = test.place.raw().await;
        let counts = "SELECT code_count, active_code_count, blacklisted_code_count FROM product";
        // The test's codes were put there uncounted.
        assert_eq!(raw.rows(counts).await, [["0", "-1", "1"]]);
        raw.close().await;
    })
    .await;
}

/// Devices of scans that are written together count as if they had come one by one.
#[tokio::test]
async fn many_scans_at_once_blacklist_once() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(&test.db, "code-one").await;
        let campaign = campaign(test, &shop).await;
        let new = about(Flag::SessionCount, Some(sessions(5, true)), &[]);
        make(test, &shop, campaign, &new).await;
        let round = async |begin: &str| {
            scans(test, &one, begin, 80, NOW).await;
            look(test, shop.company, NOW).await.len()
        };
        let (a, b, c, d) = tokio::join!(round("a"), round("b"), round("c"), round("d"));
        let last = look(test, shop.company, NOW).await;
        assert_eq!(a + b + c + d + last.len(), 1);
        assert_eq!(state(test, "code-one").await, (2, 10));
        assert_eq!(noted(test).await, 0);
        let mut raw = test.place.raw().await;
        let flagged = "SELECT count(*) FROM scan WHERE flags LIKE '% session-count %'";
        // All but the first five, whichever those were.
        assert_eq!(raw.number(flagged).await, 4 * 80 - 5);
        raw.close().await;
    })
    .await;
}

/// A code that an admin takes off the blacklist is judged by devices that come from then on.
#[tokio::test]
async fn a_code_that_is_good_again_does_not_flap() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(&test.db, "code-one").await;
        let campaign = campaign(test, &shop).await;
        let new = about(Flag::SessionCount, Some(sessions(3, true)), &[]);
        make(test, &shop, campaign, &new).await;
        scans(test, &one, "a", 9, NOW).await;
        assert_eq!(look(test, shop.company, NOW).await.len(), 1);
        let later = |seconds| NOW.plus_seconds(seconds);
        set(test, &shop, "code-one", Status::Active, later(60)).await;
        assert_eq!(state(test, "code-one").await, (1, 0));
        let again = [
            scan_of(&one, "again-0", "a-0", later(61)),
            scan_of(&one, "again-1", "a-1", later(61)),
            scan_of(&one, "again-2", "a-1", later(62)),
            scan_of(&one, "new", "new", later(63)),
        ];
        for written in record(&test.db, &again).await {
            assert!(written.flags.is_empty(), "within bounds");
        }
        assert_eq!(look(test, shop.company, later(63)).await, []);
        assert_eq!(state(test, "code-one").await, (1, 0));
        // Other changes of the code do not begin anew.
        set(test, &shop, "code-one", Status::Inactive, later(64)).await;
        scans(test, &one, "b", 1, later(65)).await;
        let done = look(test, shop.company, later(66)).await;
        assert_eq!((done.len(), done[0].sessions), (1, 4));
        assert_eq!(done[0].before, Status::Inactive);
    })
    .await;
}

/// What is noted is judged again, by what is true then; another company's codes stay as they are
/// (security checklist 47).
#[tokio::test]
async fn nothing_else_is_touched() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one"]).await;
        let other = {
            let company = crate::support::company(&test.db, "Them").await;
            let role = countermark_core::roles::Role::AccountAdmin;
            let email = "them@them.example";
            let person = crate::support::member(&test.db, company, email, role).await;
            let brand = crate::support::brand(&test.db, company, "brand").await;
            let product = crate::support::product(&test.db, company, brand, "SKU", "Oil").await;
            Shop {
                company,
                person,
                product,
            }
        };
        other
            .codes(test, Some(other.product), 1, &["code-them"])
            .await;
        let (one, theirs) = (
            code(&test.db, "code-one").await,
            code(&test.db, "code-them").await,
        );
        let ours = campaign(test, &shop).await;
        let new = about(Flag::SessionCount, Some(sessions(3, true)), &[]);
        let alert = make(test, &shop, ours, &new).await;
        // Theirs only tells.
        let campaign = campaign(test, &other).await;
        let tells = about(Flag::SessionCount, Some(sessions(3, false)), &[]);
        make(test, &other, campaign, &tells).await;
        scans(test, &one, "a", 4, NOW).await;
        scans(test, &theirs, "b", 9, NOW).await;
        assert_eq!(noted(test).await, 1);
        // Whatever stands there by mistake is no way to another company's codes.
        let mut raw = test.place.raw().await;
        for company in [shop.company, other.company] {
            let code = theirs.code;
            raw.run(&format!(
                "INSERT INTO auto_blacklist (company_id, code_id) VALUES ({company}, {code})"
            ))
            .await;
        }
        raw.close().await;
        // Meanwhile somebody has switched the alert off.
        let switched = async |active| {
            let alert = Alert {
                active,
                ..alert.clone()
            };
            write(&test.db, async |tx| {
                alerts::update(tx, &all(shop.company), &alert).await
            })
            .await;
        };
        switched(false).await;
        assert_eq!(look(test, shop.company, NOW).await, []);
        assert_eq!(look(test, other.company, NOW).await, []);
        assert_eq!(state(test, "code-one").await, (1, 0));
        switched(true).await;
        scans(test, &one, "c", 1, NOW).await;
        assert_eq!(look(test, other.company, NOW).await, []);
        assert_eq!(look(test, shop.company, NOW).await.len(), 1);
        assert_eq!(state(test, "code-them").await, (1, 0));
    })
    .await;
}
