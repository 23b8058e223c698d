//! The codes of a work order: made, withdrawn and removed some thousands at a time, always those
//! of a range of their sequence numbers.

use super::counts::Shifts;
use crate::{
    DbError,
    conn::{Arg, Conn, Tx, args},
    products::bulk::find_by_key,
    rows::{Of, Rows},
    workorders::Workorder,
};
use countermark_core::{
    codes::Status,
    ids::{CompanyId, ProductId, UserId, WorkorderId},
    time::Timestamp,
};
use std::{
    collections::{BTreeSet, HashSet},
    ops::RangeInclusive,
};

/// The number of "work order canceled" among the reasons (contract §4.5).
const CANCELED: i64 = 9;

/// How often ids are drawn anew for codes whose ids were taken. With 72 random bits even the
/// second time never comes; a source that keeps repeating itself is broken.
const ROUNDS: usize = 8;

/// Where ids and serial numbers come from.
pub struct Draw<'a> {
    /// A new id.
    pub id: &'a mut (dyn FnMut() -> String + Send),
    /// A new serial number.
    pub serial_number: &'a mut (dyn FnMut() -> String + Send),
}

/// A code as its order's file shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// Its place in the order, from 1.
    pub sequence: i64,
    /// What a scan sends.
    pub extended_id: String,
    /// Its serial number, if the order has some.
    pub serial_number: Option<String>,
}

/// Makes the codes of an order with these sequence numbers. An id that is taken, by whomever, is
/// drawn again; so is a serial number that the company has.
pub async fn generate(
    tx: &mut Tx,
    company: CompanyId,
    order: &Workorder,
    range: RangeInclusive<i64>,
    by: Option<UserId>,
    draw: &mut Draw<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut missing: Vec<i64> = range.clone().collect();
    let number = i64::try_from(missing.len()).unwrap_or(i64::MAX);
    for _ in 0..ROUNDS {
        let serial_numbers = if order.use_serial_number {
            serial_numbers(tx, company, missing.len(), draw).await?
        } else {
            Vec::new()
        };
        let mut serial_numbers = serial_numbers.into_iter();
        let mut rows = Rows::new(&[Of::Ints, Of::Texts, Of::Texts]);
        for sequence in &missing {
            rows.push([
                Arg::from(*sequence),
                Arg::from((draw.id)()),
                Arg::from(serial_numbers.next()),
            ]);
        }
        let made = insert(tx, company, order, rows, by, now).await?;
        if usize::try_from(made) == Ok(missing.len()) {
            return count(tx, company, order, *range.end(), number).await;
        }
        let there = sequences(tx, company, order.id, &range).await?;
        missing.retain(|sequence| !there.contains(sequence));
    }
    Err(DbError::Corrupt("the source of ids repeats itself".into()))
}

async fn insert(
    tx: &mut Tx,
    company: CompanyId,
    order: &Workorder,
    rows: Rows,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<u64, DbError> {
    let product = order.product.as_ref().map(|product| product.id);
    let active = order.activate_on_complete;
    let fixed = args![company, order.id, product, active, by, now];
    // `WHERE true`: without it SQLite takes ON for a part of a join.
    rows.run(tx, fixed, |v| {
        format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, serial_number, \
             product_id, activation_status, blacklist_reason, activated_by, activated_at, \
             updated_at, created_at) SELECT $1, $2, v.column1, v.column2, v.column3, $3, $4, 0, \
             CASE WHEN $4 = 1 THEN $5 END, CASE WHEN $4 = 1 THEN $6 END, $6, $6 FROM {v} \
             WHERE true ON CONFLICT (extended_id) DO NOTHING"
        )
    })
    .await
}

/// So many new serial numbers, none of which the company has.
async fn serial_numbers(
    tx: &mut Tx,
    company: CompanyId,
    number: usize,
    draw: &mut Draw<'_>,
) -> Result<Vec<String>, DbError> {
    find_by_key(tx).await?;
    let mut drawn = HashSet::new();
    for _ in 0..ROUNDS {
        while drawn.len() < number {
            drawn.insert((draw.serial_number)());
        }
        let taken = Rows::of_texts(drawn.iter().map(String::as_str));
        let taken = taken.all(tx, args![company], usize::MAX, |v| {
            format!(
                "SELECT c.serial_number FROM {v} CROSS JOIN code c \
                 WHERE c.company_id = $1 AND c.serial_number = v.column1"
            )
        });
        let taken = taken.await?;
        if taken.is_empty() {
            return Ok(drawn.into_iter().collect());
        }
        for row in taken {
            drawn.remove(&row.get::<String>(0)?);
        }
    }
    Err(DbError::Corrupt(
        "the source of serial numbers repeats itself".into(),
    ))
}

async fn sequences(
    tx: &mut Tx,
    company: CompanyId,
    order: WorkorderId,
    range: &RangeInclusive<i64>,
) -> Result<BTreeSet<i64>, DbError> {
    let sql = "SELECT sequence FROM code WHERE company_id = $1 AND workorder_id = $2 \
               AND sequence BETWEEN $3 AND $4";
    let rows = tx.all(sql, args![company, order, *range.start(), *range.end()]);
    rows.await?.iter().map(|row| row.get(0)).collect()
}

