//! A request whose client goes away is dropped in the middle of its work.

use crate::{
    group_commit::{WRITERS, all, make_pair},
    support::{company, new_brand},
};
use countermark_testkit::db::{TestDb, each};
use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

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
