//! Supply-chain data onto codes.

use crate::Done;
use rusqlite::{Connection, params};
use serde_json::Value;
use std::fs;

const PUT: &str = "ON CONFLICT (code_id, key) DO UPDATE SET value = excluded.value, \
                   kind = excluded.kind";

/// One set of data onto all codes that a list names: `{"names": […], "data": {…}}`. One statement
/// for all values and one for the codes, over a list in the order in which codes lie.
pub(crate) fn set(conn: &mut Connection, input: &str) -> Done {
    let input: Value = serde_json::from_str(&fs::read_to_string(input)?)?;
    let (names, data) = (input["names"].to_string(), input["data"].to_string());
    let tx = conn.transaction()?;
    tx.execute_batch("CREATE TEMP TABLE named (id INTEGER PRIMARY KEY)")?;
    tx.execute(
        "INSERT INTO named SELECT c.id FROM json_each(?1) v CROSS JOIN code c \
         WHERE c.extended_id = v.value ORDER BY c.id",
        [names],
    )?;
    // Ordered as the table's key is: every page is written once.
    tx.execute(
        &format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT n.id, d.key, 1, d.value, 0 FROM named n CROSS JOIN \
             (SELECT key, value FROM json_each(?1) ORDER BY key) d WHERE true {PUT}"
        ),
        [data],
    )?;
    tx.execute(
        "UPDATE code SET scm_updated_by = 1, scm_updated_at = 1, updated_at = 1 \
         WHERE id IN (SELECT id FROM named)",
        [],
    )?;
    Ok(tx.commit()?)
}

/// Items, each with its own data: `[{"extended_id": …, "<key>": …}]`.
pub(crate) fn items(conn: &mut Connection, input: &str) -> Done {
    let items: Vec<serde_json::Map<String, Value>> =
        serde_json::from_str(&fs::read_to_string(input)?)?;
    let tx = conn.transaction()?;
    {
        let mut find = tx.prepare("SELECT id FROM code WHERE extended_id = ?1")?;
        let mut put = tx.prepare(&format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             VALUES (?1, ?2, 1, ?3, 0) {PUT}"
        ))?;
        let mut touch = tx.prepare(
            "UPDATE code SET scm_updated_by = 1, scm_updated_at = 1, updated_at = 1 WHERE id = ?1",
        )?;
        for item in &items {
            let name = item["extended_id"].as_str();
            let id: i64 = find.query_row([name], |row| row.get(0))?;
            for (key, value) in item.iter().filter(|(key, _)| *key != "extended_id") {
                put.execute(params![id, key, value.as_str()])?;
            }
            touch.execute([id])?;
        }
    }
    Ok(tx.commit()?)
}
