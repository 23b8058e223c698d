//! Scans as they come.

use crate::Done;
use rusqlite::{Connection, params};

/// Scans of one commit: as many as a busy server finds waiting.
const TOGETHER: i64 = 128;

/// So many scans of as many codes, in groups: the row itself, and the code's count.
pub(crate) fn record(conn: &Connection, number: i64) -> Done {
    let mut find = conn.prepare("SELECT id, product_id FROM code WHERE id = ?1")?;
    let mut scan = conn.prepare(
        "INSERT INTO scan (company_id, turn, uuid, at, code_id, product_id, campaign_id, app, \
         reason, activation_status, blacklist_reason, flags, device, new_device, device_kind, \
         os, os_version, browser, browser_version, country, city, latitude, longitude, \
         located_by, scm, consumed) VALUES (1, ?1, printf('%08x', ?1) || hex(randomblob(12)), 1, \
         ?2, ?3, NULL, '', \
         'query', 1, 0, '', hex(randomblob(11)), 1, 'smartphone', 'iPhone', '18.1', 'Safari', \
         '18.1', '', '', NULL, NULL, '', '{}', 0)",
    )?;
    let mut count = conn.prepare(
        "INSERT INTO code_scanned (code_id, company_id, scans) VALUES (?1, 1, 1) \
         ON CONFLICT (code_id) DO UPDATE SET scans = scans + 1",
    )?;
    for turn in 0..number {
        if turn % TOGETHER == 0 {
            conn.execute_batch("BEGIN IMMEDIATE")?;
        }
        // Spread over the codes as strangers are: not in the order in which they lie.
        let code = turn.wrapping_mul(7_919) % number + 1;
        let (code, product): (i64, Option<i64>) =
            find.query_row([code], |row| Ok((row.get(0)?, row.get(1)?)))?;
        scan.execute(params![turn, code, product])?;
        count.execute([code])?;
        if turn % TOGETHER == TOGETHER - 1 || turn == number - 1 {
            conn.execute_batch("COMMIT")?;
        }
    }
    Ok(())
}
