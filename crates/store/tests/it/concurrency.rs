//! Changes that run against each other wait for each other, and never for ever.

use crate::support::{all, brand, company, new_product, product};
use countermark_core::ids::{BrandId, CompanyId, ProductId};
use countermark_store::{
    Db, DbError, brands,
    counters::{self, Counter},
    products,
};
use countermark_testkit::db::{TestDb, each};

const ROUNDS: usize = 25;

async fn archive_and_restore(
    db: &Db,
    company: CompanyId,
    id: ProductId,
    first: bool,
) -> Result<(), DbError> {
    for round in 0..ROUNDS {
        let mut tx = db.write().await?;
        let archived = (round % 2 == 0) == first;
        products::set_archived(&mut tx, &all(company), id, archived).await?;
        tx.commit_unaudited().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn archiving_one_while_another_is_restored() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let brand = brand(&test.db, company, "brand").await;
        let one = product(&test.db, company, brand, "1", "one").await;
        let two = product(&test.db, company, brand, "2", "two").await;
        let (a, b) = tokio::join!(
            archive_and_restore(&test.db, company, one, true),
            archive_and_restore(&test.db, company, two, false),
        );
        a.expect("nobody gives up");
        b.expect("nobody gives up");
    })
    .await;
}

async fn move_to_and_fro(
    db: &Db,
    company: CompanyId,
    id: ProductId,
    brands: [BrandId; 2],
) -> Result<(), DbError> {
    for round in 0..ROUNDS {
        let mut tx = db.write().await?;
        let mut product = products::lock(&mut tx, &all(company), id)
            .await?
            .expect("a product");
        product.brand.id = brands[round % 2];
        products::update(&mut tx, &all(company), &product).await?;
        tx.commit_unaudited().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_products_in_opposite_directions() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let a = brand(&test.db, company, "a").await;
        let b = brand(&test.db, company, "b").await;
        let one = product(&test.db, company, a, "1", "one").await;
        let two = product(&test.db, company, b, "2", "two").await;
        let (first, second) = tokio::join!(
            move_to_and_fro(&test.db, company, one, [b, a]),
            move_to_and_fro(&test.db, company, two, [a, b]),
        );
        first.expect("nobody gives up");
        second.expect("nobody gives up");
        let mut conn = test.db.read().await.expect("a connection");
        for (id, name) in [(a, "a"), (b, "b")] {
            let brand = brands::get(&mut conn, &all(company), id)
                .await
                .expect("a brand");
            let brand = brand.expect("still there");
            assert_eq!((brand.name.as_str(), brand.product_count), (name, 1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_sku_twice_at_once_is_made_once() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let brand = brand(&test.db, company, "brand").await;
        let attempts = (0..8).map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await?;
                new_product(&mut tx, company, brand, "same", "same").await?;
                tx.commit_unaudited().await
            })
        });
        let mut made = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.expect("no panic") {
                Ok(()) => made += 1,
                Err(DbError::Unique) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let mut conn = test.db.read().await.expect("a connection");
        let active = Counter::Products { archived: false };
        let counted = counters::get(&mut conn, &all(company), active).await;
        assert_eq!((made, counted.expect("a counter")), (1, Some(1)));
    })
    .await;
}
