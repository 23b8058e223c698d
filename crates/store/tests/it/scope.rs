//! What a condition of a token lets through, held against a slow model of it: lists, pages,
//! counts, single rows, changes, imports and exports, on both engines (security checklist 47, 53).

mod model;

use crate::support::{NOW, all, brand, company, product, property, walk, write};
use countermark_core::{
    ids::{BrandId, CompanyId, ProductId},
    only::Only,
    page::PageRequest,
};
use countermark_store::{
    Conn, Db, DbError, Outside, Scope, Tx,
    brands::{self, Brand, NewBrand},
    counters::{self, Counter},
    products::{
        self, NewProduct, Product,
        bulk::{self, Change},
    },
};
use countermark_testkit::db::{TestDb, each, engines};
use model::{Model, OneBrand, OneProduct, Refused, number};
use proptest::{collection::vec, option, prelude::*};
use std::{collections::BTreeSet, sync::Arc};

/// Names and SKUs are few, so that they collide.
const TEXTS: usize = 9;

fn text(number: usize) -> String {
    format!("{}{}", ["a", "b", "c"][number % 3], number % TEXTS)
}

/// A company: brands and products, each product with its brand, and which of them are archived.
#[derive(Clone, Debug)]
struct World {
    brands: Vec<bool>,
    products: Vec<(usize, bool)>,
}

fn worlds() -> impl Strategy<Value = World> {
    let product = (0..5_usize, prop::bool::weighted(0.2));
    (vec(prop::bool::weighted(0.2), 2..5), vec(product, 2..9))
        .prop_map(|(brands, products)| World { brands, products })
}

/// Lists of a condition by place; places beyond the world are ids that were never given.
type Listed = (Option<BTreeSet<usize>>, Option<BTreeSet<usize>>);

fn conditions() -> impl Strategy<Value = Listed> {
    let places = |to| option::weighted(0.6, prop::collection::btree_set(0..to, 0..5));
    (places(5_usize), places(9_usize))
}

/// One thing that the limited caller or somebody with all of the company does; numbers choose
/// among what is there.
#[derive(Clone, Debug)]
enum Step {
    CreateBrand(usize),
    RenameBrand(usize, usize),
    ArchiveBrand(usize, bool),
    DeleteBrand(usize),
    CreateProduct(usize, usize),
    ChangeProduct(usize, usize, usize),
    ArchiveProduct(usize, bool),
    DeleteProduct(usize),
    Import(Vec<(usize, usize)>),
}

fn steps() -> impl Strategy<Value = Vec<(Step, bool)>> {
    let place = || 0..60_usize;
    let step = prop_oneof![
        1 => place().prop_map(Step::CreateBrand),
        2 => (place(), place()).prop_map(|(at, to)| Step::RenameBrand(at, to)),
        1 => (place(), any::<bool>()).prop_map(|(at, to)| Step::ArchiveBrand(at, to)),
        1 => place().prop_map(Step::DeleteBrand),
        3 => (place(), place()).prop_map(|(sku, at)| Step::CreateProduct(sku, at)),
        8 => (place(), place(), place())
            .prop_map(|(at, sku, brand)| Step::ChangeProduct(at, sku, brand)),
        2 => (place(), any::<bool>()).prop_map(|(at, to)| Step::ArchiveProduct(at, to)),
        2 => place().prop_map(Step::DeleteProduct),
        2 => vec((0..TEXTS, place()), 0..4).prop_map(Step::Import),
    ];
    // Most steps are the limited caller's; others change what is within under its feet.
    vec((step, prop::bool::weighted(0.75)), 4..16)
}

fn new_brand(name: &str) -> NewBrand<'_> {
    NewBrand {
        name,
        reference: None,
        description: "",
        client_url: "",
    }
}

fn new_product<'a>(uuid: &'a str, sku: &'a str, brand: i64) -> NewProduct<'a> {
    NewProduct {
        uuid,
        sku,
        name: sku,
        brand: BrandId(brand),
        campaign: None,
        label: "",
        description: "",
        client_url: "",
    }
}

/// One run: a company, its model, and the condition.
struct Run<'a> {
    db: &'a Db,
    company: CompanyId,
    model: Model,
    made: usize,
}