/// Notes on order and product what was made.
async fn count(
    tx: &mut Tx,
    company: CompanyId,
    order: &Workorder,
    last: i64,
    number: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE workorder SET generated = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, order.id, last]).await?;
    let product = order.product.as_ref().map(|product| product.id);
    let status = if order.activate_on_complete {
        Status::Active
    } else {
        Status::Inactive
    };
    let mut shifts = Shifts::default();
    shifts.make(product, status, number);
    shifts.apply(tx, company).await
}

/// The next codes of an order after that sequence number, at most so many.
pub async fn after(
    conn: &mut Conn,
    company: CompanyId,
    order: WorkorderId,
    sequence: i64,
    most: i64,
) -> Result<Vec<Generated>, DbError> {
    let sql = "SELECT sequence, extended_id, serial_number FROM code WHERE company_id = $1 \
               AND workorder_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4";
    let rows = conn.all(sql, args![company, order, sequence, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(Generated {
                sequence: row.get(0)?,
                extended_id: row.get(1)?,
                serial_number: row.get(2)?,
            })
        })
        .collect()
}

/// Codes that are locked, with what they count as.
struct Locked {
    ids: Vec<i64>,
    last: i64,
    counted: Vec<(Option<ProductId>, Status)>,
}

/// The next codes of an order, which nobody else changes until the transaction ends.
async fn lock(
    tx: &mut Tx,
    company: CompanyId,
    order: WorkorderId,
    sequence: i64,
    most: i64,
) -> Result<Option<Locked>, DbError> {
    // SQLite has one writer: they are locked already.
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT id, sequence, product_id, activation_status FROM code WHERE company_id = $1 \
         AND workorder_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4{lock}"
    );
    let rows = tx.all(sql, args![company, order, sequence, most]).await?;
    let mut locked = Locked {
        ids: Vec::new(),
        last: sequence,
        counted: Vec::new(),
    };
    for row in &rows {
        locked.ids.push(row.get(0)?);
        locked.last = row.get(1)?;
        let status = Status::from_number(row.get(3)?);
        let status = status.ok_or_else(|| DbError::Corrupt("a code's status".into()))?;
        locked
            .counted
            .push((row.get::<Option<i64>>(2)?.map(ProductId), status));
    }
    Ok(Some(locked).filter(|locked| !locked.ids.is_empty()))
}

/// Blacklists the next codes of an order because it was canceled, at most so many after that
/// sequence number; returns the last one, or nothing when there are none left.
pub async fn withdraw(
    tx: &mut Tx,
    company: CompanyId,
    order: WorkorderId,
    sequence: i64,
    most: i64,
    now: Timestamp,
) -> Result<Option<i64>, DbError> {
    let Some(locked) = lock(tx, company, order, sequence, most).await? else {
        return Ok(None);
    };
    // A code that somebody has blacklisted before keeps their reason.
    tx.run(
        "UPDATE code SET activation_status = 2, blacklist_reason = $5, updated_at = $6 \
         WHERE company_id = $1 AND workorder_id = $2 AND sequence > $3 AND sequence <= $4 \
         AND activation_status <> 2",
        args![company, order, sequence, locked.last, CANCELED, now],
    )
    .await?;
    let mut shifts = Shifts::default();
    for (product, status) in locked.counted {
        shifts.shift((product, status), (product, Status::Blacklisted), 1);
    }
    shifts.apply(tx, company).await?;
    Ok(Some(locked.last))
}

/// Removes the next codes of an order for good, with their data; as [`withdraw`].
/// [`DbError::Referenced`] when one of them has been scanned.
pub async fn remove(
    tx: &mut Tx,
    company: CompanyId,
    order: WorkorderId,
    sequence: i64,
    most: i64,
) -> Result<Option<i64>, DbError> {
    let Some(locked) = lock(tx, company, order, sequence, most).await? else {
        return Ok(None);
    };
    find_by_key(tx).await?;
    let data = Rows::of_ints(locked.ids.iter().copied());
    data.run(tx, args![company], |v| {
        format!(
            "DELETE FROM code_scm WHERE company_id = $1 AND code_id IN \
             (SELECT v.column1 FROM {v})"
        )
    })
    .await?;
    tx.run(
        "DELETE FROM code WHERE company_id = $1 AND workorder_id = $2 AND sequence > $3 \
         AND sequence <= $4",
        args![company, order, sequence, locked.last],
    )
    .await?;
    // Codes of an upload that did not come to its end were never counted.
    let sql = "SELECT 1 FROM workorder WHERE company_id = $1 AND id = $2 AND generated > 0";
    if tx.one(sql, args![company, order]).await?.is_some() {
        let mut shifts = Shifts::default();
        for (product, status) in locked.counted {
            shifts.make(product, status, -1);
        }
        shifts.apply(tx, company).await?;
    }
    Ok(Some(locked.last))
}
