//! Following the anchors from page to page yields every row once, in order.

use crate::support::{NOW, all, brand, company, new_product, property, walk, write};
use countermark_core::{
    ids::{BrandId, CompanyId},
    page::{Anchor, Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use countermark_store::{
    Db, DbError, Ordering,
    products::{self, NewProduct, ORDERINGS, Product, Wanted},
};
use countermark_testkit::db::{TestDb, engines};
use proptest::{collection::vec, prelude::*};
use std::sync::atomic::{AtomicU32, Ordering as Memory};

/// A random list: products with few different names and times, so that many are alike.
#[derive(Clone, Debug)]
struct Case {
    products: Vec<(String, i64)>,
    arriving: Vec<(String, i64)>,
    ordering: usize,
    descending: bool,
    limit: i64,
}

fn cases() -> impl Strategy<Value = Case> {
    let product = || ("[aAbB_%éÉ|𝄞 ]{0,3}", 0..3_i64);
    let rows = (vec(product(), 0..25), vec(product(), 1..4));
    (rows, 0..ORDERINGS.len(), any::<bool>(), 1..8_i64).prop_map(
        |((products, arriving), ordering, descending, limit)| Case {
            products,
            arriving,
            ordering,
            descending,
            limit,
        },
    )
}

impl Case {
    fn ordering(&self) -> Ordering {
        Ordering {
            descending: self.descending,
            ..ORDERINGS[self.ordering]
        }
    }
}

async fn make(
    db: &Db,
    (company, brand): (CompanyId, BrandId),
    prefix: &str,
    wishes: &[(String, i64)],
) {
    write(db, async |tx| {
        for (number, (name, second)) in wishes.iter().enumerate() {
            let sku = format!("{prefix}{name}{number}");
            let new = NewProduct {
                uuid: &format!("{company} {sku}"),
                sku: &sku,
                name,
                brand,
                campaign: None,
                label: "",
                description: "",
                client_url: "",
            };
            products::create(tx, &all(company), &new, NOW.plus_seconds(*second)).await?;
        }
        Ok(())
    })
    .await;
}

/// Sorts as the list promises: by the column, then by id.
fn sorted(mut products: Vec<Product>, ordering: Ordering) -> Vec<Product> {
    let key = |product: &Product| match ordering.name {
        "creation_date" => (product.created_at.0, String::new(), product.id),
        "name" => (0, fold(&product.name), product.id),
        "sku" => (0, product.sku.clone(), product.id),
        "id" => (0, String::new(), product.id),
        other => panic!("an ordering without a model: {other}"),
    };
    products.sort_by_key(key);
    if ordering.descending {
        products.reverse();
    }
    products
}

/// A page, asked for with the anchor as it travels in a URL.
async fn page(
    db: &Db,
    company: CompanyId,
    ordering: Ordering,
    request: &PageRequest,
) -> Result<Page<Product>, DbError> {
    let sent = request.after.as_ref().map(Anchor::write);
    let after = sent.map(|text| Anchor::parse(&text).expect("an anchor reads back"));
    let request = PageRequest {
        after,
        ..request.clone()
    };
    let mut conn = db.read().await?;
    products::list(
        &mut conn,
        &all(company),
        &Wanted::default(),
        ordering,
        &request,
    )
    .await
}

async fn new_company(db: &Db) -> (CompanyId, BrandId) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Memory::Relaxed);
    let company = company(db, &format!("company {number}")).await;
    (company, brand(db, company, "brand").await)
}

async fn every_row_once_in_order(db: &Db, case: Case) {
    let place = new_company(db).await;
    make(db, place, "", &case.products).await;
    // A neighbour's rows must not show.
    make(db, new_company(db).await, "other", &case.arriving).await;
    let ordering = case.ordering();
    let all = walk(200, async |request| {
        page(db, place.0, ordering, request).await
    })
    .await;
    assert_eq!(all.len(), case.products.len());
    assert_eq!(all, sorted(all.clone(), ordering));

    let paged = walk(case.limit, async |request| {
        let page = page(db, place.0, ordering, request).await?;
        assert!(page.rows.len() <= usize::try_from(case.limit).expect("a limit"));
        assert_eq!(usize::try_from(page.count), Ok(case.products.len()));
        Ok(page)
    })
    .await;
    assert_eq!(paged, all);
}

async fn rows_that_arrive_meanwhile_shift_nothing(db: &Db, case: Case) {
    let place = new_company(db).await;
    make(db, place, "", &case.products).await;
    let ordering = case.ordering();
    let old = walk(200, async |request| {
        page(db, place.0, ordering, request).await
    })
    .await;

    let steps = AtomicU32::new(0);
    let paged = walk(case.limit, async |request| {
        let page = page(db, place.0, ordering, request).await?;
        let step = steps.fetch_add(1, Memory::Relaxed);
        // New rows come before, among and after those that have been seen; not for ever, though.
        if step < 10 {
            make(db, place, &format!("new{step} "), &case.arriving).await;
        }
        Ok(page)
    })
    .await;
    let seen: Vec<_> = paged
        .iter()
        .filter(|row| old.contains(row))
        .cloned()
        .collect();
    assert_eq!(seen, old, "each old row once, in order");
    assert_eq!(paged, sorted(paged.clone(), ordering));
    let mut ids: Vec<_> = paged.iter().map(|row| row.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), paged.len(), "no row twice");
}

fn on_each(check: &impl AsyncFn(&Db, Case)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        property(24, cases(), |case| runtime.block_on(check(&test.db, case)));
    }
}

#[test]
fn every_row_comes_once_in_order() {
    on_each(&every_row_once_in_order);
}

#[test]
fn rows_that_arrive_in_between_shift_nothing() {
    on_each(&rows_that_arrive_meanwhile_shift_nothing);
}

#[test]
fn an_offset_skips_so_many_rows() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        runtime.block_on(async {
            let test = TestDb::new(engine).await;
            let (company, brand) = new_company(&test.db).await;
            write(&test.db, async |tx| {
                for sku in ["a", "b", "c", "d", "e"] {
                    new_product(tx, company, brand, sku, "alike").await?;
                }
                Ok(())
            })
            .await;
            let request = PageRequest {
                limit: 2,
                offset: 3,
                after: None,
            };
            let by_sku = ORDERINGS[2];
            let page = page(&test.db, company, by_sku, &request)
                .await
                .expect("a page");
            let skus: Vec<_> = page.rows.iter().map(|row| row.sku.as_str()).collect();
            assert_eq!((by_sku.name, skus, page.count), ("sku", vec!["d", "e"], 5));
            assert_eq!(page.rows[0].created_at, Timestamp(NOW.0));
            assert!(page.next.is_none());
        });
    }
}
