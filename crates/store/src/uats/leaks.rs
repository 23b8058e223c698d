//! Tokens that were seen where they should not be.

use super::{
    Uat,
    read::{TOKENS, read},
};
use crate::{
    DbError,
    conn::{Arg, Conn, Tx, args, places},
};
use countermark_core::{
    ids::{CompanyId, UatId},
    time::Timestamp,
};

/// How many ids one statement asks for.
const AT_ONCE: usize = 100;

/// The tokens with those ids, whatever their companies: the company follows from the token, as
/// for a credential, and what the caller does with it is for the company's own policy to say.
pub async fn reported(conn: &mut Conn, ids: &[UatId]) -> Result<Vec<Uat>, DbError> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT {} FROM {} WHERE u.id IN ({})",
            TOKENS.columns,
            TOKENS.from,
            places(1, 1, some.len())
        );
        let args = some.iter().map(|id| Arg::from(*id)).collect();
        for row in conn.all(sql, args).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

/// Revokes a leaked token, by nobody; `false` when it was revoked before.
pub async fn revoke_leaked(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE uat SET revoked_at = $3, revoked_reason = $4 \
             WHERE company_id = $1 AND id = $2 AND revoked_at IS NULL",
            args![company, id, now, reason],
        )
        .await?;
    Ok(touched == 1)
}

/// From now on the token only reads; `false` when it did before, or is revoked.
pub async fn quarantine(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE uat SET quarantined_at = $3 WHERE company_id = $1 AND id = $2 \
             AND revoked_at IS NULL AND quarantined_at IS NULL",
            args![company, id, now],
        )
        .await?;
    Ok(touched == 1)
}

/// Lifts the quarantine; `false` when there was none.
pub async fn release(tx: &mut Tx, company: CompanyId, id: UatId) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE uat SET quarantined_at = NULL WHERE company_id = $1 AND id = $2 \
             AND quarantined_at IS NOT NULL",
            args![company, id],
        )
        .await?;
    Ok(touched == 1)
}
