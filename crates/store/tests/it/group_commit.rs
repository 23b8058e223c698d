//! Writers that come together share a commit and do not feel each other. On PostgreSQL each has
//! a transaction of its own; what callers may rely on is the same.

use crate::support::{NOW, company, member, new_brand, new_product, uat};
use countermark_core::ids::CompanyId;
use countermark_core::roles::Role;
use countermark_store::{Db, DbError, Engine, uses};
use countermark_testkit::db::{TestDb, each, engines};
use std::path::Path;

pub(crate) const WRITERS: usize = 100;

/// A brand and a product in one transaction.
pub(crate) async fn make_pair(db: Db, company: CompanyId, number: usize) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    let brand = new_brand(&mut tx, company, &format!("brand {number}")).await?;
    new_product(&mut tx, company, brand, &format!("sku {number}"), "").await?;
    tx.commit_unaudited().await
}

/// Starts all, waits for all.
pub(crate) async fn all<T: Send + 'static>(
    work: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = work.map(tokio::spawn).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("no panic"));
    }
    results
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_writers_are_all_there() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let writers = (0..WRITERS).map(|number| make_pair(test.db.clone(), company, number));
        for result in all(writers).await {
            result.expect("it is written");
        }
        let mut raw = test.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 100);
        assert_eq!(
            raw.number("SELECT count(DISTINCT brand_id) FROM product")
                .await,
            100
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_when_others_can_see_the_change() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let mut watchers = Vec::new();
        for _ in 0..20 {
            watchers.push(test.place.raw().await);
        }
        let writers = watchers.into_iter().enumerate().map(|(number, mut raw)| {
            let db = test.db.clone();
            async move {
                let mut tx = db.write().await.expect("a transaction");
                let name = format!("brand {number}");
                new_brand(&mut tx, company, &name).await.expect("a brand");
                let sql = format!("SELECT count(*) FROM brand WHERE name = '{name}'");
                let before = raw.number(&sql).await;
                tx.commit_unaudited().await.expect("it commits");
                (before, raw.number(&sql).await)
            }
        });
        assert_eq!(all(writers).await, [(0, 1); 20]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_does_not_harm_its_neighbours() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let token = uat(&test.db, company, anna, 1).await;
        let writers = (0..WRITERS).map(|number| {
            let db = test.db.clone();
            async move {
                match number % 4 {
                    // The name is taken by one of the others, or by nobody: not both.
                    1 => make_pair(db, company, number - 1).await,
                    // A number that overflows its column.
                    2 => {
                        let mut tx = db.write().await?;
                        new_brand(&mut tx, company, &format!("brand {number}")).await?;
                        let used = uses::Use {
                            id: token,
                            day: NOW.day(),
                            calls: i64::MAX,
                            at: Some(NOW),
                            refused: 0,
                            refused_at: None,
                            counts: Vec::new(),
                            seen: Vec::new(),
                        };
                        uses::record(&mut tx, &[used.clone(), used]).await?;
                        tx.commit_unaudited().await
                    }
                    _ => make_pair(db, company, number).await,
                }
            }
        });
        let results = all(writers).await;
        for (number, result) in results.iter().enumerate() {
            match number % 4 {
                0 => assert!(
                    result.is_ok() != results[number + 1].is_ok(),
                    "{number}: {result:?}"
                ),
                1 => assert!(
                    matches!(result, Ok(()) | Err(DbError::Unique)),
                    "{result:?}"
                ),
                2 => assert!(matches!(result, Err(DbError::Unavailable(_))), "{result:?}"),
                _ => assert!(result.is_ok(), "{number}: {result:?}"),
            }
        }
        let mut raw = test.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 50);
        assert_eq!(raw.number("SELECT count(*) FROM product").await, 50);
        assert_eq!(raw.number("SELECT use_count FROM uat").await, 0);
    })
    .await;
}

/// How many commits stand in the write-ahead log, and the salt that says whether it was begun
/// anew in between (`SQLite` file format §4.1: a frame whose second word is not zero commits).
fn commits_in_log(file: &Path) -> (usize, Vec<u8>) {
    let log = std::fs::read(file.with_extension("db-wal")).expect("a log");
    let (header, frames) = log.split_at(32);
    let salt = &header[16..24];
    let page = u32::from_be_bytes(header[8..12].try_into().expect("four bytes"));
    let commits = frames
        .chunks_exact(24 + usize::try_from(page).expect("a page size"))
        .filter(|frame| &frame[8..16] == salt && frame[4..8] != [0; 4])
        .count();
    (commits, salt.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_share_commits() {
    if !engines().contains(&Engine::Sqlite) {
        return;
    }
    let test = TestDb::new(Engine::Sqlite).await;
    let company = company(&test.db, "Kallista").await;
    let (before, salt) = commits_in_log(&test.place.file());
    for number in 0..3 {
        make_pair(test.db.clone(), company, number)
            .await
            .expect("it is written");
    }
    let (alone, _) = commits_in_log(&test.place.file());
    assert_eq!(alone - before, 3, "one after the other, each has its own");

    let writers = (3..WRITERS).map(|number| make_pair(test.db.clone(), company, number));
    for result in all(writers).await {
        result.expect("it is written");
    }
    let (together, salt_after) = commits_in_log(&test.place.file());
    assert_eq!(salt, salt_after, "the log was not begun anew");
    let shared = together - alone;
    assert!((1..50).contains(&shared), "{shared} commits for 97 writers");
}
