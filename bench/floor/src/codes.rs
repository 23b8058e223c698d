//! New codes.

use crate::Done;
use rusqlite::{Connection, params};

/// So many codes of a new order of the first product, by one statement.
pub(crate) fn insert(conn: &mut Connection, number: i64) -> Done {
    let tx = conn.transaction()?;
    tx.execute(
        "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
         quantity, product_id, activate_on_complete, use_serial_number, archived, created_by, \
         created_at) SELECT 1, 'floor', '', '', 'sid', 'new', ?1, min(id), 1, 0, 0, 1, 1 \
         FROM product",
        [number],
    )?;
    let order = tx.last_insert_rowid();
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
