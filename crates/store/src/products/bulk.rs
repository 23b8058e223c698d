//! Many products at once, for the import: sets, never one statement a row over the wire.
//!
//! Statements come in two lengths each, a full chunk and one row, so that the few texts stay
//! prepared on their connection however many rows a file has.

mod find;

pub(crate) use find::find_by_key;
pub use find::{Known, NamedBrands, find_brands, find_skus, lock_skus};

use super::{
    NewProduct, searchable,
    write::{count_in_brand, count_in_campaign},
};
use crate::{
    DbError, Outside, Scope,
    conn::{Arg, Tx, args, places},
    counters::{self, Counter},
    rows::tell,
};
use countermark_core::{
    ids::{BrandId, CompanyId, ProductId},
    text::fold,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// Rows of one statement that writes.
const CHUNK: usize = 50;

/// A product that an import changes. `None` leaves a member as it is.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Which one, as [`lock_skus`] found it.
    pub known: Known,
    /// Its SKU, which does not change.
    pub sku: &'a str,
    /// The new name.
    pub name: &'a str,
    /// The new brand, one of the company's.
    pub brand: BrandId,
    /// The new label.
    pub label: Option<&'a str>,
    /// The new description.
    pub description: Option<&'a str>,
    /// The new link.
    pub client_url: Option<&'a str>,
}

/// Lets one import of a company in at a time, so that two never wait for each other's rows.
/// Single changes go on beside it.
pub async fn take_turn(tx: &mut Tx, scope: &Scope) -> Result<(), DbError> {
    // SQLite has one writer: it is our turn already.
    if tx.is_postgres() {
        // Two numbers are a key space of their own beside the single ones used elsewhere.
        let sql = "SELECT pg_advisory_xact_lock(1, ($1 % 2147483647)::int)";
        tx.all(sql, args![scope.company()]).await?;
    }
    Ok(())
}

/// Told how many rows are done, in the midst of a transaction: it should not take long.
pub type Told<'a> = &'a (dyn Fn(usize) + Send + Sync);

/// Full chunks first, then what is left one by one.
fn portions<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let full = rows.chunks_exact(CHUNK);
    let rest = full.remainder().chunks(1);
    full.chain(rest)
}

/// The values of a new row, in the order of the columns in `INSERT`.
pub(super) fn insert_args(company: CompanyId, new: &NewProduct<'_>, now: Timestamp) -> Vec<Arg> {
    args![
        company,
        new.uuid,
        new.brand,
        new.sku,
        new.name,
        fold(new.name),
        searchable(new.name, new.sku),
        new.label,
        new.description,
        new.client_url,
        now,
        new.campaign,
    ]
}

/// Makes products, in their order, and returns the ids of the first and the last (others may
/// have got ids in between); [`DbError::Unique`] when one SKU is taken, [`DbError::Referenced`]
/// when a brand is not one of the company's.
pub async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    rows: &[NewProduct<'_>],
    now: Timestamp,
) -> Result<Option<(ProductId, ProductId)>, DbError> {
    insert_watched(tx, scope, rows, now, &|_| ()).await
}

