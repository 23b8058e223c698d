//! Pages while scans arrive: none twice, none left out.

use super::{Shop, code, record, record_in, scan_of};
use crate::support::{NOW, all, write};
use countermark_core::{scan_page::Cursor, time::Timestamp};
use countermark_store::{
    Conn, Db, Engine, Scope,
    scans::{self, Met, Step, Wanted},
};
use countermark_testkit::db::{TestDb, each, engines};
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

const WINDOW: (Timestamp, Timestamp) = (Timestamp(0), Timestamp(i64::MAX));

async fn begin(conn: &mut Conn, scope: &Scope) -> Cursor {
    let begin = scans::begin(conn, scope, WINDOW, false, NOW).await;
    begin.expect("a beginning").into()
}

async fn step(conn: &mut Conn, scope: &Scope, after: impl Into<Cursor>, limit: usize) -> Step {
    let step = scans::step(conn, scope, &Wanted::default(), after, limit).await;
    step.expect("a step")
}

fn some(code: &Arc<Met>, names: &[&str]) -> Vec<scans::NewScan> {
    let new = |name: &&str| scan_of(code, name, "device", NOW);
    names.iter().map(new).collect()
}

/// A transaction that took its number first and commits last: what it wrote belongs in front, so
/// nothing behind it is shown on a page that goes on.
#[tokio::test]
async fn what_is_committed_late_is_not_passed_by() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let test = TestDb::new(Engine::Postgres).await;
    let db = &test.db;
    let shop = Shop::new(&test, &["code-one", "code-two"]).await;
    let (one, two) = (code(db, "code-one").await, code(db, "code-two").await);
    let scope = all(shop.company);
    record(db, &some(&two, &["0"])).await;

    let mut late = db.write().await.expect("a transaction");
    record_in(&mut late, &some(&one, &["1", "2"]))
        .await
        .expect("written");
    record(db, &some(&two, &["3", "4", "5"])).await;

    let mut conn = db.read().await.expect("a connection");
    let first = begin(&mut conn, &scope).await;
    let page = step(&mut conn, &scope, first, 3).await;
    let names =
        |page: &Step| -> Vec<String> { page.scans.iter().map(|scan| scan.uuid.clone()).collect() };
    let shown = names(&page);
    assert!(
        shown.iter().all(|name| name == "0"),
        "nothing of what may have something in front of it: {shown:?}"
    );
    let next = page.next.expect("more");
    // A page that nobody goes on from shows what is there.
    let last = step(&mut conn, &scope, next, 10).await;
    assert!(last.next.is_none());
    assert!(names(&last).ends_with(&["3".into(), "4".into(), "5".into()]));

    late.commit_unaudited().await.expect("committed");
    let mut all = shown;
    let mut next = Some(next);
    while let Some(after) = next {
        let page = step(&mut conn, &scope, after, 2).await;
        all.extend(names(&page));
        next = page.next;
    }
    assert_eq!(all, ["0", "1", "2", "3", "4", "5"]);
}

