//! Counters equal what counting would find, whatever has happened.

use crate::support::{NOW, all, company, new_brand, new_product, property};
use countermark_core::ids::{BrandId, CampaignId, CompanyId, ProductId};
use countermark_store::{
    Db, DbError, Tx, brands, campaigns,
    counters::{self, Counter},
    products::{self, CampaignOf, NewProduct, bulk},
};
use countermark_testkit::db::{Raw, TestDb, engines};
use proptest::{collection::vec, option::of, prelude::*};

/// One thing that somebody does; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    CreateBrand,
    ArchiveBrand(usize, bool),
    DeleteBrand(usize),
    CreateProduct(usize),
    ArchiveProduct(usize, bool),
    MoveProduct(usize, usize),
    DeleteProduct(usize),
    CreateCampaign,
    ArchiveCampaign(usize, bool),
    PutInto(usize, Option<usize>),
    Import(usize, Option<usize>, usize),
}

fn steps() -> impl Strategy<Value = Vec<(Step, bool)>> {
    let number = 0..100_usize;
    let step = prop_oneof![
        2 => Just(Step::CreateBrand),
        2 => (number.clone(), any::<bool>()).prop_map(|(n, a)| Step::ArchiveBrand(n, a)),
        1 => number.clone().prop_map(Step::DeleteBrand),
        4 => number.clone().prop_map(Step::CreateProduct),
        4 => (number.clone(), any::<bool>()).prop_map(|(n, a)| Step::ArchiveProduct(n, a)),
        3 => (number.clone(), number.clone()).prop_map(|(p, b)| Step::MoveProduct(p, b)),
        2 => number.clone().prop_map(Step::DeleteProduct),
        1 => Just(Step::CreateCampaign),
        1 => (number.clone(), any::<bool>()).prop_map(|(n, a)| Step::ArchiveCampaign(n, a)),
        3 => (number.clone(), of(number.clone())).prop_map(|(p, c)| Step::PutInto(p, c)),
        1 => (number.clone(), of(number.clone()), 0..60_usize)
            .prop_map(|(b, c, n)| Step::Import(b, c, n)),
    ];
    // One in a few is given up before its commit.
    vec((step, prop::bool::weighted(0.85)), 1..40)
}

/// What there is to choose from, as the raw connection sees it.
async fn ids(raw: &mut Raw, table: &str, company: CompanyId) -> Vec<i64> {
    let sql = format!("SELECT id FROM {table} WHERE company_id = {company} ORDER BY id");
    let rows = raw.rows(&sql).await;
    rows.iter()
        .map(|row| row[0].parse().expect("an id"))
        .collect()
}

async fn run(
    tx: &mut Tx,
    company: CompanyId,
    step: &Step,
    raw: &mut Raw,
    n: usize,
) -> Result<(), DbError> {
    let (brand_ids, product_ids, campaign_ids) = (
        ids(raw, "brand", company).await,
        ids(raw, "product", company).await,
        ids(raw, "campaign", company).await,
    );
    let brand = |at: usize| {
        brand_ids
            .get(at % brand_ids.len().max(1))
            .map(|id| BrandId(*id))
    };
    let product = |at: usize| {
        product_ids
            .get(at % product_ids.len().max(1))
            .map(|id| ProductId(*id))
    };
    let campaign = |at: usize| {
        campaign_ids
            .get(at % campaign_ids.len().max(1))
            .map(|id| CampaignId(*id))
    };
    match *step {
        Step::CreateBrand => drop(new_brand(tx, company, &format!("brand {n}")).await?),
        Step::ArchiveBrand(at, archived) => {
            if let Some(id) = brand(at) {
                brands::set_archived(tx, &all(company), id, archived).await?;
            }
        }
        Step::DeleteBrand(at) => {
            if let Some(id) = brand(at) {
                brands::delete(tx, &all(company), id).await?;
            }
        }
        Step::CreateProduct(at) => {
            if let Some(id) = brand(at) {
                new_product(tx, company, id, &format!("sku {n}"), "").await?;
            }
        }
        Step::ArchiveProduct(at, archived) => {
            if let Some(id) = product(at) {
                products::set_archived(tx, &all(company), id, archived).await?;
            }
        }
        Step::MoveProduct(at, to) => {
            if let (Some(id), Some(to)) = (product(at), brand(to)) {
                let mut product = products::lock(tx, &all(company), id)
                    .await?
                    .expect("a product");
                product.brand.id = to;
                products::update(tx, &all(company), &product).await?;
            }
        }
        Step::DeleteProduct(at) => {
            if let Some(id) = product(at) {
                assert!(products::delete(tx, &all(company), id).await?);
                assert!(!products::delete(tx, &all(company), id).await?);
            }
        }
        Step::CreateCampaign => {
            let name = format!("campaign {n}");
            let new = campaigns::NewCampaign {
                name: &name,
                description: "",
            };
            campaigns::create(tx, &all(company), &new, NOW).await?;
        }
        Step::ArchiveCampaign(at, archived) => {
            if let Some(id) = campaign(at) {
                campaigns::set_archived(tx, &all(company), id, archived).await?;
            }
        }
        Step::PutInto(at, to) => {
            if let Some(id) = product(at) {
                let found = products::lock(tx, &all(company), id).await?;
                let mut product = found.expect("a product");
                product.campaign = to.and_then(campaign).map(|id| CampaignOf {
                    id,
                    name: String::new(),
                    description: String::new(),
                    archived: false,
                });
                products::update(tx, &all(company), &product).await?;
            }
        }
        Step::Import(at, to, number) => {
            if let Some(brand) = brand(at) {
                import(tx, company, (brand, to.and_then(campaign)), n, number).await?;
            }
        }
    }
    Ok(())
}

