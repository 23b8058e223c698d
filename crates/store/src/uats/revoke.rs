//! Tokens end: one, or all of a person or company.

use crate::{
    DbError,
    conn::{Arg, Tx, args},
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

/// Revokes every token that works, of that person or of the whole company; returns their ids and
/// names.
pub async fn revoke_all(
    tx: &mut Tx,
    company: CompanyId,
    owner: Option<UserId>,
    by: UserId,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Vec<(UatId, String)>, DbError> {
    let mut args: Vec<Arg> = args![company, now];
    let mut which = "company_id = $1 AND revoked_at IS NULL \
                     AND COALESCE(overlap_until, expires_at) > $2"
        .to_owned();
    if let Some(owner) = owner {
        which += " AND person_id = $3";
        args.push(owner.into());
    }
    // SQLite has one writer: they are locked already. Uses are written in this order, too: nobody
    // waits for somebody who waits for them.
    if tx.is_postgres() {
        let sql = format!("SELECT 1 FROM uat WHERE {which} ORDER BY id FOR UPDATE");
        tx.all(sql, args.clone()).await?;
    }
    let place = args.len() + 1;
    args.extend(args![by, reason]);
    let sql = format!(
        "UPDATE uat SET revoked_at = $2, revoked_by = ${place}, revoked_reason = ${} \
         WHERE {which} RETURNING id, name",
        place + 1
    );
    let rows = tx.all(sql, args).await?;
    let mut revoked = Vec::with_capacity(rows.len());
    for row in rows {
        revoked.push((super::parse(&row.get::<String>(0)?)?, row.get(1)?));
    }
    revoked.sort_unstable();
    Ok(revoked)
}
