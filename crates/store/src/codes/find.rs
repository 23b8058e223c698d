//! One code by its id.

use super::{Code, LIST, add_data, read};
use crate::{DbError, Scope, conn::Conn};
use countermark_core::codes::ExtendedId;

/// The code with that id.
pub async fn get(conn: &mut Conn, scope: &Scope, id: ExtendedId) -> Result<Option<Code>, DbError> {
    let filters = scope.codes("c.").with("c.extended_id = ?", id.as_str());
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        LIST.columns,
        LIST.from,
        filters.where_clause()
    );
    let Some(row) = conn.one(sql, filters.into_args()).await? else {
        return Ok(None);
    };
    let mut found = [read(&row)?];
    add_data(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}
