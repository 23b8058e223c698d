//! Work on thousands of rows has a transaction of its own among those that share theirs.

use crate::{
    group_commit::{WRITERS, all, make_pair},
    support::{company, new_brand},
};
use countermark_core::ids::CompanyId;
use countermark_store::{Db, DbError};
use countermark_testkit::db::{TestDb, each};

async fn brand_alone(db: &Db, company: CompanyId, name: &str) -> Result<(), DbError> {
    let mut tx = db.write_alone().await?;
    new_brand(&mut tx, company, name).await?;
    tx.commit_unaudited().await
}

#[tokio::test(flavor = "multi_thread")]
async fn both_kinds_come_at_the_same_time() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let writers = (0..WRITERS).map(|number| {
            let db = test.db.clone();
            async move {
                match number % 3 {
                    0 => brand_alone(&db, company, &format!("alone {number}")).await,
                    // Goes away in the middle of its work, and takes nobody's with it.
                    1 => {
                        let mut tx = if number % 2 == 0 {
                            db.write_alone().await?
                        } else {
                            db.write().await?
                        };
                        new_brand(&mut tx, company, &format!("gone {number}")).await?;
                        Ok(())
                    }
                    _ => make_pair(db, company, number).await,
                }
            }
        });
        for result in all(writers).await {
            result.expect("it is written");
        }
        let mut raw = test.place.raw().await;
        let alone = "SELECT count(*) FROM brand WHERE name LIKE 'alone %'";
        assert_eq!(raw.number(alone).await, 34);
        let shared = "SELECT count(*) FROM brand WHERE name LIKE 'brand %'";
        assert_eq!(raw.number(shared).await, 33);
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 67);
        assert_eq!(raw.number("SELECT count(*) FROM product").await, 33);
    })
    .await;
}

#[tokio::test]
async fn what_failed_is_undone_whole() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        brand_alone(&test.db, company, "there")
            .await
            .expect("it is written");
        let mut tx = test.db.write_alone().await.expect("a transaction");
        new_brand(&mut tx, company, "before")
            .await
            .expect("a brand");
        let again = new_brand(&mut tx, company, "there").await;
        assert!(matches!(again, Err(DbError::Unique)), "{again:?}");
        drop(tx);

        make_pair(test.db.clone(), company, 1)
            .await
            .expect("the next one works");
        let mut raw = test.place.raw().await;
        let names = raw.rows("SELECT name FROM brand ORDER BY name").await;
        assert_eq!(names, [["brand 1"], ["there"]]);
    })
    .await;
}

#[tokio::test]
async fn who_waits_for_a_shared_commit_gets_it_first() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let shared = tokio::spawn(make_pair(test.db.clone(), company, 1));
        tokio::task::yield_now().await;
        let mut tx = test.db.write_alone().await.expect("a transaction");
        new_brand(&mut tx, company, "gone").await.expect("a brand");
        drop(tx);
        shared.await.expect("no panic").expect("it is written");
        let mut raw = test.place.raw().await;
        assert_eq!(
            raw.rows("SELECT name FROM brand").await,
            [["brand 1"]],
            "undone is only what was alone"
        );
    })
    .await;
}
