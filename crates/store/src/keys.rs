//! Settings of the installation, and the keys that sign JWTs (their private half is wrapped by
//! the master key before it comes here).

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::time::Timestamp;

/// A key that signs or has signed.
#[derive(Clone, Debug)]
pub struct SigningKey {
    /// Its public name.
    pub kid: String,
    /// `EdDSA`.
    pub algorithm: String,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, encrypted.
    pub wrapped_private_key: Vec<u8>,
}

/// A setting of the installation.
pub async fn setting(conn: &mut Conn, name: &str) -> Result<Option<String>, DbError> {
    let row = conn
        .one("SELECT value FROM setting WHERE name = $1", args![name])
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Stores a setting that must not be there yet; `false` when another node was first.
pub async fn set_first(tx: &mut Tx, name: &str, value: &str) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            args![name, value],
        )
        .await?;
    Ok(touched == 1)
}

/// The keys whose signatures are accepted; the first one signs.
pub async fn signing_keys(conn: &mut Conn) -> Result<Vec<SigningKey>, DbError> {
    let rows = conn
        .all(
            "SELECT kid, algorithm, public_key, private_key FROM signing_key \
             WHERE state = 'signing' ORDER BY created_at DESC, kid",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(SigningKey {
                kid: row.get(0)?,
                algorithm: row.get(1)?,
                public_key: row.get(2)?,
                wrapped_private_key: row.get(3)?,
            })
        })
        .collect()
}

/// Adds the first key, unless another node was quicker; returns the keys there are now. Nodes
/// that start together take turns, so that all of them sign with the same one.
pub async fn add_first_signing_key(
    tx: &mut Tx,
    key: SigningKey,
    now: Timestamp,
) -> Result<Vec<SigningKey>, DbError> {
    if tx.is_postgres() {
        tx.all("SELECT pg_advisory_xact_lock(4036990313)", args![])
            .await?;
    }
    let there = signing_keys(tx).await?;
    if !there.is_empty() {
        return Ok(there);
    }
    tx.run(
        "INSERT INTO signing_key (kid, algorithm, public_key, private_key, state, created_at) \
         VALUES ($1, $2, $3, $4, 'signing', $5)",
        args![
            key.kid.as_str(),
            key.algorithm.as_str(),
            key.public_key.as_slice(),
            key.wrapped_private_key.as_slice(),
            now,
        ],
    )
    .await?;
    Ok(vec![key])
}