/// As [`insert`], and tells how far it is.
pub async fn insert_watched(
    tx: &mut Tx,
    scope: &Scope,
    rows: &[NewProduct<'_>],
    now: Timestamp,
    told: Told<'_>,
) -> Result<Option<(ProductId, ProductId)>, DbError> {
    if !rows.is_empty() {
        scope.may_make_products()?;
    }
    let carried = rows.iter().map(|new| new.brand);
    scope.may_carry(tx, carried).await?;
    let put = rows.iter().map(|new| new.campaign);
    scope.may_put_into(tx, put).await?;
    let company = scope.company();
    let (mut first, mut last, mut done) = (None, None, 0);
    for portion in portions(rows) {
        let sql = format!(
            "INSERT INTO product (company_id, uuid, brand_id, sku, name, name_folded, searchable, \
             label, description, client_url, created_at, archived, campaign_id) \
             SELECT v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, \
             v.column8, v.column9, v.column10, v.column11, 0, \
             (SELECT c.id FROM campaign c WHERE c.company_id = v.column1 AND c.id = v.column12) \
             FROM (VALUES {}) AS v RETURNING id",
            places(1, 12, portion.len())
        );
        let args = portion
            .iter()
            .flat_map(|new| insert_args(company, new, now));
        for row in tx.all(sql, args.collect()).await? {
            let id = ProductId(row.get(0)?);
            first = first.min(Some(id)).or(Some(id));
            last = last.max(Some(id));
        }
        done += portion.len();
        tell(told, done).await;
    }
    let (mut brands, mut campaigns) = (BTreeMap::new(), BTreeMap::new());
    for new in rows {
        *brands.entry(new.brand).or_insert(0) += 1;
        if let Some(campaign) = new.campaign {
            *campaigns.entry(campaign).or_insert(0) += 1;
        }
    }
    for (brand, number) in brands {
        count_in_brand(tx, company, brand, number).await?;
    }
    for (campaign, number) in campaigns {
        count_in_campaign(tx, company, campaign, number).await?;
    }
    let number = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    counters::add(tx, company, Counter::Products { archived: false }, number).await?;
    Ok(first.zip(last))
}

/// Changes products that [`lock_skus`] has found in the same transaction;
/// [`DbError::Referenced`] when a brand is not one of the company's.
pub async fn update(tx: &mut Tx, scope: &Scope, changes: &[Change<'_>]) -> Result<(), DbError> {
    update_watched(tx, scope, changes, &|_| ()).await
}

/// As [`update`], and tells how far it is.
pub async fn update_watched(
    tx: &mut Tx,
    scope: &Scope,
    changes: &[Change<'_>],
    told: Told<'_>,
) -> Result<(), DbError> {
    // What was found is locked since then: it still has the brand and the campaign that it had.
    let reached = |known: Known| scope.product(known.id, known.brand, known.campaign);
    if !changes.iter().all(|change| reached(change.known)) {
        return Err(DbError::OutsideScope(Outside::Product));
    }
    let carried = changes.iter().map(|change| change.brand);
    scope.may_carry(tx, carried).await?;
    let company = scope.company();
    find::find_by_key(tx).await?;
    let mut done = 0;
    for portion in portions(changes) {
        let sql = format!(
            "UPDATE product SET brand_id = v.column2, name = v.column3, name_folded = v.column4, \
             searchable = v.column5, label = coalesce(v.column6, product.label), \
             description = coalesce(v.column7, product.description), \
             client_url = coalesce(v.column8, product.client_url) \
             FROM (VALUES {}) AS v WHERE product.company_id = $1 AND product.id = v.column1",
            places(2, 8, portion.len())
        );
        let mut args = args![company];
        args.extend(portion.iter().flat_map(change_args));
        tx.run(sql, args).await?;
        done += portion.len();
        tell(told, done).await;
    }
    let moves = changes
        .iter()
        .map(|change| (change.known.brand, change.brand));
    move_counts(tx, company, moves).await
}

/// Gives products the data that landing pages show of them, found by their SKUs: those that the
/// same import has made or changed, and that were asked for there.
pub async fn set_stc(
    tx: &mut Tx,
    scope: &Scope,
    rows: &[(&str, Option<String>)],
    told: Told<'_>,
) -> Result<(), DbError> {
    find::find_by_key(tx).await?;
    let mut done = 0;
    for portion in portions(rows) {
        let sql = format!(
            "UPDATE product SET stc = v.column2 FROM (VALUES {}) AS v \
             WHERE product.company_id = $1 AND product.sku = v.column1",
            places(2, 2, portion.len())
        );
        let mut args = args![scope.company()];
        for (sku, stc) in portion {
            args.extend(args![*sku, stc.clone()]);
        }
        tx.run(sql, args).await?;
        done += portion.len();
        tell(told, done).await;
    }
    Ok(())
}

fn change_args(change: &Change<'_>) -> Vec<Arg> {
    args![
        change.known.id,
        change.brand,
        change.name,
        fold(change.name),
        searchable(change.name, change.sku),
        change.label,
        change.description,
        change.client_url,
    ]
}

/// Tells the brands that products have moved from one to the other; in the order of their ids,
/// so that two transactions never wait for each other.
pub(super) async fn move_counts(
    tx: &mut Tx,
    company: CompanyId,
    moves: impl IntoIterator<Item = (BrandId, BrandId)>,
) -> Result<(), DbError> {
    let mut brands = BTreeMap::new();
    for (from, to) in moves {
        *brands.entry(from).or_insert(0) -= 1;
        *brands.entry(to).or_insert(0) += 1;
    }
    for (brand, number) in brands {
        if number != 0 {
            count_in_brand(tx, company, brand, number).await?;
        }
    }
    Ok(())
}
