//! Scans counted by day: the sums are those of the scans, whoever counts and whatever breaks off.

use super::{Shop, code, record, record_in, scan_of};
use crate::support::{NOW, all, brand, company, product, write};
use countermark_core::time::Timestamp;
use countermark_store::{
    Db, Engine, campaigns,
    scans::{
        Met, NewScan,
        days::{self, Behind},
    },
};
use countermark_testkit::db::{TestDb, each, engines};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Everything that can be told apart, each time of the day and the scan alike.
const DIMENSIONS: [&str; 6] = [
    "day",
    "campaign",
    "product",
    "country",
    "status",
    "day, campaign, product, country, status",
];

/// The sums by each dimension, of what was counted and of the scans themselves.
async fn both(test: &TestDb) -> Vec<[Vec<Vec<String>>; 2]> {
    let mut raw = test.place.raw().await;
    let mut found = Vec::new();
    for dimension in DIMENSIONS {
        let sums = |scans: &str, devices: &str, flagged: &str, from: &str| {
            format!(
                "SELECT '' || company, {}, '' || CAST(sum({scans}) AS BIGINT), \
                 '' || CAST(sum({devices}) AS BIGINT), '' || CAST(sum({flagged}) AS BIGINT) \
                 FROM ({from}) x GROUP BY company, {dimension} ORDER BY company, {dimension}",
                dimension
                    .split(", ")
                    .map(|name| format!("'' || {name}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        };
        let counted = sums(
            "scans",
            "devices",
            "flagged",
            "SELECT company_id AS company, day, campaign_id AS campaign, product_id AS product, \
             country, activation_status AS status, scans, devices, flagged FROM scan_day",
        );
        let scanned = sums(
            "1",
            "new_device",
            "CASE WHEN flags = '' THEN 0 ELSE 1 END",
            "SELECT company_id AS company, at / 86400000000 AS day, \
             coalesce(campaign_id, 0) AS campaign, coalesce(product_id, 0) AS product, country, \
             activation_status AS status, new_device, flags FROM scan",
        );
        found.push([raw.rows(&counted).await, raw.rows(&scanned).await]);
    }
    raw.close().await;
    found
}

/// Counts the next step of every company, as the task does; whether there was one.
async fn count(db: &Db, limit: i64) -> bool {
    let mut conn = db.read().await.expect("a connection");
    let behind = days::behind(&mut conn).await.expect("read");
    let mut counted = false;
    for company in behind {
        let step = days::next(&mut conn, &company, limit).await.expect("read");
        if let Some(step) = step {
            counted |= write(db, async |tx| days::add(tx, &step).await).await;
        }
    }
    counted
}

/// Counts everything. On PostgreSQL the horizon is that of the whole server: scans may wait for
/// transactions of other tests, which end.
pub(super) async fn count_all(db: &Db) {
    while !all_counted(db).await {
        count(db, 100).await;
        tokio::task::yield_now().await;
    }
}

async fn all_counted(db: &Db) -> bool {
    let behind = days::behind(&mut conn(db).await).await;
    behind.expect("read").is_empty()
}

/// The next step of a company that has one; it may have to wait likewise.
async fn step_of(db: &Db, company: &Behind, limit: i64) -> days::Step {
    loop {
        let step = days::next(&mut conn(db).await, company, limit).await;
        if let Some(step) = step.expect("read") {
            return step;
        }
        tokio::task::yield_now().await;
    }
}

/// A company whose codes differ in product, campaign and state.
async fn codes(test: &TestDb) -> (Shop, Vec<Arc<Met>>) {
    let db = &test.db;
    let shop = Shop::new(test, &["code-plain"]).await;
    let other = brand(db, shop.company, "other").await;
    let other = product(db, shop.company, other, "OTHER", "Other").await;
    let campaign = write(db, async |tx| {
        let new = campaigns::NewCampaign {
            name: "Spring",
            description: "",
        };
        campaigns::create(tx, &all(shop.company), &new, NOW).await
    })
    .await;
    let mut raw = test.place.raw().await;
    let sql = format!(
        "UPDATE product SET campaign_id = {} WHERE id = {}",
        campaign.id, other
    );
    raw.run(&sql).await;
    raw.close().await;
    shop.codes(test, Some(other), 1, &["code-campaign"]).await;
    shop.codes(test, Some(other), 0, &["code-inactive"]).await;
    shop.codes(test, None, 2, &["code-bare"]).await;
    let mut ids = Vec::new();
    for name in ["code-plain", "code-campaign", "code-inactive", "code-bare"] {
        ids.push(code(db, name).await);
    }
    (shop, ids)
}

/// A scan unlike most others.
fn some(codes: &[Arc<Met>], name: &str, number: usize) -> NewScan {
    // Four days, of which the second begins with the third scan.
    let hours = i64::try_from(number * 7 % 96).expect("a small number");
    let at = NOW.plus_seconds(hours * 3_600);
    let device = format!("device-{}", number % 5);
    let mut scan = scan_of(&codes[number % codes.len()], name, &device, at);
    let country = ["BE", "FR", "", "CN"][number / 3 % 4];
    country.clone_into(&mut scan.location.country);
    scan
}

/// Several write, two nodes count, and some of what they count is lost before it is committed.
async fn count_while_writing(test: &TestDb, ids: &[Arc<Met>]) {
    const WRITERS: usize = 4;
    const ROUNDS: usize = 25;
    let db = &test.db;
    let running = AtomicUsize::new(WRITERS);
    let written = AtomicUsize::new(0);
    let writer = async |writer: usize| {
        for round in 0..ROUNDS {
            let scans = (writer * 7 + round * 5) % 9 + 1;
            let new: Vec<_> = (0..scans)
                .map(|n| {
                    let number = writer * 131 + round * 17 + n;
                    some(ids, &format!("{writer}/{round}/{n}"), number)
                })
                .collect();
            record(db, &new).await;
            written.fetch_add(scans, Ordering::SeqCst);
        }
        running.fetch_sub(1, Ordering::SeqCst);
    };
    let counter = async |limit: i64| {
        let mut steps = 0;
        loop {
            let over = running.load(Ordering::SeqCst) == 0;
            let counted = count(db, limit).await;
            steps += usize::from(counted);
            if steps % 3 == 0 {
                lose_a_step(db, limit).await;
            }
            if over && !counted && all_counted(db).await {
                return steps;
            }
            tokio::task::yield_now().await;
        }
    };
    let (first, second, ..) = tokio::join!(
        counter(7),
        counter(4),
        writer(0),
        writer(1),
        writer(2),
        writer(3)
    );
    assert!(first + second > 10, "they counted step by step");
    assert!(written.load(Ordering::SeqCst) > 300);
}

/// A node that ends after it has added a step and before it has committed.
async fn lose_a_step(db: &Db, limit: i64) {
    let mut conn = db.read().await.expect("a connection");
    let behind = days::behind(&mut conn).await.expect("read");
    for company in behind {
        let step = days::next(&mut conn, &company, limit).await.expect("read");
        if let Some(step) = step {
            let mut tx = db.write().await.expect("a transaction");
            days::add(&mut tx, &step).await.expect("added");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_are_those_of_the_scans_whoever_counts_them() {
    each(async |test: &TestDb| {
        let (_, ids) = codes(test).await;
        Box::pin(count_while_writing(test, &ids)).await;
        count_all(&test.db).await;
        for (dimension, [counted, scanned]) in DIMENSIONS.iter().zip(both(test).await) {
            assert_eq!(counted, scanned, "by {dimension}");
            assert!(counted.len() > 1, "{dimension}");
        }
        assert!(!count(&test.db, 100).await, "all are counted");
        assert_eq!(days::behind(&mut conn(&test.db).await).await.unwrap(), []);
    })
    .await;
}

async fn conn(db: &Db) -> countermark_store::Conn {
    db.read().await.expect("a connection")
}

/// Of two that have read the same scans, one counts them.
#[tokio::test]
async fn who_comes_second_adds_nothing() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (shop, ids) = codes(test).await;
        let them = company(db, "Them").await;
        record(db, &[some(&ids, "1", 1), some(&ids, "2", 2)]).await;
        let behind = days::behind(&mut conn(db).await).await.expect("read");
        let us = Behind {
            company: shop.company,
            time_zone: "UTC".into(),
        };
        assert_eq!(behind, std::slice::from_ref(&us));
        let read = async |company: &Behind| {
            let step = days::next(&mut conn(db).await, company, 1).await;
            step.expect("read")
        };
        for _ in 0..2 {
            let (one, two) = (step_of(db, &us, 1).await, step_of(db, &us, 1).await);
            assert!(write(db, async |tx| days::add(tx, &one).await).await);
            assert!(!write(db, async |tx| days::add(tx, &two).await).await);
            assert!(!write(db, async |tx| days::add(tx, &one).await).await);
        }
        assert!(read(&us).await.is_none());
        let them = Behind {
            company: them,
            ..us
        };
        assert!(
            read(&them).await.is_none(),
            "scans of others are not theirs"
        );
        for [counted, scanned] in both(test).await {
            assert_eq!(counted, scanned);
        }
    })
    .await;
}

/// A transaction that took its number first and commits last: nothing behind it is counted before.
#[tokio::test]
async fn what_is_committed_late_is_counted() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let test = TestDb::new(Engine::Postgres).await;
    let db = &test.db;
    let (_, ids) = codes(&test).await;
    let mut late = db.write().await.expect("a transaction");
    record_in(&mut late, &[some(&ids, "late", 0)])
        .await
        .expect("written");
    record(db, &[some(&ids, "1", 1), some(&ids, "2", 2)]).await;
    assert!(
        !count(db, 10).await,
        "they wait for what belongs before them"
    );
    late.commit_unaudited().await.expect("committed");
    count_all(db).await;
    for [counted, scanned] in both(&test).await {
        assert_eq!(counted, scanned);
    }
}

/// A dump that is brought back into another server: what comes then is counted, too.
#[tokio::test]
async fn counting_goes_on_after_a_dump_was_brought_back() {
    each(async |test: &TestDb| {
        let (_, ids) = codes(test).await;
        record(&test.db, &[some(&ids, "1", 1), some(&ids, "2", 2)]).await;
        count_all(&test.db).await;
        let mut raw = test.place.raw().await;
        if test.db.engine() == Engine::Postgres {
            for table in ["scan", "scan_counted"] {
                raw.run(&format!("UPDATE {table} SET turn = turn + 1000000000000"))
                    .await;
            }
        }
        raw.close().await;
        let again = test.place.open().await.expect("opens");
        record(&again, &[some(&ids, "3", 3)]).await;
        count_all(&again).await;
        for [counted, scanned] in both(test).await {
            assert_eq!(counted, scanned);
        }
    })
    .await;
}

/// Days begin at midnight where the company is.
#[tokio::test]
async fn days_are_those_of_the_company() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (shop, ids) = codes(test).await;
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        let scans = [
            scan_of(&ids[0], "1", "a", at("2026-03-28T22:59:59Z")),
            scan_of(&ids[0], "2", "a", at("2026-03-28T23:00:00Z")),
            // The clock goes forward on the 29th.
            scan_of(&ids[0], "3", "a", at("2026-03-29T21:59:59Z")),
            scan_of(&ids[0], "4", "a", at("2026-03-29T22:00:00Z")),
        ];
        record(db, &scans).await;
        let brussels = Behind {
            company: shop.company,
            time_zone: "Europe/Brussels".into(),
        };
        for _ in &scans {
            let step = step_of(db, &brussels, 1).await;
            assert!(write(db, async |tx| days::add(tx, &step).await).await);
        }
        let mut raw = test.place.raw().await;
        let sql = "SELECT '' || day, '' || scans FROM scan_day ORDER BY day";
        let found = raw.rows(sql).await;
        raw.close().await;
        assert_eq!(found, [["20540", "1"], ["20541", "2"], ["20542", "1"]]);
    })
    .await;
}