/// Writers that go on and on, and a reader who begins again and again.
async fn walk_while_writing(db: &Db, scope: &Scope, codes: &[Arc<Met>]) {
    const WRITERS: usize = 4;
    const ROUNDS: usize = 30;
    let committed = Mutex::new(HashSet::new());
    let running = AtomicUsize::new(WRITERS);
    let writer = async |writer: usize| {
        for round in 0..ROUNDS {
            let count = (writer * 7 + round * 5) % 9 + 1;
            let name = |n| format!("{writer}/{round}/{n}");
            let new: Vec<_> = (0..count)
                .map(|n| {
                    let code = &codes[(writer + n) % codes.len()];
                    scan_of(code, &name(n), "device", NOW)
                })
                .collect();
            record(db, &new).await;
            let mut committed = committed.lock().expect("no panic");
            committed.extend(new.into_iter().map(|scan| scan.uuid));
        }
        running.fetch_sub(1, Ordering::SeqCst);
    };
    let reader = async {
        let mut walks = 0;
        loop {
            let over = running.load(Ordering::SeqCst) == 0;
            let mut conn = db.read().await.expect("a connection");
            let mut next = Some(begin(&mut conn, scope).await);
            let mut seen = HashSet::new();
            let mut before = HashSet::new();
            while let Some(after) = next {
                before.clone_from(&committed.lock().expect("no panic"));
                let page = step(&mut conn, scope, after, 7).await;
                for scan in page.scans {
                    assert!(seen.insert(scan.uuid.clone()), "{} came twice", scan.uuid);
                }
                next = page.next;
                tokio::task::yield_now().await;
            }
            let missed: Vec<_> = before.difference(&seen).collect();
            assert!(missed.is_empty(), "left out: {missed:?}");
            walks += 1;
            if over {
                return walks;
            }
        }
    };
    let (walks, ..) = tokio::join!(reader, writer(0), writer(1), writer(2), writer(3));
    assert!(walks > 1, "the reader was done before anybody wrote");
    assert!(committed.lock().expect("no panic").len() > 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_has_an_overlap_or_a_gap_while_scans_arrive() {
    each(async |test: &TestDb| {
        let ids: Vec<_> = (0..5).map(|n| format!("code-{n}")).collect();
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        let shop = Shop::new(test, &ids).await;
        let mut codes = Vec::new();
        for id in ids {
            codes.push(code(&test.db, id).await);
        }
        walk_while_writing(&test.db, &all(shop.company), &codes).await;
    })
    .await;
}

/// A cursor that is older than every scan still comes to all of them.
#[tokio::test]
async fn who_begins_before_the_first_scan_sees_it() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(&test.db, "code-one").await;
        let scope = all(shop.company);
        let mut conn = test.db.read().await.expect("a connection");
        let after = begin(&mut conn, &scope).await;
        record(&test.db, &some(&one, &["1", "2"])).await;
        let page = step(&mut conn, &scope, after, 10).await;
        let names: Vec<_> = page.scans.iter().map(|scan| scan.uuid.as_str()).collect();
        assert_eq!(names, ["1", "2"]);
    })
    .await;
}

/// A dump that is brought back into another server has numbers which that server's transactions
/// have not reached yet: new scans still come after old ones.
#[tokio::test]
async fn scans_go_on_after_a_dump_was_brought_back() {
    each(async |test: &TestDb| {
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(&test.db, "code-one").await;
        record(&test.db, &some(&one, &["1", "2", "3"])).await;
        let mut raw = test.place.raw().await;
        if test.db.engine() == Engine::Postgres {
            raw.run("UPDATE scan SET turn = turn + 1000000000000").await;
        }
        raw.close().await;
        // Every start looks.
        let again = test.place.open().await.expect("opens");
        record(&again, &some(&one, &["4", "5", "6"])).await;
        let third = test.place.open().await.expect("opens");
        record(&third, &some(&one, &["7"])).await;
        let scope = all(shop.company);
        let mut conn = third.read().await.expect("a connection");
        let mut next = Some(begin(&mut conn, &scope).await);
        let mut names = Vec::new();
        while let Some(after) = next {
            let page = step(&mut conn, &scope, after, 2).await;
            names.extend(page.scans.into_iter().map(|scan| scan.uuid));
            next = page.next;
        }
        assert_eq!(names, ["1", "2", "3", "4", "5", "6", "7"]);
    })
    .await;
}

/// A window that is long over is not looked for in all that came since.
#[tokio::test]
async fn a_window_shows_what_lies_in_it() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let shop = Shop::new(test, &["code-one"]).await;
        let one = code(db, "code-one").await;
        let scope = all(shop.company);
        let day = |n: i64| NOW.plus_seconds(n * 86_400);
        for n in 0..10 {
            write(db, async |tx| {
                record_in(tx, &[scan_of(&one, &n.to_string(), "device", day(n))]).await
            })
            .await;
        }
        let mut conn = db.read().await.expect("a connection");
        for (from, to, expected) in [
            (day(2), day(4), vec!["2", "3", "4"]),
            (day(2), Timestamp(day(4).0 - 1), vec!["2", "3"]),
            (day(8), day(20), vec!["8", "9"]),
            (day(20), day(30), vec![]),
            (day(-20), day(-10), vec![]),
        ] {
            let begin = scans::begin(&mut conn, &scope, (from, to), false, day(10)).await;
            let begin = begin.expect("a beginning");
            assert_eq!(begin.until.is_some(), to < day(9), "{expected:?}");
            let page = step(&mut conn, &scope, begin, 10).await;
            let names: Vec<_> = page.scans.iter().map(|scan| scan.uuid.as_str()).collect();
            assert_eq!(names, expected);
            assert!(page.next.is_none());
        }
    })
    .await;
}
