//! Writers that come together share a commit and do not feel each other. On PostgreSQL each has
//! a transaction of its own; what callers may rely on is the same.

use crate::support::{NOW, company, member, new_brand, new_product, uat};
use countermark_core::ids::CompanyId;
use countermark_core::roles::Role;
use countermark_store::{Db, DbError, Engine, uats};
use countermark_testkit::db::{TestDb, each, engines};
use std::{
    future::poll_fn,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    pin::pin,
    task::Poll,
    time::Duration,
};

const WRITERS: usize = 100;

/// A brand and a product in one transaction.
async fn make_pair(db: Db, company: CompanyId, number: usize) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    let brand = new_brand(&mut tx, company, &format!("brand {number}")).await?;
    new_product(&mut tx, company, brand, &format!("sku {number}"), "").await?;
    tx.commit_unaudited().await
}

/// Starts all, waits for all.
async fn all<T: Send + 'static>(
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
                        let used = uats::Use {
                            id: token,
                            at: NOW,
                            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
                            user_agent: String::new(),
                            count: i64::MAX,
                        };
                        uats::record_uses(&mut tx, &[used.clone(), used]).await?;
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

/// Polls at most so many times, then drops the work: a client that has gone away.
async fn given_up_after<T>(polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(move |context| {
        left -= 1;
        match work.as_mut().poll(context) {
            Poll::Pending if left == 0 => Poll::Ready(None),
            polled => polled.map(Some),
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_goes_away_leaves_nothing_and_blocks_nobody() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        for round in 0..10 {
            let numbers = round * WRITERS..(round + 1) * WRITERS;
            let writers = numbers.clone().map(|number| {
                let db = test.db.clone();
                async move {
                    let work = make_pair(db, company, number);
                    if number % 2 == 0 {
                        Some(work.await)
                    } else {
                        given_up_after(1 + number / 2 % 40, work).await
                    }
                }
            });
            let results = tokio::time::timeout(Duration::from_mins(1), all(writers)).await;
            let mut raw = test.place.raw().await;
            for (number, result) in numbers.zip(results.expect("nobody is blocked")) {
                let brands = format!("SELECT count(*) FROM brand WHERE name = 'brand {number}'");
                let products = format!("SELECT count(*) FROM product WHERE sku = 'sku {number}'");
                let there = (raw.number(&brands).await, raw.number(&products).await);
                match result {
                    Some(Ok(())) => assert_eq!(there, (1, 1), "{number}"),
                    Some(Err(error)) => panic!("{number} is harmed: {error}"),
                    // Given up while the commit was under way: whole or not at all.
                    None => assert!(there == (0, 0) || there == (1, 1), "{number}: {there:?}"),
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_goes_away_before_its_commit_leaves_nothing() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        for polls in 1..60 {
            let work = async {
                let mut tx = test.db.write().await.expect("a transaction");
                for number in 0..20 {
                    new_brand(&mut tx, company, &format!("{polls} {number}"))
                        .await
                        .expect("a brand");
                }
                loop {
                    tokio::task::yield_now().await;
                }
            };
            given_up_after(polls, work).await;
        }
        make_pair(test.db.clone(), company, 1)
            .await
            .expect("the way is free");
        let mut raw = test.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 1);
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
