//! What a JWT was renewed to, sealed, so that a client that did not hear the answer and asks
//! again gets the same one, from whichever node.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::time::Timestamp;

/// The successor of the JWT with that id, when it was made after `since`.
pub async fn find(
    conn: &mut Conn,
    jti: &str,
    since: Timestamp,
) -> Result<Option<Vec<u8>>, DbError> {
    let row = conn
        .one(
            "SELECT wrapped FROM jwt_successor WHERE jti = $1 AND made_at > $2",
            args![jti, since],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Keeps a successor, unless there is one that was made after `since`; returns the one that
/// counts. Of several who come at once, all get the first one's.
pub async fn keep(
    tx: &mut Tx,
    jti: &str,
    wrapped: &[u8],
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<u8>, DbError> {
    let touched = tx
        .run(
            "INSERT INTO jwt_successor (jti, wrapped, made_at) VALUES ($1, $2, $3) \
             ON CONFLICT (jti) DO UPDATE SET wrapped = $2, made_at = $3 \
             WHERE jwt_successor.made_at <= $4",
            args![jti, wrapped, now, since],
        )
        .await?;
    if touched == 1 {
        return Ok(wrapped.to_vec());
    }
    let kept = find(tx, jti, since).await?;
    kept.ok_or_else(|| DbError::Corrupt("a successor that is and is not there".into()))
}

/// Forgets those made before `since`.
pub async fn forget(tx: &mut Tx, since: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM jwt_successor WHERE made_at <= $1",
        args![since],
    )
    .await
}

/// Whether there is one that [`forget`] would take. A look costs no write.
pub async fn any(conn: &mut Conn, since: Timestamp) -> Result<bool, DbError> {
    let row = conn
        .one(
            "SELECT 1 FROM jwt_successor WHERE made_at <= $1 LIMIT 1",
            args![since],
        )
        .await?;
    Ok(row.is_some())
}
