//! Rotation: a token is replaced by another one of the same family, and ends after an overlap.

use super::{
    Uat,
    read::{TOKENS, parse, read},
};
use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UatId},
    permissions::PermissionSet,
    time::Timestamp,
};

/// What a successor has of its own. Everything else it inherits.
#[derive(Clone, Debug)]
pub struct Successor<'a> {
    /// The public id.
    pub id: UatId,
    /// The digest of id and secret.
    pub secret_digest: &'a [u8],
    /// What of the old one's permissions may still be granted.
    pub permissions: PermissionSet,
    /// The last day it works.
    pub valid_until: &'a str,
    /// Now.
    pub created_at: Timestamp,
    /// The end of that day.
    pub expires_at: Timestamp,
}

/// Columns of `uat` that a successor takes from the token that it replaces. A restriction that
/// is added to tokens belongs here: a test compares this list with the table.
pub const INHERITED: &[&str] = &[
    "company_id",
    "person_id",
    "name",
    "name_folded",
    "family",
    "budgets",
    "quarantined_at",
    "networks",
    "network_mode",
    "only_brands",
    "only_products",
    "only_campaigns",
];

/// Columns of `uat` that every token has for itself.
pub const OWN: &[&str] = &[
    "seq",
    "id",
    "secret_digest",
    "permissions",
    "valid_until",
    "created_at",
    "expires_at",
    "revoked_at",
    "revoked_by",
    "revoked_reason",
    "last_used_at",
    "last_used_address",
    "last_used_agent",
    "use_count",
    "replaces",
    "replaced_by",
    "replaced_at",
    "overlap_until",
    "refused_count",
    "last_refused_at",
    "alarmed_at",
];

/// Lets one change of a family at a time through, on any number of nodes, until the transaction
/// ends: a rotation and the end of the whole family cannot pass each other.
pub async fn lock_family(tx: &mut Tx, company: CompanyId, family: UatId) -> Result<(), DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM uat WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![company, family]).await?;
    }
    Ok(())
}

/// Stores the successor of `old` and lets the old one end at `overlap_until`.
pub async fn replace(
    tx: &mut Tx,
    company: CompanyId,
    old: UatId,
    new: &Successor<'_>,
    overlap_until: Timestamp,
) -> Result<(), DbError> {
    let inherited = INHERITED.join(", ");
    // One statement: what the old one is restricted to cannot be forgotten on the way.
    let sql = format!(
        "INSERT INTO uat (id, secret_digest, permissions, valid_until, created_at, expires_at, \
         use_count, replaces, {inherited}) \
         SELECT $3, $4, $5, $6, $7, $8, 0, id, {inherited} FROM uat \
         WHERE company_id = $1 AND id = $2"
    );
    tx.run(
        sql,
        args![
            company,
            old,
            new.id,
            new.secret_digest,
            new.permissions.to_stored(),
            new.valid_until,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    tx.run(
        "UPDATE uat SET replaced_by = $3, replaced_at = $4, overlap_until = $5 \
         WHERE company_id = $1 AND id = $2",
        args![company, old, new.id, new.created_at, overlap_until],
    )
    .await?;
    Ok(())
}

/// What a retry of a rotation is recognised by, and what its answer is computed from.
#[derive(Clone, Debug)]
pub struct Retry {
    /// The token that was made.
    pub successor: UatId,
    /// Random bytes of this rotation.
    pub salt: Vec<u8>,
    /// Digest of the `Idempotency-Key`.
    pub key_digest: Vec<u8>,
    /// Digest of what was asked for.
    pub body_digest: Vec<u8>,
    /// When.
    pub created_at: Timestamp,
}

/// Keeps what a retry needs; an earlier rotation's is forgotten.
pub async fn keep_retry(
    tx: &mut Tx,
    company: CompanyId,
    old: UatId,
    retry: &Retry,
) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO uat_rotation (uat_id, company_id, successor, salt, key_digest, body_digest, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (uat_id) DO UPDATE SET successor = excluded.successor, \
         salt = excluded.salt, key_digest = excluded.key_digest, \
         body_digest = excluded.body_digest, created_at = excluded.created_at",
        args![
            old,
            company,
            retry.successor,
            retry.salt.as_slice(),
            retry.key_digest.as_slice(),
            retry.body_digest.as_slice(),
            retry.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// What is kept of the last rotation of that token.
pub async fn retry(
    conn: &mut Conn,
    company: CompanyId,
    old: UatId,
) -> Result<Option<Retry>, DbError> {
    let row = conn
        .one(
            "SELECT successor, salt, key_digest, body_digest, created_at FROM uat_rotation \
             WHERE company_id = $1 AND uat_id = $2",
            args![company, old],
        )
        .await?;
    row.map(|row| {
        let id: String = row.get(0)?;
        Ok(Retry {
            successor: parse(&id)?,
            salt: row.get(1)?,
            key_digest: row.get(2)?,
            body_digest: row.get(3)?,
            created_at: Timestamp(row.get(4)?),
        })
    })
    .transpose()
}

/// Seconds for which a rotation can be retried: a day.
pub const RETRY_SECONDS: i64 = 86_400;

/// Forgets what retries needed before that time: from then on no secret can be computed again.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM uat_rotation WHERE created_at <= $1",
        args![before],
    )
    .await
}

/// The family of a token, in the order of making.
pub async fn family(
    conn: &mut Conn,
    company: CompanyId,
    family: UatId,
) -> Result<Vec<Uat>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE u.company_id = $1 AND (u.id = $2 OR u.family = $2) ORDER BY u.seq",
        TOKENS.columns, TOKENS.from
    );
    let rows = conn.all(sql, args![company, family]).await?;
    rows.iter().map(read).collect()
}

