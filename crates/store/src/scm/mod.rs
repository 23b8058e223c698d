//! Supply-chain data onto codes (contract §4.5): by sets, all or nothing, in one order.
//!
//! An upload finds its codes ([`find`]), locks them in the order of their ids and reads them
//! ([`load`]), makes its items true of them one after the other ([`change`], by the rules of
//! `countermark_core::scm`), and writes what differs ([`save`]). Uploads that find codes by what
//! uploads change take turns in their company; all others only wait for each other's codes.

mod change;
mod find;
mod load;
mod progress;
pub(crate) mod save;
mod step;
pub mod tasks;

pub use progress::Progress;
pub use step::{Among, Cursor, Stepped, Wanted, count, named, step};

use crate::{
    DbError, Scope,
    conn::{Conn, Tx, args},
    products::bulk::find_by_key,
};
use countermark_core::{
    ids::{ProductId, UserId},
    scm::{Asked, DataKey, Rules},
    time::Timestamp,
};
use std::collections::BTreeSet;

/// The most codes that one call changes: it keeps the one transaction short enough for everybody
/// else, and what is in memory bounded.
pub const MOST_CODES: usize = 50_000;

/// Something wrong with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    /// Its place in the upload, from 0 on.
    pub item: usize,
    /// The key.
    pub key: String,
    /// A sentence.
    pub message: String,
}

/// Why nothing of an upload was applied.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Items are wrong.
    #[error("items are wrong")]
    Items(Vec<ItemError>),
    /// It would change more codes than it may.
    #[error("more codes than one upload may change")]
    TooMany,
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an upload did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// For each name that has codes, in the order of the upload, the keys that changed on any of
    /// them. Names without codes are not here.
    pub items: Vec<(String, Vec<String>)>,
    /// All keys that changed, each once.
    pub changes: Vec<String>,
    /// How many values changed, counted for every code and item.
    pub total_updates: i64,
    /// How many different codes were named or reached.
    pub codes_affected: i64,
}

/// Who changes codes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    /// The person.
    pub person: Option<UserId>,
    /// Now.
    pub now: Timestamp,
}

/// Makes the items true of the codes that they name, one after the other, and of codes inside of
/// logistical units that are among them; of `most` codes at most.
///
/// # Errors
/// [`Refused`]; then the transaction is to be dropped.
pub async fn upload(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    by: &DataKey,
    items: Vec<Asked>,
    most: usize,
) -> Result<Outcome, Refused> {
    let nobody = Progress::default();
    upload_watched(tx, scope, author, by, items, most, &nobody).await
}

/// As [`upload`], and tells how far it is.
///
/// # Errors
/// [`Refused`]; then the transaction is to be dropped.
pub async fn upload_watched(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    by: &DataKey,
    mut items: Vec<Asked>,
    most: usize,
    progress: &Progress,
) -> Result<Outcome, Refused> {
    let alone = *by != DataKey::ExtendedId;
    let units = begin(tx, scope, alone).await?;
    find::name_products(tx, scope, &mut items).await?;
    let named = find::codes(tx, scope, by, &items, most, progress).await?;
    let bounds = (units.as_slice(), most);
    change::change(tx, scope, author, &items, named, bounds, progress).await
}

/// Looks up the products that items name, of those that are reached, before anything is done.
///
/// # Errors
/// Every item whose product is not there.
pub async fn name_products(
    conn: &mut Conn,
    scope: &Scope,
    items: &mut [Asked],
) -> Result<(), Refused> {
    find::name_products(conn, scope, items).await
}

/// Which keys count for the codes of these products.
pub async fn rules(
    conn: &mut Conn,
    scope: &Scope,
    products: &BTreeSet<ProductId>,
) -> Result<Rules, DbError> {
    load::rules(conn, scope, products).await
}

/// Takes a turn; returns the company's keys of logistical units.
async fn begin(tx: &mut Tx, scope: &Scope, alone: bool) -> Result<Vec<String>, DbError> {
    let units = load::unit_keys(tx, scope).await?;
    take_turn(tx, scope, alone || !units.is_empty()).await?;
    find_by_key(tx).await?;
    Ok(units)
}

/// Lets uploads that find codes by what uploads change be alone in their company, so that there
/// is one order in which all of them happened; the others go on side by side.
async fn take_turn(tx: &mut Tx, scope: &Scope, alone: bool) -> Result<(), DbError> {
    // SQLite has one writer: it is our turn already.
    if tx.is_postgres() {
        // Two numbers are a key space of their own; 1 is the import of products.
        let lock = if alone {
            "pg_advisory_xact_lock"
        } else {
            "pg_advisory_xact_lock_shared"
        };
        let sql = format!("SELECT {lock}(2, ($1 % 2147483647)::int)");
        tx.all(sql, args![scope.company()]).await?;
    }
    Ok(())
}
