//! Codes that a company brings itself (contract §4.8): inserted some thousands at a time into an
//! order that nobody sees, and counted when all of them are there (decision 0034).

use super::{counts::Shifts, status};
use crate::{
    DbError, Scope,
    conn::{Arg, Conn, Tx, args},
    rows::{Of, Rows},
    scm::{Author, Progress, save},
};
use countermark_core::{
    codes::Status,
    ids::{CompanyId, ProductId, WorkorderId},
    scm::State,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A code to be.
#[derive(Clone, Copy, Debug)]
pub struct OwnCode<'a> {
    /// What a scan sends.
    pub extended_id: &'a str,
    /// Its place in its order, from 1 on.
    pub sequence: i64,
    /// Everything else.
    pub state: &'a State,
}

/// Of these ids those that some code has. Ids are unique on the whole server, so this looks into
/// every company; it tells nothing but that they are taken.
pub async fn taken_ids(conn: &mut Conn, ids: &[&str]) -> Result<HashSet<String>, DbError> {
    let ids = Rows::of_texts(ids.iter().copied());
    let rows = ids.all(conn, vec![], usize::MAX, |v| {
        format!("SELECT c.extended_id FROM {v} CROSS JOIN code c WHERE c.extended_id = v.column1")
    });
    rows.await?.iter().map(|row| row.get(0)).collect()
}

/// Of these serial numbers those that a code of the company has, whatever the caller reaches.
pub async fn taken_serial_numbers(
    conn: &mut Conn,
    company: CompanyId,
    numbers: &[&str],
) -> Result<HashSet<String>, DbError> {
    let numbers = Rows::of_texts(numbers.iter().copied());
    let rows = numbers.all(conn, args![company], usize::MAX, |v| {
        format!(
            "SELECT c.serial_number FROM {v} CROSS JOIN code c \
             WHERE c.company_id = $1 AND c.serial_number = v.column1"
        )
    });
    rows.await?.iter().map(|row| row.get(0)).collect()
}

/// Of these products of the company those whose codes are reached: a product is also seen by
/// people who do not see its campaign.
pub async fn reached_products(
    conn: &mut Conn,
    scope: &Scope,
    products: &BTreeSet<ProductId>,
) -> Result<HashSet<ProductId>, DbError> {
    let filters = scope.orders("p.");
    let condition = filters.where_clause();
    let ids = Rows::of_ints(products.iter().map(|id| id.0));
    let rows = ids.all(conn, filters.into_args(), usize::MAX, |v| {
        format!(
            "SELECT p.product_id FROM {v} CROSS JOIN \
             (SELECT company_id, id AS product_id FROM product) p \
             WHERE p.product_id = v.column1 AND {condition}"
        )
    });
    let id = |row: &crate::Row| row.get(0).map(ProductId);
    rows.await?.iter().map(id).collect()
}

const CODE: [Of; 7] = [
    Of::Ints,
    Of::Texts,
    Of::Texts,
    Of::Ints,
    Of::Ints,
    Of::Ints,
    Of::Ints,
];

/// Makes codes of an order; returns the places of those whose id was taken meanwhile. When there
/// are any, the transaction is to be dropped.
pub async fn insert(
    tx: &mut Tx,
    company: CompanyId,
    order: WorkorderId,
    codes: &[OwnCode<'_>],
    author: Author,
) -> Result<Vec<usize>, DbError> {
    let mut rows = Rows::new(&CODE);
    for code in codes {
        let state = code.state;
        rows.push([
            Arg::from(code.sequence),
            Arg::from(code.extended_id),
            Arg::from(state.serial_number.as_deref()),
            Arg::from(state.product),
            Arg::from(state.status.number()),
            Arg::from(state.reason.number()),
            Arg::from(!state.scm.is_empty()),
        ]);
    }
    let fixed = args![company, order, author.person, author.now];
    // `WHERE true`: without it SQLite takes ON for a part of a join.
    let insertion = rows.run(tx, fixed, |v| {
        format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, serial_number, \
             product_id, activation_status, blacklist_reason, activated_by, activated_at, \
             scm_updated_by, scm_updated_at, updated_at, created_at) \
             SELECT $1, $2, v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, \
             CASE WHEN v.column5 = 1 THEN $3 END, CASE WHEN v.column5 = 1 THEN $4 END, \
             CASE WHEN v.column7 = 1 THEN $3 END, CASE WHEN v.column7 = 1 THEN $4 END, $4, $4 \
             FROM {v} WHERE true ON CONFLICT (extended_id) DO NOTHING"
        )
    });
    insertion.await?;
    let ids = ids_of(tx, company, order, codes).await?;
    let places = codes.iter().enumerate();
    let taken: Vec<_> = places
        .filter(|(_, code)| !ids.contains_key(&code.sequence))
        .map(|(place, _)| place)
        .collect();
    if taken.is_empty() {
        insert_data(tx, company, codes, &ids).await?;
    }
    Ok(taken)
}

/// The ids of an order's codes, by their places in it.
async fn ids_of(
    conn: &mut Conn,
    company: CompanyId,
    order: WorkorderId,
    codes: &[OwnCode<'_>],
) -> Result<HashMap<i64, i64>, DbError> {
    let first = codes.iter().map(|code| code.sequence).min();
    let last = codes.iter().map(|code| code.sequence).max();
    let from = "FROM code c WHERE c.company_id = $1 AND c.workorder_id = $2 \
                AND c.sequence BETWEEN $3 AND $4";
    let columns = ["c.sequence", "c.id"];
    let rows = conn.many(&columns, from, args![company, order, first, last]);
    let rows = rows.await?;
    let ids = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    ids.collect()
}

async fn insert_data(
    tx: &mut Tx,
    company: CompanyId,
    codes: &[OwnCode<'_>],
    ids: &HashMap<i64, i64>,
) -> Result<(), DbError> {
    let with = codes.iter().filter(|code| !code.state.scm.is_empty());
    let mut new: Vec<_> = with
        .map(|code| {
            let scm = code.state.scm.iter();
            let puts = scm.map(|(key, datum)| (key.as_str(), datum)).collect();
            (ids[&code.sequence], puts)
        })
        .collect();
    new.sort_unstable_by_key(|(id, _)| *id);
    save::put(tx, company, &new, &Progress::default()).await
}

/// How many codes of an order there are, by product and status.
pub type Counted = Vec<(Option<ProductId>, Status, i64)>;

/// Counts the codes of an order that nobody can change.
pub async fn counted(
    conn: &mut Conn,
    company: CompanyId,
    order: WorkorderId,
) -> Result<Counted, DbError> {
    let sql = "SELECT product_id, activation_status, count(*) FROM code WHERE company_id = $1 \
               AND workorder_id = $2 GROUP BY product_id, activation_status";
    let rows = conn.all(sql, args![company, order]).await?;
    rows.iter()
        .map(|row| {
            let product = row.get::<Option<i64>>(0)?.map(ProductId);
            Ok((product, status(row.get(1)?)?, row.get(2)?))
        })
        .collect()
}

/// Adds codes that come into sight to the numbers of the company and its products.
pub async fn count(tx: &mut Tx, company: CompanyId, counted: &Counted) -> Result<(), DbError> {
    let mut shifts = Shifts::default();
    for (product, status, number) in counted {
        shifts.make(*product, *status, *number);
    }
    shifts.apply(tx, company).await
}
