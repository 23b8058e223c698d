//! One code by its id.

use super::{Code, LIST, add_data, read};
use crate::{DbError, Scope, conn::Conn};
use countermark_core::codes::ExtendedId;

/// The code with that id.
pub async fn get(conn: &mut Conn, scope: &Scope, id: ExtendedId) -> Result<Option<Code>, DbError> {
    let filters = scope.codes("c.").with("c.extended_id = ?", id.as_str());
    let Some(found) = LIST.one(conn, filters, read).await? else {
        return Ok(None);
    };
    let mut found = [found];
    add_data(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}
