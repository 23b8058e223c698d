//! What a condition of a token lets through, held against a slow model of it: lists, pages,
//! counts, single rows, changes, imports and exports, on both engines (security checklist 47, 53).

mod model;
mod world;

use crate::support::{NOW, all, brand, company, product, property, walk, write};
use countermark_core::{
    ids::{BrandId, CampaignId, CompanyId, ProductId},
    only::Only,
    page::PageRequest,
};
use countermark_store::{
    Conn, Db, DbError, Outside, Scope, Tx, brands, campaigns,
    counters::{self, Counter},
    products::{
        self, Product,
        bulk::{self, Change, Known},
    },
};
use countermark_testkit::db::{TestDb, each, engines};
use model::{Model, OneNamed, OneProduct, Refused, Row, number};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use world::{
    GONE, Listed, OnCampaign, Places, Step, TEXTS, World, conditions, new_brand, new_campaign,
    new_product, one_brand, one_campaign, one_product, steps, text, worlds,
};

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
            self.model.brands.insert(id.0, OneNamed { name, archived });
            let set = async |tx: &mut Tx| {
                brands::set_archived(tx, &all(self.company), id, archived).await
            };
            write(self.db, set).await;
        }
        for (at, archived) in world.campaigns.iter().enumerate() {
            let (name, archived) = (text(at), *archived);
            let make = async |tx: &mut Tx| {
                let scope = all(self.company);
                let made = campaigns::create(tx, &scope, &new_campaign(&name), NOW).await?;
                campaigns::set_archived(tx, &scope, made.id, archived).await?;
                Ok(made.id)
            };
            let id = write(self.db, make).await;
            let campaign = OneNamed { name, archived };
            self.model.campaigns.insert(id.0, campaign);
        }
        let ids: Vec<_> = self.model.brands.keys().copied().collect();
        for (at, (brand, campaign, archived)) in world.products.iter().enumerate() {
            let (sku, archived) = (text(at), *archived);
            let brand = ids[brand % ids.len()];
            // As the others that are made: one of the company's, or none.
            let campaign = self.campaign(*campaign).filter(|id| *id != GONE);
            let uuid = format!("{} {sku}", self.company);
            let row = (sku, brand, campaign);
            let make = async |tx: &mut Tx| {
                let new = new_product(&uuid, &row);
                let id = products::create(tx, &all(self.company), &new, NOW)
                    .await?
                    .id;
                products::set_archived(tx, &all(self.company), id, archived).await?;
                Ok(id)
            };
            let id = write(self.db, make).await;
            let one = OneProduct {
                sku: row.0,
                brand,
                campaign,
                archived,
            };
            self.model.products.insert(id.0, one);
        }
    }

    /// The condition, in the ids of this company.
    fn only(&self, [brands, products, campaigns]: &Listed) -> Option<Arc<Only>> {
        let of = |ids: Vec<i64>, places: &BTreeSet<usize>| -> Vec<i64> {
            let id = |at: &usize| ids.get(*at).copied().unwrap_or(GONE + number(*at));
            places.iter().map(id).collect()
        };
        let brand_ids: Vec<_> = self.model.brands.keys().copied().collect();
        let product_ids: Vec<_> = self.model.products.keys().copied().collect();
        let brands = brands.as_ref().map(|places| of(brand_ids, places));
        let products = products.as_ref().map(|places| of(product_ids, places));
        let campaign_ids: Vec<_> = self.model.campaigns.keys().copied().collect();
        let campaigns = campaigns.as_ref().map(|places| of(campaign_ids, places));
        Only::of(
            brands.map(|ids| ids.into_iter().map(BrandId).collect()),
            products.map(|ids| ids.into_iter().map(ProductId).collect()),
            campaigns.map(|ids| ids.into_iter().map(CampaignId).collect()),
        )
        .map(Arc::new)
    }

    fn brand(&self, at: usize) -> i64 {
        let ids: Vec<_> = self.model.brands.keys().copied().collect();
        ids.get(at % (ids.len() + 1)).copied().unwrap_or(GONE)
    }

    fn product(&self, at: usize) -> i64 {
        let ids: Vec<_> = self.model.products.keys().copied().collect();
        ids.get(at % (ids.len() + 1)).copied().unwrap_or(GONE)
    }

    /// A campaign for a product, or none.
    fn campaign(&self, at: usize) -> Option<i64> {
        let ids: Vec<_> = self.model.campaigns.keys().copied().collect();
        let at = at % (ids.len() + 2);
        (at <= ids.len()).then(|| ids.get(at).copied().unwrap_or(GONE))
    }

    fn row(&self, (sku, brand, campaign): Places) -> Row {
        (text(sku), self.brand(brand), self.campaign(campaign))
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
            Step::Campaign(step) => {
                self.campaign_step(&mut tx, (&scope, only), &mut after, step)
                    .await
            }
            Step::CreateProduct(row) => {
                let row = self.row(*row);
                let uuid = format!("{} {}", self.company, self.made);
                let new = new_product(&uuid, &row);
                let found = products::create(&mut tx, &scope, &new, NOW).await;
                let found = found.map(|product| product.id.0);
                let id = found.as_ref().ok().copied();
                (found.map(drop), after.create_product(only, id, row))
            }
            Step::ChangeProduct(at, row) => {
                let (id, row) = (self.product(*at), self.row(*row));
                let product = one_product(id, &row);
                let found = products::update(&mut tx, &scope, &product).await;
                (found, after.change_product(only, id, row))
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
                let rows: BTreeMap<_, _> = rows
                    .iter()
                    .map(|row| (row.0 % TEXTS, self.row(*row)))
                    .collect();
                let rows: Vec<_> = rows.into_values().collect();
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

    async fn campaign_step(
        &self,
        tx: &mut Tx,
        (scope, only): (&Scope, Option<&Arc<Only>>),
        after: &mut Model,
        step: &OnCampaign,
    ) -> (Result<(), DbError>, Result<(), Refused>) {
        match step {
            OnCampaign::Create(name) => {
                let name = text(*name);
                let found = campaigns::create(tx, scope, &new_campaign(&name), NOW).await;
                let found = found.map(|campaign| campaign.id.0);
                let id = found.as_ref().ok().copied();
                (found.map(drop), after.create_campaign(only, id, name))
            }
            OnCampaign::Rename(at, name) => {
                let (id, name) = (self.campaign(*at).unwrap_or(GONE), text(*name));
                let campaign = one_campaign(id, &name);
                let found = campaigns::update(tx, scope, &campaign).await;
                (found, after.rename_campaign(only, id, name))
            }
            OnCampaign::Archive(at, archived) => {
                let id = self.campaign(*at).unwrap_or(GONE);
                let found = campaigns::set_archived(tx, scope, CampaignId(id), *archived).await;
                let expected = after.archive_campaign(only, id, *archived);
                (same(found, expected), expected.map(drop))
            }
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
            self.campaign_lists_agree(&scope, only, archived).await;
            self.product_lists_agree(&scope, only, archived).await;
        }
    }

    async fn single_rows_agree(&self, conn: &mut Conn, scope: &Scope, only: Option<&Arc<Only>>) {
        let model = &self.model;
        for id in model.brands.keys().copied().chain([GONE]) {
            let found = brands::get(conn, scope, BrandId(id)).await.expect("read");
            let found = found.map(|brand| (brand.name, brand.product_count));
            assert_eq!(found, model.brand(only, id), "brand {id} within {only:?}");
        }
        for id in model.campaigns.keys().copied().chain([GONE]) {
            let found = campaigns::get(conn, scope, CampaignId(id)).await;
            let found = found.expect("read");
            let found = found.map(|campaign| (campaign.name, campaign.product_count));
            let expected = model.campaign(only, id);
            assert_eq!(found, expected, "campaign {id} within {only:?}");
        }
        for id in model.products.keys().copied().chain([GONE]) {
            let found = products::get(conn, scope, ProductId(id)).await;
            let found = found.expect("read").map(shown);
            let expected = model.product(only, id).cloned();
            let expected = expected.map(|one| (one.sku, one.brand, one.campaign));
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
            let taken = campaigns::is_name_taken(conn, scope, text, None).await;
            let expected = model.campaign_named(text).is_some();
            assert_eq!(taken.expect("read"), expected, "{text}");
            let taken = products::is_sku_taken(conn, scope, text, None).await;
            let expected = model.sku(text);
            assert_eq!(taken.expect("read"), expected.is_some(), "{text}");
            let found = known.get(text);
            assert_eq!(found.map(|known| known.id.0), expected, "{text}");
            if let Some(found) = found {
                let reached = model.product(only, found.id.0).is_some();
                let Known {
                    id,
                    brand,
                    campaign,
                } = *found;
                assert_eq!(scope.product(id, brand, campaign), reached, "{text}");
            }
        }
        for archived in [false, true] {
            let products = model.products_in(None, |one| one.archived == archived);
            let campaigns = model.campaigns_in(None, |one| one.archived == archived);
            for (counter, expected) in [
                (Counter::Products { archived }, products.len()),
                (Counter::Campaigns { archived }, campaigns.len()),
            ] {
                let found = counters::get(conn, scope, counter).await.expect("read");
                let expected = only.is_none().then_some(number(expected));
                assert_eq!(found, expected, "counts of the whole company");
            }
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

    async fn campaign_lists_agree(&self, scope: &Scope, only: Option<&Arc<Only>>, archived: bool) {
        for search in [None, Some("b".to_owned())] {
            let expected = self.model.campaigns_in(only, |one| {
                one.archived == archived && one.name.contains(search.as_deref().unwrap_or(""))
            });
            for ordering in campaigns::ORDERINGS {
                let wanted = campaigns::Wanted {
                    search: search.clone(),
                    archived,
                };
                let page = async |request: &PageRequest| {
                    let mut conn = self.db.read().await?;
                    let page = campaigns::list(&mut conn, scope, &wanted, *ordering, request);
                    let page = page.await?;
                    assert_eq!(page.count, number(expected.len()), "within {only:?}");
                    Ok(page)
                };
                let found = walk(2, page).await;
                let found = found.into_iter().map(|campaign| {
                    let expected = self.model.campaign(only, campaign.id.0);
                    let shown = (campaign.name.clone(), campaign.product_count);
                    assert_eq!(Some(shown), expected);
                    (campaign.id.0, campaign.name)
                });
                let expected = sorted(expected.clone(), ordering.name, ordering.descending);
                let found: Vec<_> = found.collect();
                assert_eq!(found, expected, "{} within {only:?}", ordering.name);
            }
        }
    }

    /// What a list of products is asked for.
    fn wanted(&self, archived: bool) -> Vec<products::Wanted> {
        let all = || products::Wanted {
            archived,
            ..products::Wanted::default()
        };
        let brands = self.model.brands.keys().map(|id| Some(BrandId(*id)));
        let brands = brands.map(|brand| products::Wanted { brand, ..all() });
        let campaigns = self.model.campaigns.keys().map(|id| Some(CampaignId(*id)));
        let campaigns = campaigns.map(|campaign| products::Wanted { campaign, ..all() });
        let (sku, search) = (Some(text(1)), Some("b".to_owned()));
        let others = [
            all(),
            products::Wanted { sku, ..all() },
            products::Wanted { search, ..all() },
        ];
        brands.chain(campaigns).chain(others).collect()
    }

    async fn product_lists_agree(&self, scope: &Scope, only: Option<&Arc<Only>>, archived: bool) {
        for wanted in self.wanted(archived) {
            let (brand, campaign) = (wanted.brand, wanted.campaign);
            let expected = self.model.products_in(only, |product| {
                product.archived == archived
                    && brand.is_none_or(|id| product.brand == id.0)
                    && campaign.is_none_or(|id| product.campaign == Some(id.0))
                    && wanted.sku.as_ref().is_none_or(|sku| product.sku == *sku)
                    && product.sku.contains(wanted.search.as_deref().unwrap_or(""))
            });
            // All orderings for all of them, one for each brand and campaign.
            let one = brand.is_some() || campaign.is_some();
            let orderings = &products::ORDERINGS[..if one { 1 } else { 4 }];
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

/// What of a product the model knows.
fn shown(product: Product) -> Row {
    let campaign = product.campaign.map(|campaign| campaign.id.0);
    (product.sku, product.brand.id.0, campaign)
}

/// Why nothing was done.
fn refused<T: std::fmt::Debug>(found: Result<T, DbError>) -> Option<Outside> {
    match found {
        Ok(_) => None,
        Err(DbError::OutsideScope(outside)) => Some(outside),
        Err(other) => panic!("{other:?}"),
    }
}

/// What was found, unless it is another answer than what was expected.
fn same(found: Result<bool, DbError>, expected: Result<bool, Refused>) -> Result<(), DbError> {
    if let (Ok(found), Ok(expected)) = (&found, &expected) {
        assert_eq!(found, expected);
    }
    found.map(drop)
}

/// What the import endpoint does with rows; the first new id.
async fn import(
    tx: &mut Tx,
    scope: &Scope,
    rows: &[Row],
    prefix: &str,
) -> Result<Option<i64>, DbError> {
    bulk::take_turn(tx, scope).await?;
    let skus: Vec<_> = rows.iter().map(|(sku, ..)| sku.as_str()).collect();
    let known = bulk::lock_skus(tx, scope, &skus).await?;
    let uuids: Vec<_> = skus.iter().map(|sku| format!("{prefix} {sku}")).collect();
    let (mut new, mut changes) = (Vec::new(), Vec::new());
    for (row, uuid) in rows.iter().zip(&uuids) {
        let (sku, brand, _) = row;
        match known.get(sku) {
            None => new.push(new_product(uuid, row)),
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
        property(32, cases, |(world, listed, steps)| {
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
        let only = Only::of(Some(BTreeSet::from([ours])), None, None).map(Arc::new);
        let scope = Scope::within(company, only);
        for (sku, brand) in [("other", ours), ("other", other), ("new", other)] {
            let mut tx = test.db.write().await.expect("a transaction");
            let mine = ("mine".to_owned(), ours.0, None);
            let rows = [mine, (sku.to_owned(), brand.0, None)];
            let found = import(&mut tx, &scope, &rows, "uuid").await;
            let refused = matches!(found, Err(DbError::OutsideScope(Outside::Product)));
            assert!(refused, "{sku} {brand}: {found:?}");
        }
    })
    .await;
}

/// Of a campaign that is listed, products do not get out: not into none, not into another, not
/// into one that is not there. Neither do those of others get in, and none is made outside.
#[tokio::test]
async fn a_list_of_campaigns_holds_its_products() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let ours = brand(&test.db, company, "ours").await;
        let mut ids = Vec::new();
        let make = async |tx: &mut Tx| {
            let all = all(company);
            for name in ["within", "empty", "outside"] {
                let campaign = campaigns::create(tx, &all, &new_campaign(name), NOW).await?;
                ids.push(campaign.id.0);
            }
            let mut products = Vec::new();
            for campaign in [Some(ids[0]), Some(ids[2]), None] {
                let sku = format!("{campaign:?}");
                let row = (sku.clone(), ours.0, campaign);
                let product = products::create(tx, &all, &new_product(&sku, &row), NOW).await?;
                products.push(product.id);
            }
            Ok(products)
        };
        let there = write(&test.db, make).await;
        let [within, empty, outside] = ids[..] else {
            panic!("three")
        };
        let listed = [within, empty, GONE].map(CampaignId);
        let only = Only::of(None, None, Some(BTreeSet::from(listed))).map(Arc::new);
        let scope = Scope::within(company, only);
        let mut tx = test.db.write().await.expect("a transaction");
        for (campaign, expected) in [
            (None, Some(Outside::NoCampaign)),
            (Some(outside), Some(Outside::Product)),
            (Some(GONE), Some(Outside::Product)),
            (Some(empty), None),
            (Some(within), None),
        ] {
            let row = ("changed".to_owned(), ours.0, campaign);
            let product = one_product(there[0].0, &row);
            let changed = products::update(&mut tx, &scope, &product).await;
            assert_eq!(refused(changed), expected, "{campaign:?}");
            let sku = format!("new {campaign:?}");
            let row = (sku.clone(), ours.0, campaign);
            let new = products::create(&mut tx, &scope, &new_product(&sku, &row), NOW).await;
            assert_eq!(refused(new), expected, "{campaign:?}");
        }
        for product in &there[1..] {
            let got = products::get(&mut tx, &scope, *product).await;
            assert_eq!(got.expect("read"), None);
            let row = ("stolen".to_owned(), ours.0, Some(within));
            let stolen = products::update(&mut tx, &scope, &one_product(product.0, &row)).await;
            stolen.expect("nothing is done");
            let gone = products::delete(&mut tx, &scope, *product).await;
            assert!(!gone.expect("nothing is done"));
        }
        // With brands in the condition as well, a change of a campaign shows outside.
        for (campaign, expected) in [(empty, None), (outside, Some(Outside::Campaign))] {
            let changed = one_campaign(campaign, "new name");
            let changed = campaigns::update(&mut tx, &scope, &changed).await;
            assert_eq!(refused(changed), expected);
        }
        let listed = Some(BTreeSet::from(listed));
        let only = Only::of(Some(BTreeSet::from([ours])), None, listed).map(Arc::new);
        let scope = Scope::within(company, only);
        let changed = campaigns::set_archived(&mut tx, &scope, CampaignId(empty), true).await;
        assert_eq!(refused(changed), Some(Outside::Campaign));
    })
    .await;
}