impl Run<'_> {
    async fn furnish(&mut self, world: &World) {
        for (at, archived) in world.brands.iter().enumerate() {
            let name = text(at);
            let id = brand(self.db, self.company, &name).await;
            let archived = *archived;
            self.model.brands.insert(id.0, OneBrand { name, archived });
            let set = async |tx: &mut Tx| {
                brands::set_archived(tx, &all(self.company), id, archived).await
            };
            write(self.db, set).await;
        }
        let ids: Vec<_> = self.model.brands.keys().copied().collect();
        for (at, (brand, archived)) in world.products.iter().enumerate() {
            let (sku, archived) = (text(at), *archived);
            let brand = ids[brand % ids.len()];
            let id = product(self.db, self.company, BrandId(brand), &sku, &sku).await;
            let one = OneProduct {
                sku,
                brand,
                archived,
            };
            self.model.products.insert(id.0, one);
            let set = async |tx: &mut Tx| {
                products::set_archived(tx, &all(self.company), id, archived).await
            };
            write(self.db, set).await;
        }
    }

    /// The condition, in the ids of this company.
    fn only(&self, (brands, products): &Listed) -> Option<Arc<Only>> {
        let of = |ids: Vec<i64>, places: &BTreeSet<usize>| -> Vec<i64> {
            let id = |at: &usize| ids.get(*at).copied().unwrap_or(900_000 + number(*at));
            places.iter().map(id).collect()
        };
        let brand_ids: Vec<_> = self.model.brands.keys().copied().collect();
        let product_ids: Vec<_> = self.model.products.keys().copied().collect();
        let brands = brands.as_ref().map(|places| of(brand_ids, places));
        let products = products.as_ref().map(|places| of(product_ids, places));
        Only::of(
            brands.map(|ids| ids.into_iter().map(BrandId).collect()),
            products.map(|ids| ids.into_iter().map(ProductId).collect()),
        )
        .map(Arc::new)
    }

    fn brand(&self, at: usize) -> i64 {
        let ids: Vec<_> = self.model.brands.keys().copied().collect();
        ids.get(at % (ids.len() + 1)).copied().unwrap_or(900_000)
    }

    fn product(&self, at: usize) -> i64 {
        let ids: Vec<_> = self.model.products.keys().copied().collect();
        ids.get(at % (ids.len() + 1)).copied().unwrap_or(900_000)
    }

    /// Does a step for real and in the model; both must agree on what comes of it.
    async fn step(&mut self, step: &Step, only: Option<&Arc<Only>>) {
        self.made += 1;
        let scope = Scope::within(self.company, only.cloned());
        let mut after = self.model.clone();
        let mut tx = self.db.write().await.expect("a transaction");
        let (found, expected) = match step {
            Step::CreateBrand(name) => {
                let name = text(*name);
                let found = brands::create(&mut tx, &scope, &new_brand(&name), NOW).await;
                let found = found.map(|brand| brand.id.0);
                let id = found.as_ref().ok().copied();
                (found.map(drop), after.create_brand(only, id, name))
            }
            Step::RenameBrand(at, name) => {
                let (id, name) = (self.brand(*at), text(*name));
                let mut brand = one_brand(id);
                brand.name.clone_from(&name);
                let found = brands::update(&mut tx, &scope, &brand).await;
                (found, after.rename_brand(only, id, name))
            }
            Step::ArchiveBrand(at, archived) => {
                let id = self.brand(*at);
                let found = brands::set_archived(&mut tx, &scope, BrandId(id), *archived).await;
                let expected = after.archive_brand(only, id, *archived);
                (same(found, expected), expected.map(drop))
            }
            Step::DeleteBrand(at) => {
                let id = self.brand(*at);
                let found = brands::delete(&mut tx, &scope, BrandId(id)).await;
                let expected = after.delete_brand(only, id);
                (same(found, expected), expected.map(drop))
            }
            Step::CreateProduct(sku, at) => {
                let (sku, brand) = (text(*sku), self.brand(*at));
                let uuid = format!("{} {}", self.company, self.made);
                let new = new_product(&uuid, &sku, brand);
                let found = products::create(&mut tx, &scope, &new, NOW).await;
                let found = found.map(|product| product.id.0);
                let id = found.as_ref().ok().copied();
                (found.map(drop), after.create_product(only, id, sku, brand))
            }
            Step::ChangeProduct(at, sku, brand) => {
                let (id, sku, brand) = (self.product(*at), text(*sku), self.brand(*brand));
                let product = one_product(id, &sku, brand);
                let found = products::update(&mut tx, &scope, &product).await;
                (found, after.change_product(only, id, sku, brand))
            }
            Step::ArchiveProduct(at, archived) => {
                let id = self.product(*at);
                let found = products::set_archived(&mut tx, &scope, ProductId(id), *archived);
                let expected = Ok(after.archive_product(only, id, *archived));
                (same(found.await, expected), Ok(()))
            }
            Step::DeleteProduct(at) => {
                let id = self.product(*at);
                let found = products::delete(&mut tx, &scope, ProductId(id)).await;
                let expected = Ok(after.delete_product(only, id));
                (same(found, expected), Ok(()))
            }
            Step::Import(rows) => {
                // The row of a SKU that comes twice is the last one.
                let rows: std::collections::BTreeMap<_, _> = rows
                    .iter()
                    .map(|(sku, at)| (text(*sku), self.brand(*at)))
                    .collect();
                let rows: Vec<_> = rows.into_iter().collect();
                let prefix = format!("{} {}", self.company, self.made);
                let found = import(&mut tx, &scope, &rows, &prefix).await;
                let first = found.as_ref().ok().copied().flatten();
                (found.map(drop), after.import(only, &rows, first))
            }
        };
        match (&found, &expected) {
            (Ok(()), Ok(())) => {
                tx.commit_unaudited().await.expect("it commits");
                self.model = after;
            }
            (Err(DbError::OutsideScope(found)), Err(Refused::Outside(expected))) => {
                assert_eq!(found, expected, "{step:?} within {only:?}");
            }
            (Err(DbError::Unique), Err(Refused::Unique))
            | (Err(DbError::Referenced), Err(Refused::Referenced)) => {}
            other => panic!("{step:?} within {only:?}: {other:?}"),
        }
    }

    /// Whatever is read within the condition is what the model says.
    async fn agrees(&self, only: Option<&Arc<Only>>) {
        let scope = Scope::within(self.company, only.cloned());
        let mut conn = self.db.read().await.expect("a connection");
        self.single_rows_agree(&mut conn, &scope, only).await;
        drop(conn);
        for archived in [false, true] {
            self.brand_lists_agree(&scope, only, archived).await;
            self.product_lists_agree(&scope, only, archived).await;
        }
    }

    async fn single_rows_agree(&self, conn: &mut Conn, scope: &Scope, only: Option<&Arc<Only>>) {
        let model = &self.model;
        for id in model.brands.keys().copied().chain([900_000]) {
            let found = brands::get(conn, scope, BrandId(id)).await.expect("read");
            let found = found.map(|brand| (brand.name, brand.product_count));
            assert_eq!(found, model.brand(only, id), "brand {id} within {only:?}");
        }
        for id in model.products.keys().copied().chain([900_000]) {
            let found = products::get(conn, scope, ProductId(id)).await;
            let found = found.expect("read").map(|product| product.sku);
            let expected = model.product(only, id).map(|product| product.sku.clone());
            assert_eq!(found, expected, "product {id} within {only:?}");
        }
        let texts: Vec<_> = (0..TEXTS).map(text).collect();
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let named = bulk::find_brands(conn, scope, &texts).await.expect("read");
        let known = bulk::find_skus(conn, scope, &texts).await.expect("read");
        for text in texts {
            let found = named.get(text).map(|id| id.0);
            assert_eq!(found, model.brand_named(only, text), "{text} in {only:?}");
            // A name or SKU is taken by what is outside, too.
            let taken = brands::is_name_taken(conn, scope, text, None).await;
            let expected = model.brand_named(None, text).is_some();
            assert_eq!(taken.expect("read"), expected, "{text}");
            let taken = products::is_sku_taken(conn, scope, text, None).await;
            let expected = model.sku(text);
            assert_eq!(taken.expect("read"), expected.is_some(), "{text}");
            let found = known.get(text);
            assert_eq!(found.map(|known| known.id.0), expected, "{text}");
            if let Some(found) = found {
                let reached = model.product(only, found.id.0).is_some();
                assert_eq!(scope.product(found.id, found.brand), reached, "{text}");
            }
        }
        for archived in [false, true] {
            let counter = Counter::Products { archived };
            let found = counters::get(conn, scope, counter).await.expect("read");
            let expected = model.products_in(None, |p| p.archived == archived).len();
            let expected = only.is_none().then_some(number(expected));
            assert_eq!(found, expected, "counts of the whole company");
        }
    }

    async fn brand_lists_agree(&self, scope: &Scope, only: Option<&Arc<Only>>, archived: bool) {
        for search in [None, Some("b".to_owned())] {
            let expected = self.model.brands_in(only, |brand| {
                brand.archived == archived && brand.name.contains(search.as_deref().unwrap_or(""))
            });
            for ordering in brands::ORDERINGS {
                let wanted = brands::Wanted {
                    search: search.clone(),
                    archived,
                };
                let page = async |request: &PageRequest| {
                    let mut conn = self.db.read().await?;
                    let page = brands::list(&mut conn, scope, &wanted, *ordering, request).await?;
                    assert_eq!(page.count, number(expected.len()), "within {only:?}");
                    Ok(page)
                };
                let found = walk(2, page).await;
                let found = found.into_iter().map(|brand| {
                    let expected = self.model.brand(only, brand.id.0);
                    assert_eq!(Some((brand.name.clone(), brand.product_count)), expected);
                    (brand.id.0, brand.name)
                });
                let expected = sorted(expected.clone(), ordering.name, ordering.descending);
                let found: Vec<_> = found.collect();
                assert_eq!(found, expected, "{} within {only:?}", ordering.name);
            }
        }
    }

    async fn product_lists_agree(&self, scope: &Scope, only: Option<&Arc<Only>>, archived: bool) {
        let brand_ids = self.model.brands.keys().map(|id| Some(*id));
        let mut cases: Vec<(Option<i64>, Option<String>, Option<String>)> =
            brand_ids.map(|brand| (brand, None, None)).collect();
        cases.push((None, None, None));
        cases.push((None, Some(text(1)), None));
        cases.push((None, None, Some("b".to_owned())));
        for (brand, sku, search) in cases {
            let expected = self.model.products_in(only, |product| {
                product.archived == archived
                    && brand.is_none_or(|brand| product.brand == brand)
                    && sku.as_ref().is_none_or(|sku| product.sku == *sku)
                    && product.sku.contains(search.as_deref().unwrap_or(""))
            });
            let wanted = products::Wanted {
                search,
                archived,
                sku,
                brand: brand.map(BrandId),
                campaign: None,
            };
            // All orderings for all of them, one for each brand.
            let orderings = &products::ORDERINGS[..if brand.is_none() { 4 } else { 1 }];
            for ordering in orderings {
                let page = async |request: &PageRequest| {
                    let mut conn = self.db.read().await?;
                    let page = products::list(&mut conn, scope, &wanted, *ordering, request);
                    let page = page.await?;
                    assert_eq!(page.count, number(expected.len()), "within {only:?}");
                    Ok(page)
                };
                let show = |row: Product| (row.id.0, row.sku);
                let expected = sorted(expected.clone(), ordering.name, ordering.descending);
                let found: Vec<_> = walk(3, page).await.into_iter().map(show).collect();
                assert_eq!(found, expected, "{} within {only:?}", ordering.name);
                let mut conn = self.db.read().await.expect("a connection");
                let step = products::export(&mut conn, scope, &wanted, *ordering, None).await;
                let (rows, next) = step.expect("an export");
                let found: Vec<_> = rows.into_iter().map(show).collect();
                assert_eq!(found, expected, "export within {only:?}");
                assert_eq!(next, None);
                let skipped = PageRequest {
                    limit: 2,
                    offset: 1,
                    after: None,
                };
                let page = products::list(&mut conn, scope, &wanted, *ordering, &skipped).await;
                let found: Vec<_> = page.expect("a page").rows.into_iter().map(show).collect();
                let expected: Vec<_> = expected.into_iter().skip(1).take(2).collect();
                assert_eq!(found, expected, "a page within {only:?}");
            }
        }
    }
}

