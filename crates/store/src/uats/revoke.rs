//! Tokens end: one, or all that are wanted.

use super::{
    list::{ACTIVE, Wanted, filters},
    read::parse,
};
use crate::{
    DbError,
    conn::{Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UatId, UserId},
    time::Timestamp,
};

/// Revokes a token; `false` when it was revoked before. Nobody does it when the operator does.
pub async fn revoke(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    by: impl Into<Option<UserId>>,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE uat SET revoked_at = $3, revoked_by = $4, revoked_reason = $5 \
             WHERE company_id = $1 AND id = $2 AND revoked_at IS NULL",
            args![company, id, now, by.into(), reason],
        )
        .await?;
    Ok(touched == 1)
}

/// Revokes every token that is wanted and works; returns their ids and names.
pub async fn revoke_all(
    tx: &mut Tx,
    company: CompanyId,
    wanted: &Wanted,
    by: UserId,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Vec<(UatId, String)>, DbError> {
    // SQLite has one writer: they are locked already. Uses are written in this order, too: nobody
    // waits for somebody who waits for them.
    if tx.is_postgres() {
        let which = filters(tx, company, wanted, now).with(ACTIVE, now);
        let sql = format!(
            "SELECT 1 FROM uat u WHERE {} ORDER BY u.id FOR UPDATE",
            which.where_clause()
        );
        tx.all(sql, which.into_args()).await?;
    }
    let mut which = filters(tx, company, wanted, now).with(ACTIVE, now);
    let sql = format!(
        "UPDATE uat AS u SET revoked_at = {}, revoked_by = {}, revoked_reason = {} \
         WHERE {} RETURNING id, name",
        which.place(now),
        which.place(by),
        which.place(reason),
        which.where_clause()
    );
    let rows = tx.all(sql, which.into_args()).await?;
    let mut revoked = Vec::with_capacity(rows.len());
    for row in rows {
        revoked.push((parse(&row.get::<String>(0)?)?, row.get(1)?));
    }
    revoked.sort_unstable();
    Ok(revoked)
}