/// A replaced token that is to end before its overlap does.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// The token.
    pub id: UatId,
    /// Its company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
}

/// Seconds for which an old token must at least have been quiet: one hour.
pub const QUIET_SECONDS: i64 = 3_600;

/// Whether `u`, whose successor has been used, has been quiet long enough at $1: a quarter of
/// its overlap, so that a job of every night is not cut off in an overlap of a week.
const QUIET: &str = "u.overlap_until > $1 AND u.revoked_at IS NULL AND \
     $1 - (CASE WHEN u.last_used_at > u.replaced_at THEN u.last_used_at ELSE u.replaced_at END) >= \
     (CASE WHEN (u.overlap_until - u.replaced_at) / 4 > $2 \
      THEN (u.overlap_until - u.replaced_at) / 4 ELSE $2 END)";

/// Replaced tokens that nobody uses any more while their successor is in use.
pub async fn quiet(conn: &mut Conn, now: Timestamp) -> Result<Vec<Quiet>, DbError> {
    let sql = format!(
        "SELECT u.id, u.company_id, u.name FROM uat u JOIN uat s ON s.id = u.replaced_by \
         WHERE {QUIET} AND s.last_used_at IS NOT NULL AND s.revoked_at IS NULL \
         ORDER BY u.id LIMIT 500"
    );
    let rows = conn.all(sql, args![now, QUIET_SECONDS * 1_000_000]).await?;
    rows.iter()
        .map(|row| {
            let id: String = row.get(0)?;
            Ok(Quiet {
                id: parse(&id)?,
                company: CompanyId(row.get(1)?),
                name: row.get(2)?,
            })
        })
        .collect()
}

/// Ends a replaced token now, unless it was used meanwhile or has ended; `true` when it did.
pub async fn end_quiet(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let sql = format!(
        "UPDATE uat AS u SET overlap_until = $1 \
         WHERE u.company_id = $3 AND u.id = $4 AND {QUIET}"
    );
    let args = args![now, QUIET_SECONDS * 1_000_000, company, id];
    Ok(tx.run(sql, args).await? == 1)
}

/// Notes that a replaced token was used after its end; `false` when that was noted less than
/// `seconds` ago.
pub async fn alarm(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    seconds: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE uat SET alarmed_at = $3 WHERE company_id = $1 AND id = $2 \
             AND (alarmed_at IS NULL OR alarmed_at <= $4)",
            args![company, id, now, now.plus_seconds(-seconds)],
        )
        .await?;
    Ok(touched == 1)
}

/// Revokes every token of a family that still works; id and name of each. Nobody did it: the
/// program did, by the company's policy.
pub async fn revoke_family(
    tx: &mut Tx,
    company: CompanyId,
    family: UatId,
    reason: &str,
    now: Timestamp,
) -> Result<Vec<(UatId, String)>, DbError> {
    lock_family(tx, company, family).await?;
    let rows = tx
        .all(
            "UPDATE uat SET revoked_at = $3, revoked_reason = $4 \
             WHERE company_id = $1 AND family = $2 AND revoked_at IS NULL \
             AND COALESCE(overlap_until, expires_at) > $3 RETURNING id, name",
            args![company, family, now, reason],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.get(0)?;
            Ok((parse(&id)?, row.get(1)?))
        })
        .collect()
}
