//! What one node changes, another hears of: once, in whatever order transactions commit.

use crate::support::write;
use countermark_core::ids::{CompanyId, SessionId, UatId, UserId};
use countermark_store::{
    Db, Engine,
    changes::{self, Changed},
    watch::{Source, Watch},
};
use countermark_testkit::db::{TestDb, each};
use std::time::Duration;
use tokio::{sync::mpsc, time::timeout};

fn uat(id: u128) -> Changed {
    Changed::Uat(UatId(id))
}

async fn change(db: &Db, changed: &[Changed]) {
    write(db, async |tx| changes::record(tx, changed).await).await;
}

/// A connection that has polled once.
async fn watch(db: &Db) -> Watch {
    let source = Source::of(db, None).expect("an address");
    let mut watch = source
        .expect("PostgreSQL")
        .connect()
        .await
        .expect("connected");
    assert_eq!(watch.poll().await.expect("polled"), [Changed::Everything]);
    watch
}

async fn poll(watch: &mut Watch) -> Vec<Changed> {
    let mut changes = watch.poll().await.expect("polled");
    changes.sort_by_key(|change| format!("{change:?}"));
    changes
}

fn is_postgres(test: &TestDb) -> bool {
    test.db.engine() == Engine::Postgres
}

#[tokio::test]
async fn a_node_on_its_own_writes_and_watches_nothing() {
    each(async |test: &TestDb| {
        change(&test.db, &[uat(1), Changed::Company(CompanyId(7))]).await;
        let mut raw = test.place.raw().await;
        let rows = raw.number("SELECT count(*) FROM auth_change").await;
        assert_eq!(rows, if is_postgres(test) { 2 } else { 0 });
        let source = Source::of(&test.db, None).expect("an address");
        assert_eq!(source.is_some(), is_postgres(test));
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn each_change_is_heard_of_once() {
    each(async |test: &TestDb| {
        if !is_postgres(test) {
            return;
        }
        change(&test.db, &[uat(1)]).await;
        let mut watch = watch(&test.db).await;
        assert_eq!(
            poll(&mut watch).await,
            [],
            "what was before is not told again"
        );
        let all = [
            Changed::Company(CompanyId(7)),
            Changed::Member(CompanyId(7), UserId(3)),
            Changed::Session(SessionId(9)),
            uat(2),
        ];
        change(&test.db, &all).await;
        assert_eq!(poll(&mut watch).await, all);
        assert_eq!(poll(&mut watch).await, []);
        let mut gone = test.db.write().await.expect("a transaction");
        changes::record(&mut gone, &[uat(3)])
            .await
            .expect("recorded");
        drop(gone);
        change(&test.db, &[uat(4)]).await;
        assert_eq!(poll(&mut watch).await, [uat(4)], "only what is committed");
    })
    .await;
}

/// Numbers are given out before the commit: one that was given first may commit last.
#[tokio::test]
async fn a_late_commit_of_an_early_transaction_is_not_missed() {
    each(async |test: &TestDb| {
        if !is_postgres(test) {
            return;
        }
        let mut watch = watch(&test.db).await;
        let mut early = test.db.write().await.expect("a transaction");
        changes::record(&mut early, &[uat(1)])
            .await
            .expect("recorded");
        for id in 2..5 {
            change(&test.db, &[uat(id)]).await;
            assert_eq!(poll(&mut watch).await, [uat(id)], "and none of them twice");
        }
        early.commit_unaudited().await.expect("committed");
        change(&test.db, &[uat(5)]).await;
        assert_eq!(poll(&mut watch).await, [uat(1), uat(5)]);
        assert_eq!(poll(&mut watch).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_commit_wakes_who_listens() {
    each(async |test: &TestDb| {
        if !is_postgres(test) {
            return;
        }
        let source = Source::of(&test.db, None)
            .expect("an address")
            .expect("PostgreSQL");
        let (woken, mut calls) = mpsc::unbounded_channel();
        let listening =
            tokio::spawn(async move { source.listen(|| woken.send(()).expect("received")).await });
        let patience = Duration::from_secs(20);
        let mut call = async || timeout(patience, calls.recv()).await.expect("in time");
        call().await.expect("once when it begins");
        let mut open = test.db.write().await.expect("a transaction");
        changes::record(&mut open, &[uat(1), uat(2)])
            .await
            .expect("recorded");
        open.commit_unaudited().await.expect("committed");
        call().await.expect("once for the commit");
        listening.abort();
    })
    .await;
}

/// Old rows go, young ones stay, and who may have missed one is told to forget everything.
#[tokio::test]
async fn a_gap_is_noticed() {
    const OLD: &str =
        "UPDATE auth_change SET at = at - 7200000000 WHERE what = 'uat:0000000000000000000001'";
    const ENDED: &str = "SELECT (max(tx) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)\
                         ::int::bigint FROM auth_change WHERE what = 'uat:0000000000000000000001'";
    each(async |test: &TestDb| {
        let sweep = async || write(&test.db, async |tx| changes::sweep(tx, 3_600).await).await;
        if !is_postgres(test) {
            assert_eq!(sweep().await, 0);
            return;
        }
        let mut raw = test.place.raw().await;
        let mut away = watch(&test.db).await;
        change(&test.db, &[uat(1)]).await;
        let mut present = watch(&test.db).await;
        change(&test.db, &[uat(2)]).await;
        raw.run(OLD).await;
        // Transactions of the tests beside this one, on the same server, hold up sweeping, and make
        // a poll older than it is: the row is old once all that began before it have ended.
        for _ in 0..1_000 {
            if raw.number(ENDED).await == 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert_eq!(poll(&mut present).await, [uat(2)]);
        assert_eq!(sweep().await, 1);
        assert_eq!(sweep().await, 0);
        assert_eq!(raw.number("SELECT count(*) FROM auth_change").await, 1);
        assert_eq!(poll(&mut present).await, [], "it had read all of it");
        assert_eq!(poll(&mut away).await, [Changed::Everything]);
        assert_eq!(poll(&mut away).await, []);
        raw.close().await;
    })
    .await;
}

/// While an old transaction is open, nothing at or above its number is swept: somebody's last
/// poll may be as old as it is.
#[tokio::test]
async fn nothing_is_swept_that_a_poll_may_still_want() {
    each(async |test: &TestDb| {
        if !is_postgres(test) {
            return;
        }
        let mut watch = watch(&test.db).await;
        let mut early = test.db.write().await.expect("a transaction");
        changes::record(&mut early, &[uat(1)])
            .await
            .expect("recorded");
        change(&test.db, &[uat(2)]).await;
        let mut raw = test.place.raw().await;
        raw.run("UPDATE auth_change SET at = 0").await;
        let sweep = async || write(&test.db, async |tx| changes::sweep(tx, 3_600).await).await;
        assert_eq!(sweep().await, 0);
        early.commit_unaudited().await.expect("committed");
        assert_eq!(poll(&mut watch).await, [uat(1), uat(2)]);
        raw.close().await;
    })
    .await;
}

/// Whoever watches another database than the one that is written would never hear of anything.
#[tokio::test]
async fn a_session_on_another_database_is_refused() {
    each(async |test: &TestDb| {
        if !is_postgres(test) {
            return;
        }
        let other = TestDb::new(Engine::Postgres).await;
        let source = Source::of(&test.db, Some(&other.place.url())).expect("an address");
        let refused = source.expect("PostgreSQL").connect().await.err();
        let why = refused.expect("refused").to_string();
        assert!(why.contains("another database"), "{why}");
    })
    .await;
}
