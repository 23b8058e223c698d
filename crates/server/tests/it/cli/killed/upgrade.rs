//! An upgrade that is killed has done nothing, and the next start does all of it (F-30).

use crate::cli::{home::Home, program::command};
use countermark_store::Engine;
use countermark_testkit::db::{
    Raw, engines,
    old::{Contents, Tables, contents, migration, schemas, tables},
};
use std::{collections::BTreeSet, time::Duration};
use tokio::{
    process::Child,
    time::{sleep, timeout},
};

/// Old enough for every kind of change to come after it.
const OLD: i64 = 3;

/// A home with an old database, a look at it, and its tables.
async fn aged(engine: Engine) -> (Home, Raw, Tables) {
    let home = Home::new(engine).await;
    home.place.age(engine, OLD).await;
    let mut raw = home.place.raw().await;
    let old = tables(&mut raw).await;
    (home, raw, old)
}

/// A command that opens the database as a server does, and then only reads.
fn start(home: &Home) -> Child {
    let args = home.args(&["keys", "list"], &[]);
    command(&args).spawn().expect("the program starts")
}

async fn kill(mut child: Child) {
    // It may have ended.
    let _ = child.kill().await;
    child.wait().await.expect("it has ended");
}

/// How many migrations have run, once nobody goes on with what was killed.
async fn ran(raw: &mut Raw) -> usize {
    let others = "SELECT count(*) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid() \
                  AND backend_type = 'client backend'";
    while matches!(raw, Raw::Postgres(_)) && raw.number(others).await > 0 {
        sleep(Duration::from_millis(5)).await;
    }
    let versions = raw.rows("SELECT version FROM schema_version").await;
    versions.len()
}

fn ran_then() -> usize {
    schemas().iter().filter(|schema| **schema <= OLD).count()
}

/// A start finishes what was begun, and every row is there.
async fn is_finished(home: &Home, mut raw: Raw, old: &Tables, before: Contents) {
    home.place.open().await.expect("it opens").close().await;
    assert_eq!(ran(&mut raw).await, schemas().len());
    let after = contents(&mut raw, old).await;
    for (table, rows) in before {
        assert_eq!(rows.len(), 1, "{table}");
        assert!(after[&table].contains(&rows[0]), "{table}");
    }
}

#[tokio::test]
async fn killed_at_any_moment_it_is_finished_or_undone() {
    for engine in engines() {
        let (home, mut raw, old) = aged(engine).await;
        let before = contents(&mut raw, &old).await;
        // Later each time, until one is too late.
        for moment in 0.. {
            let child = start(&home);
            sleep(Duration::from_millis(3 * moment)).await;
            kill(child).await;
            let now = ran(&mut raw).await;
            if now == schemas().len() {
                break;
            }
            assert_eq!(now, ran_then(), "{engine:?}: killed after {moment}");
            assert!(tables(&mut raw).await == old, "{engine:?}: a half");
        }
        is_finished(&home, raw, &old, before).await;
    }
}

/// On PostgreSQL a migration can be held at a statement: at a table that somebody else has locked.
#[tokio::test]
async fn killed_at_a_statement_it_is_undone() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (home, mut raw, old) = aged(Engine::Postgres).await;
    let before = contents(&mut raw, &old).await;
    let mut changed = BTreeSet::new();
    for number in schemas().into_iter().filter(|number| *number > OLD) {
        let text = migration(Engine::Postgres, number);
        let tables = text.split("ALTER TABLE ").skip(1);
        let names = tables.filter_map(|rest| rest.split_whitespace().next());
        changed.extend(
            names
                .filter(|name| old.contains_key(*name))
                .map(str::to_owned),
        );
    }
    assert!(changed.len() > 4, "{changed:?}");
    let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = \
                 (SELECT oid FROM pg_database WHERE datname = current_database())";
    for table in changed {
        let mut other = home.place.raw().await;
        let lock = format!("BEGIN; LOCK TABLE \"{table}\" IN ACCESS EXCLUSIVE MODE");
        other.run(&lock).await;
        let child = start(&home);
        let reached = timeout(Duration::from_mins(1), async {
            while raw.number(waits).await == 0 {
                sleep(Duration::from_millis(5)).await;
            }
        });
        reached.await.expect("it reaches the table");
        kill(child).await;
        other.run("ROLLBACK").await;
        other.close().await;
        assert_eq!(ran(&mut raw).await, ran_then(), "killed at {table}");
        assert!(tables(&mut raw).await == old, "killed at {table}");
    }
    is_finished(&home, raw, &old, before).await;
}
