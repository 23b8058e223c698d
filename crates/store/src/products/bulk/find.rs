//! What an import's cells name: products by SKU, brands by reference or name.

use crate::{
    DbError, Scope,
    conn::{Arg, Conn, Row, Tx, args, places},
};
use countermark_core::{
    ids::{BrandId, CompanyId, ProductId},
    text::fold,
};
use std::collections::HashMap;

/// Texts of one look-up.
const LOOK_UP: usize = 500;

/// What an import needs to know of a product that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: ProductId,
    /// The brand it has now.
    pub brand: BrandId,
}

/// Which of these SKUs the company has, archived products among them, and also those outside the
/// scope: a SKU is taken by them, too. [`Scope::product`] tells them apart.
pub async fn find_skus(
    conn: &mut Conn,
    scope: &Scope,
    skus: &[&str],
) -> Result<HashMap<String, Known>, DbError> {
    look_up(conn, scope, skus, "").await
}

/// As [`find_skus`], and nobody else changes those products until the transaction ends.
pub async fn lock_skus(
    tx: &mut Tx,
    scope: &Scope,
    skus: &[&str],
) -> Result<HashMap<String, Known>, DbError> {
    // SQLite has one writer: they are locked already.
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    find_by_key(tx).await?;
    look_up(tx, scope, skus, lock).await
}

/// Tells the planner of PostgreSQL, for this transaction, that we know better: a company that has
/// just got its first hundred thousand products has no statistics yet, and without them it would
/// read the whole table for every chunk.
pub(crate) async fn find_by_key(tx: &mut Tx) -> Result<(), DbError> {
    if tx.is_postgres() {
        for way in ["seqscan", "hashjoin", "mergejoin"] {
            tx.run(format!("SET LOCAL enable_{way} = off"), args![])
                .await?;
        }
    }
    Ok(())
}

/// The company's brands that an import's cells name.
#[derive(Debug, Default)]
pub struct NamedBrands {
    by_reference: HashMap<String, BrandId>,
    by_name: HashMap<String, BrandId>,
}

impl NamedBrands {
    /// The brand with this text as its reference, or else as its name in any case.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<BrandId> {
        let found = self.by_reference.get(text);
        found.or_else(|| self.by_name.get(&fold(text))).copied()
    }
}

/// Which of these texts are references or names of brands that are reached.
pub async fn find_brands(
    conn: &mut Conn,
    scope: &Scope,
    texts: &[&str],
) -> Result<NamedBrands, DbError> {
    let folded: Vec<_> = texts.iter().map(|text| fold(text)).collect();
    let folded: Vec<_> = folded.iter().map(String::as_str).collect();
    let mut found = NamedBrands::default();
    for row in in_chunks(
        conn,
        scope.company(),
        "reference, id FROM brand",
        "reference",
        texts,
        "",
    )
    .await?
    {
        found.by_reference.insert(row.get(0)?, BrandId(row.get(1)?));
    }
    for row in in_chunks(
        conn,
        scope.company(),
        "name_folded, id FROM brand",
        "name_folded",
        &folded,
        "",
    )
    .await?
    {
        found.by_name.insert(row.get(0)?, BrandId(row.get(1)?));
    }
    if !scope.is_everything() {
        let all = found.by_reference.values().chain(found.by_name.values());
        let all = all.copied().collect();
        let reached = scope.reached(conn, all).await?;
        found.by_reference.retain(|_, id| reached.contains(id));
        found.by_name.retain(|_, id| reached.contains(id));
    }
    Ok(found)
}

async fn look_up(
    conn: &mut Conn,
    scope: &Scope,
    skus: &[&str],
    lock: &str,
) -> Result<HashMap<String, Known>, DbError> {
    let select = "sku, id, brand_id FROM product";
    let mut found = HashMap::new();
    for row in in_chunks(conn, scope.company(), select, "sku", skus, lock).await? {
        let known = Known {
            id: ProductId(row.get(1)?),
            brand: BrandId(row.get(2)?),
        };
        found.insert(row.get(0)?, known);
    }
    Ok(found)
}

/// The company's rows that have one of these texts in a column, some hundred at a time.
async fn in_chunks(
    conn: &mut Conn,
    company: CompanyId,
    select: &str,
    column: &str,
    texts: &[&str],
    lock: &str,
) -> Result<Vec<Row>, DbError> {
    let places = places(2, 1, LOOK_UP);
    // In one order, so that two who lock never wait for each other.
    let sql = format!(
        "SELECT {select} WHERE company_id = $1 AND {column} IN ({places}) ORDER BY {column}{lock}"
    );
    let mut rows = Vec::new();
    for chunk in texts.chunks(LOOK_UP) {
        // The last chunk is filled up with its last text: one statement serves all.
        let last = chunk.last().into_iter().cycle();
        let filled = chunk.iter().chain(last).take(LOOK_UP);
        let mut args = args![company];
        args.extend(filled.map(|text| Arg::from(*text)));
        rows.extend(conn.all(sql.clone(), args).await?);
    }
    Ok(rows)
}