/// Ids and texts in the order of a list; everything was made at the same time.
fn sorted(mut rows: Vec<(i64, String)>, by: &str, descending: bool) -> Vec<(i64, String)> {
    match by {
        "name" | "sku" => rows.sort_by(|(_, one), (_, other)| one.cmp(other)),
        _ => rows.sort(),
    }
    if descending {
        rows.reverse();
    }
    rows
}

/// What was found, unless it is another answer than what was expected.
fn same(found: Result<bool, DbError>, expected: Result<bool, Refused>) -> Result<(), DbError> {
    if let (Ok(found), Ok(expected)) = (&found, &expected) {
        assert_eq!(found, expected);
    }
    found.map(drop)
}

fn one_brand(id: i64) -> Brand {
    Brand {
        id: BrandId(id),
        name: String::new(),
        reference: None,
        description: String::new(),
        client_url: String::new(),
        product_count: 0,
        archived: false,
        created_at: NOW,
    }
}

fn one_product(id: i64, sku: &str, brand: i64) -> Product {
    Product {
        id: ProductId(id),
        uuid: String::new(),
        sku: sku.to_owned(),
        name: sku.to_owned(),
        label: String::new(),
        description: String::new(),
        client_url: String::new(),
        archived: false,
        created_at: NOW,
        campaign: None,
        brand: products::BrandOf {
            id: BrandId(brand),
            name: String::new(),
            reference: None,
        },
        codes: products::CodesOf::default(),
    }
}

