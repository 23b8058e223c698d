//! Passkeys (WebAuthn credentials) of a person, and ceremonies that are under way.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{PasskeyId, UserId},
    time::Timestamp,
};

/// A passkey as it is stored.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Its id here.
    pub id: PasskeyId,
    /// Whose it is.
    pub user: UserId,
    /// The name its owner gave it.
    pub name: String,
    /// Public key, counter and flags, as the WebAuthn library writes them.
    pub credential: String,
    /// It checks who holds it (PIN, finger, face): two factors in one.
    pub verified: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// A passkey that is added.
#[derive(Clone, Copy, Debug)]
pub struct NewPasskey<'a> {
    /// The authenticator's id for it, base64url.
    pub credential_id: &'a str,
    /// The name its owner gives it.
    pub name: &'a str,
    /// See [`Passkey::credential`].
    pub credential: &'a str,
    /// See [`Passkey::verified`].
    pub verified: bool,
}

const COLUMNS: &str = "id, person_id, name, credential, verified, created_at, last_used_at";

fn read(row: &Row) -> Result<Passkey, DbError> {
    Ok(Passkey {
        id: PasskeyId(row.get(0)?),
        user: UserId(row.get(1)?),
        name: row.get(2)?,
        credential: row.get(3)?,
        verified: row.get::<i64>(4)? != 0,
        created_at: Timestamp(row.get(5)?),
        last_used_at: row.get::<Option<i64>>(6)?.map(Timestamp),
    })
}

/// The person's passkeys, oldest first.
pub async fn of(conn: &mut Conn, user: UserId) -> Result<Vec<Passkey>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM passkey WHERE person_id = $1 ORDER BY id");
    let rows = conn.all(sql, args![user]).await?;
    rows.iter().map(read).collect()
}

/// One passkey of the person.
pub async fn get(conn: &mut Conn, user: UserId, id: PasskeyId) -> Result<Option<Passkey>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM passkey WHERE person_id = $1 AND id = $2");
    conn.one(sql, args![user, id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// The passkey with the authenticator's id, locked until the transaction ends: its counter is
/// about to be compared and raised.
pub async fn by_credential(tx: &mut Tx, credential_id: &str) -> Result<Option<Passkey>, DbError> {
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM passkey WHERE credential_id = $1{lock}");
    tx.one(sql, args![credential_id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Adds a passkey.
///
/// # Errors
/// [`DbError::Unique`] when the credential is somebody's already.
pub async fn add(
    tx: &mut Tx,
    user: UserId,
    new: NewPasskey<'_>,
    now: Timestamp,
) -> Result<PasskeyId, DbError> {
    let row = tx
        .one(
            "INSERT INTO passkey (person_id, credential_id, name, credential, verified, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            args![
                user,
                new.credential_id,
                new.name,
                new.credential,
                new.verified,
                now
            ],
        )
        .await?;
    row.map_or_else(
        || Err(DbError::Corrupt("no id".into())),
        |row| row.get(0).map(PasskeyId),
    )
}

/// Notes a use, with what the authenticator changed in it.
pub async fn used(
    tx: &mut Tx,
    id: PasskeyId,
    credential: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE passkey SET credential = $2, last_used_at = $3 WHERE id = $1",
        args![id, credential, now],
    )
    .await?;
    Ok(())
}

/// Gives a passkey of the person another name; `false` when there is none with that id.
pub async fn rename(tx: &mut Tx, user: UserId, id: PasskeyId, name: &str) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE passkey SET name = $3 WHERE person_id = $1 AND id = $2",
            args![user, id, name],
        )
        .await?;
    Ok(touched == 1)
}

/// Takes a passkey of the person away; `false` when there is none with that id.
pub async fn remove(tx: &mut Tx, user: UserId, id: PasskeyId) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "DELETE FROM passkey WHERE person_id = $1 AND id = $2",
            args![user, id],
        )
        .await?;
    Ok(touched == 1)
}

/// A ceremony that was begun.
#[derive(Clone, Copy, Debug)]
pub struct Ceremony<'a> {
    /// The digest of the secret that names it.
    pub digest: &'a [u8],
    /// What it is for.
    pub purpose: &'a str,
    /// Who must answer; `None` when the answer will tell.
    pub user: Option<UserId>,
    /// The session it was begun in, or empty.
    pub session: &'a str,
    /// What the WebAuthn library needs to know at its end.
    pub state: &'a str,
    /// From when on it is over.
    pub expires_at: Timestamp,
}

/// Stores a ceremony.
pub async fn begin(tx: &mut Tx, ceremony: Ceremony<'_>) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO ceremony (digest, purpose, person_id, session_id, state, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            ceremony.digest,
            ceremony.purpose,
            ceremony.user,
            ceremony.session,
            ceremony.state,
            ceremony.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes a ceremony out, so that nobody else can end it; its state, when purpose, person and
/// session are those it was begun for and its time is not over.
pub async fn take(
    tx: &mut Tx,
    digest: &[u8],
    wanted: (&str, Option<UserId>, &str),
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let (purpose, user, session) = wanted;
    let row = tx
        .one(
            "DELETE FROM ceremony WHERE digest = $1 \
             RETURNING purpose, person_id, session_id, state, expires_at",
            args![digest],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let fits = row.get::<String>(0)? == purpose
        && row.get::<Option<i64>>(1)?.map(UserId) == user
        && row.get::<String>(2)? == session
        && Timestamp(row.get(4)?) > now;
    fits.then(|| row.get(3)).transpose()
}

/// Forgets ceremonies that are over.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    tx.run("DELETE FROM ceremony WHERE expires_at <= $1", args![now])
        .await
}
