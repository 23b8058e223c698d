//! The newest scans first: by time, none twice and none left out while others arrive.

use super::{Shop, code, record, record_in, scan_of};
use crate::support::{NOW, all};
use countermark_core::{
    scan_page::{Back, Cursor},
    time::Timestamp,
};
use countermark_store::{
    Db, Engine, Scope,
    scans::{self, Met, NewScan, Scan, Wanted},
};
use countermark_testkit::db::{TestDb, each, engines};
use std::{collections::HashSet, sync::Arc};

fn window() -> (Timestamp, Timestamp) {
    (Timestamp(0), NOW.plus_seconds(86_400))
}

/// Every scan of the last hundred years, the newest first.
pub(super) async fn every(db: &Db, scope: &Scope, wanted: &Wanted) -> Vec<Scan> {
    from(db, scope, wanted, Back::begin(window()).into(), 3).await
}

/// All that follows that place, in pages of so many.
async fn from(db: &Db, scope: &Scope, wanted: &Wanted, at: Cursor, limit: usize) -> Vec<Scan> {
    let mut conn = db.read().await.expect("a connection");
    let (mut next, mut found) = (Some(at), Vec::new());
    while let Some(after) = next {
        let step = scans::step(&mut conn, scope, wanted, after, limit).await;
        let step = step.expect("a step");
        assert!(step.next.is_none() || step.scans.len() == limit);
        found.extend(step.scans);
        next = step.next;
    }
    found
}

fn names(scans: &[Scan]) -> Vec<&str> {
    scans.iter().map(|scan| scan.uuid.as_str()).collect()
}

fn at(code: &Arc<Met>, name: &str, seconds: i64) -> NewScan {
    scan_of(code, name, "device", NOW.plus_seconds(seconds))
}

/// By the time of the scan, not by when it was written; what is of one moment in one order.
#[tokio::test]
async fn they_come_by_their_times_and_within_their_window() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one", "code-two"]).await;
        let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
        for new in [
            vec![at(&one, "d", 30), at(&one, "b", 10)],
            vec![at(&two, "a", 0)],
            vec![at(&two, "c1", 20), at(&one, "c2", 20), at(&one, "c3", 20)],
        ] {
            record(db, &new).await;
        }
        let scope = all(shop.company);
        let wanted = Wanted::default();
        for limit in 1..=7 {
            let begin = Back::begin(window()).into();
            let found = from(db, &scope, &wanted, begin, limit).await;
            assert_eq!(names(&found), ["d", "c3", "c2", "c1", "b", "a"], "{limit}");
        }
        let inside = (NOW.plus_seconds(10), NOW.plus_seconds(20));
        let found = from(db, &scope, &wanted, Back::begin(inside).into(), 2).await;
        assert_eq!(names(&found), ["c3", "c2", "c1", "b"]);
        let of_code = Wanted {
            code: Some("code-one".into()),
            ..Wanted::default()
        };
        let found = from(db, &scope, &of_code, Back::begin(inside).into(), 2).await;
        assert_eq!(names(&found), ["c3", "c2", "b"]);
        // The same as lines.
        let mut conn = db.read().await.expect("a connection");
        let (mut next, mut lines) = (Some(Cursor::from(Back::begin(window()))), Vec::new());
        while let Some(after) = next {
            let step = scans::lines(&mut conn, &scope, &wanted, after, 4).await;
            let step = step.expect("a step");
            let cells = step.cells().map(|cells| cells.expect("cells"));
            lines.extend(cells.map(|cells| (cells.uuid.to_owned(), cells.at)));
            next = step.next;
        }
        let (uuids, times): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        assert_eq!(uuids, ["d", "c3", "c2", "c1", "b", "a"]);
        assert_eq!((times[0], times[5]), (NOW.plus_seconds(30), NOW));
    })
    .await;
}

/// What arrives between two pages is on neither of them, and shifts nothing.
#[tokio::test]
async fn what_arrives_between_two_pages_moves_nothing() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(db, "code-one").await;
        let scope = all(shop.company);
        let new: Vec<_> = (0..40).map(|n| at(&one, &n.to_string(), n / 4)).collect();
        record(db, &new).await;
        let before: HashSet<_> = new.iter().map(|scan| scan.uuid.clone()).collect();
        let mut conn = db.read().await.expect("a connection");
        let (mut next, mut seen) = (Some(Cursor::from(Back::begin(window()))), HashSet::new());
        let mut round = 0;
        while let Some(after) = next {
            let step = scans::step(&mut conn, &scope, &Wanted::default(), after, 7).await;
            let step = step.expect("a step");
            for scan in &step.scans {
                assert!(seen.insert(scan.uuid.clone()), "{} came twice", scan.uuid);
            }
            next = step.next;
            // Newer ones, some of the same moment as those that were shown.
            let late: Vec<_> = (0..5)
                .map(|n| at(&one, &format!("late {round} {n}"), 9 + n))
                .collect();
            record(db, &late).await;
            round += 1;
        }
        assert!(before.is_subset(&seen), "left out");
        assert_eq!(seen.len(), 40, "and no other");
        let again = every(db, &scope, &Wanted::default()).await;
        assert_eq!(again.len(), 40 + 5 * round);
    })
    .await;
}

/// A transaction that took its number first and commits last keeps nobody from what is there.
#[tokio::test]
async fn what_is_committed_late_holds_nothing_up() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let test = TestDb::new(Engine::Postgres).await;
    let db = &test.db;
    let shop = Shop::new(&test, &["code-one", "code-two"]).await;
    let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
    let scope = all(shop.company);
    let mut late = db.write().await.expect("a transaction");
    let written = record_in(&mut late, &[at(&one, "late", 5)]).await;
    written.expect("written");
    record(db, &[at(&two, "3", 3), at(&two, "7", 7), at(&two, "8", 8)]).await;
    let mut conn = db.read().await.expect("a connection");
    let begin = Back::begin(window());
    let page = scans::step(&mut conn, &scope, &Wanted::default(), begin, 2).await;
    let page = page.expect("a page");
    assert_eq!(names(&page.scans), ["8", "7"]);
    late.commit_unaudited().await.expect("committed");
    let rest = from(db, &scope, &Wanted::default(), page.next.expect("more"), 2).await;
    assert_eq!(names(&rest), ["late", "3"]);
}