/// What the import endpoint does with rows; the first new id.
async fn import(
    tx: &mut Tx,
    scope: &Scope,
    rows: &[(String, i64)],
    prefix: &str,
) -> Result<Option<i64>, DbError> {
    bulk::take_turn(tx, scope).await?;
    let skus: Vec<_> = rows.iter().map(|(sku, _)| sku.as_str()).collect();
    let known = bulk::lock_skus(tx, scope, &skus).await?;
    let uuids: Vec<_> = skus.iter().map(|sku| format!("{prefix} {sku}")).collect();
    let (mut new, mut changes) = (Vec::new(), Vec::new());
    for ((sku, brand), uuid) in rows.iter().zip(&uuids) {
        match known.get(sku) {
            None => new.push(new_product(uuid, sku, *brand)),
            Some(known) => changes.push(Change {
                known: *known,
                sku,
                name: sku,
                brand: BrandId(*brand),
                label: None,
                description: None,
                client_url: None,
            }),
        }
    }
    let ids = bulk::insert(tx, scope, &new, NOW).await?;
    bulk::update(tx, scope, &changes).await?;
    Ok(ids.map(|(first, _)| first.0))
}

#[test]
fn a_condition_lets_through_what_the_model_says() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let next = std::cell::Cell::new(0);
        let cases = (worlds(), conditions(), steps());
        property(40, cases, |(world, listed, steps)| {
            runtime.block_on(async {
                next.set(next.get() + 1);
                let company = company(&test.db, &format!("company {}", next.get())).await;
                let mut run = Run {
                    db: &test.db,
                    company,
                    model: Model::default(),
                    made: 0,
                };
                run.furnish(&world).await;
                let only = run.only(&listed);
                for (step, limited) in &steps {
                    run.step(step, only.as_ref().filter(|_| *limited)).await;
                }
                run.agrees(only.as_ref()).await;
                // And nothing was written that the model does not have.
                run.agrees(None).await;
            });
        });
    }
}

