//! Settings of the installation, and the keys that sign JWTs (their private half is wrapped by
//! the master key before it comes here).

use crate::{
    DbError,
    conn::{Alone, Conn, Row, Tx, args},
};
use countermark_core::{
    keys::{Algorithm, Key, State},
    time::Timestamp,
};

/// A key that signs, will sign or has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Name, algorithm and life.
    pub key: Key,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, encrypted; empty once it signs no more.
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

/// Stores a setting, whatever it was before.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO setting (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = $2",
        args![name, value],
    )
    .await?;
    Ok(())
}

const COLUMNS: &str = "SELECT kid, algorithm, state, created_at, since, signs_at, public_key, private_key \
     FROM signing_key";

fn read(row: &Row) -> Result<SigningKey, DbError> {
    let kid: String = row.get(0)?;
    let corrupt = || DbError::Corrupt(format!("signing key {kid}"));
    let algorithm: String = row.get(1)?;
    let state: String = row.get(2)?;
    Ok(SigningKey {
        key: Key {
            algorithm: Algorithm::by_name(&algorithm).ok_or_else(corrupt)?,
            state: State::by_name(&state).ok_or_else(corrupt)?,
            created_at: Timestamp(row.get(3)?),
            since: Timestamp(row.get(4)?),
            signs_at: Timestamp(row.get(5)?),
            kid,
        },
        public_key: row.get(6)?,
        wrapped_private_key: row.get(7)?,
    })
}

/// Every key that verifies, the youngest first.
pub async fn signing_keys(conn: &mut Conn) -> Result<Vec<SigningKey>, DbError> {
    let sql = format!("{COLUMNS} WHERE state <> 'gone' ORDER BY created_at DESC, kid");
    conn.all(sql, args![]).await?.iter().map(read).collect()
}

/// The keys that there are and the last 20 that are gone: first the published one, then the one
/// that signs, and so on along a key's life.
pub async fn history(conn: &mut Conn) -> Result<Vec<SigningKey>, DbError> {
    let mut keys = signing_keys(conn).await?;
    let sql = format!("{COLUMNS} WHERE state = 'gone' ORDER BY created_at DESC, kid LIMIT 20");
    for row in conn.all(sql, args![]).await? {
        keys.push(read(&row)?);
    }
    keys.sort_by_key(|stored| {
        let SigningKey { key, .. } = stored;
        (key.state, std::cmp::Reverse(key.since), key.kid.clone())
    });
    Ok(keys)
}

/// Waits until nobody else changes the key set; it stays so until the transaction ends.
pub async fn lock(tx: &mut Tx) -> Result<(), DbError> {
    tx.alone(Alone::SigningKeys).await
}

/// Adds a key.
pub async fn add(tx: &mut Tx, new: &SigningKey) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO signing_key \
         (kid, algorithm, public_key, private_key, state, created_at, since, signs_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            new.key.kid.as_str(),
            new.key.algorithm.name(),
            new.public_key.as_slice(),
            new.wrapped_private_key.as_slice(),
            new.key.state.name(),
            new.key.created_at,
            new.key.since,
            new.key.signs_at,
        ],
    )
    .await?;
    Ok(())
}

/// A published key signs at another time.
pub async fn hasten(tx: &mut Tx, kid: &str, signs_at: Timestamp) -> Result<(), DbError> {
    tx.run(
        "UPDATE signing_key SET signs_at = $2 WHERE kid = $1 AND state = 'published'",
        args![kid, signs_at],
    )
    .await?;
    Ok(())
}

/// A published key signs from now on.
pub async fn sign(tx: &mut Tx, kid: &str, now: Timestamp) -> Result<(), DbError> {
    tx.run(
        "UPDATE signing_key SET state = 'signing', since = $2, signs_at = $2 WHERE kid = $1",
        args![kid, now],
    )
    .await?;
    Ok(())
}

/// A key signs no more: it only verifies, or is gone. Its private half is wiped either way, for
/// nothing needs it any longer.
pub async fn end(tx: &mut Tx, kid: &str, state: State, now: Timestamp) -> Result<(), DbError> {
    let nothing: &[u8] = &[];
    tx.run(
        "UPDATE signing_key SET state = $2, since = $3, private_key = $4 WHERE kid = $1",
        args![kid, state.name(), now, nothing],
    )
    .await?;
    Ok(())
}
