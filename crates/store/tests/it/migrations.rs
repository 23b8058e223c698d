//! Starting on an empty, a current and a newer database.

use crate::support::company;
use countermark_core::ids::CompanyId;
use countermark_store::{DbError, Engine, companies};
use countermark_testkit::db::{Place, TestDb, each, engines};

#[tokio::test]
async fn opening_again_changes_nothing() {
    each(async |test: &TestDb| {
        let id = company(&test.db, "Kallista").await;
        let again = test.place.open().await.expect("it opens a second time");
        let mut conn = again.read().await.expect("a connection");
        let found = companies::get(&mut conn, id).await.expect("a company");
        assert_eq!(found.expect("still there").name, "Kallista");
        let mut raw = test.place.raw().await;
        let once = "SELECT count(*) - count(DISTINCT version) FROM schema_version";
        assert_eq!(raw.number(once).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    each(async |test: &TestDb| {
        let mut raw = test.place.raw().await;
        let newest = "SELECT max(version) FROM schema_version";
        let known = raw.number(newest).await;
        raw.run("INSERT INTO schema_version (version) VALUES (4711)")
            .await;
        let refused = test.place.open().await.err().expect("it does not open");
        let DbError::NewerSchema { found, known: told } = refused else {
            panic!("{refused}")
        };
        assert_eq!((found, told), (4711, known));
        assert_eq!(raw.number(newest).await, 4711);
    })
    .await;
}

#[tokio::test]
async fn an_empty_database_gets_the_schema() {
    for engine in engines() {
        let place = Place::empty(engine).await;
        let db = place.open().await.expect("it opens");
        let id = company(&db, "Kallista").await;
        assert_eq!(id, CompanyId(1), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_together_take_turns() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let place = Place::empty(Engine::Postgres).await;
    let (a, b, c, d) = tokio::join!(place.open(), place.open(), place.open(), place.open());
    for node in [a, b, c, d] {
        node.expect("every node starts").close().await;
    }
    let mut raw = place.raw().await;
    let once = "SELECT count(*) - count(DISTINCT version) FROM schema_version";
    assert_eq!(raw.number(once).await, 0);
    assert_eq!(raw.number("SELECT count(*) FROM company").await, 0);
}

/// A database in which a migration with a smaller number has not run yet gets that one.
#[tokio::test]
async fn what_has_not_run_is_run_whatever_ran_after_it() {
    each(async |test: &TestDb| {
        let mut raw = test.place.raw().await;
        raw.run("DROP TABLE task_turn").await;
        raw.run("DELETE FROM schema_version WHERE version = 2")
            .await;
        test.place.open().await.expect("it opens again");
        assert_eq!(raw.number("SELECT count(*) FROM task_turn").await, 0);
    })
    .await;
}