/// A condition names ids: one that was given to another brand later would open it.
#[tokio::test]
async fn an_id_is_never_given_again() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let first = brand(&test.db, company, "first").await;
        let one = product(&test.db, company, first, "1", "one").await;
        let last = brand(&test.db, company, "last").await;
        write(&test.db, async |tx| {
            assert!(products::delete(tx, &all(company), one).await?);
            assert!(brands::delete(tx, &all(company), last).await?);
            Ok(())
        })
        .await;
        assert!(brand(&test.db, company, "new").await > last);
        assert!(product(&test.db, company, first, "1", "one").await > one);
    })
    .await;
}

/// What was found and is not within is refused even when somebody forgets to ask.
#[tokio::test]
async fn an_import_of_what_is_outside_is_refused_in_the_store_too() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let ours = brand(&test.db, company, "ours").await;
        let other = brand(&test.db, company, "other").await;
        product(&test.db, company, other, "other", "other").await;
        let only = Only::of(Some(BTreeSet::from([ours])), None).map(Arc::new);
        let scope = Scope::within(company, only);
        for (sku, brand) in [("other", ours), ("other", other), ("new", other)] {
            let mut tx = test.db.write().await.expect("a transaction");
            let rows = [("mine".to_owned(), ours.0), (sku.to_owned(), brand.0)];
            let found = import(&mut tx, &scope, &rows, "uuid").await;
            let refused = matches!(found, Err(DbError::OutsideScope(Outside::Product)));
            assert!(refused, "{sku} {brand}: {found:?}");
        }
    })
    .await;
}