async fn import(
    tx: &mut Tx,
    company: CompanyId,
    (brand, campaign): (BrandId, Option<CampaignId>),
    n: usize,
    number: usize,
) -> Result<(), DbError> {
    let skus: Vec<_> = (0..number).map(|row| format!("import {n} {row}")).collect();
    let uuids: Vec<_> = skus.iter().map(|sku| format!("{company} {sku}")).collect();
    let rows: Vec<_> = skus
        .iter()
        .zip(&uuids)
        .map(|(sku, uuid)| NewProduct {
            uuid,
            sku,
            name: sku,
            brand,
            campaign,
            label: "",
            description: "",
            client_url: "",
        })
        .collect();
    bulk::insert(tx, &all(company), &rows, NOW).await.map(drop)
}

async fn counters_are_right(db: &Db, raw: &mut Raw, company: CompanyId) {
    let mut conn = db.read().await.expect("a connection");
    for archived in [false, true] {
        for (counter, table) in [
            (Counter::Brands { archived }, "brand"),
            (Counter::Campaigns { archived }, "campaign"),
            (Counter::Products { archived }, "product"),
        ] {
            let shown = counters::get(&mut conn, &all(company), counter)
                .await
                .expect("a counter");
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE company_id = {company} AND archived = {}",
                i64::from(archived)
            );
            assert_eq!(shown, Some(raw.number(&sql).await), "{counter:?}");
        }
    }
    for table in ["brand", "campaign"] {
        let sql = format!(
            "SELECT count(*) FROM {table} t WHERE product_count <> \
             (SELECT count(*) FROM product p WHERE p.{table}_id = t.id)"
        );
        assert_eq!(raw.number(&sql).await, 0, "{table}: products counted wrong");
    }
}

#[test]
fn counters_equal_what_counting_finds() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let next = std::cell::Cell::new(0);
        property(24, steps(), |steps| {
            runtime.block_on(async {
                let mut raw = test.place.raw().await;
                next.set(next.get() + 1);
                let company = company(&test.db, &format!("company {}", next.get())).await;
                for (n, (step, commit)) in steps.iter().enumerate() {
                    let mut tx = test.db.write().await.expect("a transaction");
                    let done = run(&mut tx, company, step, &mut raw, n).await;
                    let expected = matches!(
                        (step, &done),
                        (_, Ok(())) | (Step::DeleteBrand(_), Err(DbError::Referenced))
                    );
                    assert!(expected, "{step:?}: {done:?}");
                    if done.is_ok() && *commit {
                        tx.commit_unaudited().await.expect("it commits");
                    }
                }
                counters_are_right(&test.db, &mut raw, company).await;
            });
        });
    }
}
