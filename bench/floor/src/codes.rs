//! New codes.

use crate::Done;
use rusqlite::{Connection, params};
use serde_json::Value;
use std::fs;

/// An order of the first product; its number.
fn order(conn: &Connection, number: i64) -> rusqlite::Result<i64> {
    conn.execute(
        "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
         quantity, product_id, activate_on_complete, use_serial_number, archived, created_by, \
         created_at) SELECT 1, 'floor', '', '', 'sid', 'new', ?1, min(id), 1, 0, 0, 1, 1 \
         FROM product",
        [number],
    )?;
    Ok(conn.last_insert_rowid())
}

/// So many codes of a new order of the first product, by one statement.
pub(crate) fn insert(conn: &mut Connection, number: i64) -> Done {
    let tx = conn.transaction()?;
    let order = order(&tx, number)?;
    // 72 random bits, as a code of the server has.
    tx.execute(
        "WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ?1) \
         INSERT INTO code (company_id, workorder_id, sequence, extended_id, product_id, \
         activation_status, blacklist_reason, activated_by, activated_at, updated_at, \
         created_at) SELECT 1, ?2, n.at, hex(randomblob(9)), (SELECT min(id) FROM product), 1, \
         0, 1, 1, 1, 1 FROM n",
        params![number, order],
    )?;
    Ok(tx.commit()?)
}

/// Codes that are there already, each with a lot: `[{"id": …, "lot_number": …}]`.
pub(crate) fn bring(conn: &mut Connection, input: &str) -> Done {
    let codes: Vec<Value> = serde_json::from_str(&fs::read_to_string(input)?)?;
    let tx = conn.transaction()?;
    let order = order(&tx, i64::try_from(codes.len())?)?;
    let product: i64 = tx.query_row("SELECT min(id) FROM product", [], |row| row.get(0))?;
    {
        let mut code = tx.prepare(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, product_id, \
             activation_status, blacklist_reason, activated_by, activated_at, scm_updated_by, \
             scm_updated_at, updated_at, created_at) VALUES (1, ?1, ?2, ?3, ?4, 1, 0, 1, 1, 1, 1, \
             1, 1)",
        )?;
        let mut data = tx.prepare(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             VALUES (?1, 'lot_number', 1, ?2, 0)",
        )?;
        for (number, one) in (1_i64..).zip(&codes) {
            code.execute(params![order, number, one["id"].as_str(), product])?;
            data.execute(params![tx.last_insert_rowid(), one["lot_number"].as_str()])?;
        }
    }
    Ok(tx.commit()?)
}
