//! All codes that are wanted, some thousands at a time, in the order of their ids.
//!
//! A step looks at the company's next codes, whatever is wanted of them, and returns those that
//! are. So each code is looked at once, no statement costs more than that many codes, and none
//! comes twice or is left out while others are made: those have higher ids than [`newest`] said.

use super::{Code, LIST, Wanted, add_data, list::filters, read};
use crate::{
    DbError, Scope,
    conn::{Conn, args},
};
use countermark_core::ids::CodeId;

/// What a step found.
#[derive(Clone, Debug)]
pub struct Step {
    /// The codes that are wanted; there may be none, and still more to come.
    pub codes: Vec<Code>,
    /// The last code that was looked at: where the next step goes on.
    pub last: CodeId,
}

/// The company's newest code, if it has one.
pub async fn newest(conn: &mut Conn, scope: &Scope) -> Result<Option<CodeId>, DbError> {
    let sql = "SELECT id FROM code WHERE company_id = $1 ORDER BY id DESC LIMIT 1";
    let row = conn.one(sql, args![scope.company()]).await?;
    row.map(|row| row.get(0).map(CodeId)).transpose()
}

/// Looks at the next codes after one and up to another, at most so many; nothing when there are
/// none left.
pub async fn step(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    (after, until): (CodeId, CodeId),
    most: i64,
) -> Result<Option<Step>, DbError> {
    let sql = "SELECT max(r.id) FROM (SELECT id FROM code WHERE company_id = $1 AND id > $2 \
               AND id <= $3 ORDER BY id LIMIT $4) AS r";
    let row = conn.one(sql, args![scope.company(), after, until, most]);
    let last = match row.await? {
        Some(row) => row.get::<Option<i64>>(0)?,
        None => None,
    };
    let Some(last) = last.map(CodeId) else {
        return Ok(None);
    };
    // The range comes first, also for SQLite, which would take the index of a work order or a
    // product instead and read all of it in every step: that is what CROSS JOIN says.
    let filters = filters(scope, wanted, Some((after, last)))
        .with("k.company_id = ?", scope.company())
        .with("k.id > ?", after)
        .with("k.id <= ?", last)
        .and("c.id = k.id".to_owned());
    let sql = format!(
        "SELECT {} FROM code k CROSS JOIN {} WHERE {} ORDER BY k.id",
        LIST.columns,
        LIST.from,
        filters.where_clause()
    );
    let rows = conn.all(sql, filters.into_args()).await?;
    let codes: Result<Vec<_>, _> = rows.iter().map(read).collect();
    let mut codes = codes?;
    add_data(conn, scope, &mut codes).await?;
    Ok(Some(Step { codes, last }))
}
