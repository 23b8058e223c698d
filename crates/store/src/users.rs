//! People: one row for each e-mail address, whichever companies they belong to.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UserId},
    language::Language,
    time::Timestamp,
};

/// What a log-in needs to know about an address.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who it is.
    pub id: UserId,
    /// The stored hash; `None` until an invitation has been accepted.
    pub password_hash: Option<String>,
    /// Rises when all of the person's sessions end at once.
    pub epoch: i64,
    /// The company that the person looked at last.
    pub last_company: Option<CompanyId>,
    /// The folded address.
    pub email: String,
    /// When the person proved that mail to the address arrives.
    pub verified_at: Option<Timestamp>,
}

/// The account behind a (folded) e-mail address.
pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Account>, DbError> {
    account(
        conn,
        "SELECT id, password_hash, epoch, last_company, email, verified_at \
         FROM person WHERE email = $1",
        args![email],
    )
    .await
}

/// The account of a person.
pub async fn by_id(conn: &mut Conn, user: UserId) -> Result<Option<Account>, DbError> {
    account(
        conn,
        "SELECT id, password_hash, epoch, last_company, email, verified_at \
         FROM person WHERE id = $1",
        args![user],
    )
    .await
}

async fn account(
    conn: &mut Conn,
    sql: &'static str,
    args: Vec<crate::conn::Arg>,
) -> Result<Option<Account>, DbError> {
    let Some(row) = conn.one(sql, args).await? else {
        return Ok(None);
    };
    Ok(Some(Account {
        id: UserId(row.get(0)?),
        password_hash: row.get(1)?,
        epoch: row.get(2)?,
        last_company: row.get::<Option<i64>>(3)?.map(CompanyId),
        email: row.get(4)?,
        verified_at: row.get::<Option<i64>>(5)?.map(Timestamp),
    }))
}

/// Makes a person without a password.
pub async fn create(tx: &mut Tx, email: &str, now: Timestamp) -> Result<UserId, DbError> {
    let row = tx
        .one(
            "INSERT INTO person (email, epoch, created_at) VALUES ($1, 1, $2) RETURNING id",
            args![email, now],
        )
        .await?;
    row.map_or_else(
        || Err(DbError::Corrupt("no id".into())),
        |row| row.get(0).map(UserId),
    )
}

/// Stores a new password hash. The caller ends the sessions that the old one began.
pub async fn set_password(tx: &mut Tx, user: UserId, hash: &str) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET password_hash = $2, short_password = 0 WHERE id = $1",
        args![user, hash],
    )
    .await?;
    Ok(())
}

/// Stores the password of somebody who has none yet; `false` when there is one by now.
pub async fn set_first_password(tx: &mut Tx, user: UserId, hash: &str) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE person SET password_hash = $2 WHERE id = $1 AND password_hash IS NULL",
            args![user, hash],
        )
        .await?;
    Ok(touched == 1)
}

/// Stores another hash of the same password, unless there is another password by now.
pub async fn renew_hash(tx: &mut Tx, user: UserId, old: &str, new: &str) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        args![user, old, new],
    )
    .await?;
    Ok(())
}

/// Notes that the password just stored is long enough beside a second factor only.
pub async fn note_short_password(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET short_password = 1 WHERE id = $1",
        args![user],
    )
    .await?;
    Ok(())
}

/// Notes that mail to the person's address arrives; the first time counts.
pub async fn verify(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET verified_at = $2 WHERE id = $1 AND verified_at IS NULL",
        args![user, now],
    )
    .await?;
    Ok(())
}

/// Gives the person another address, which they have proved. [`DbError::Unique`] when it is
/// somebody else's.
pub async fn set_email(
    tx: &mut Tx,
    user: UserId,
    email: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET email = $2, verified_at = $3 WHERE id = $1",
        args![user, email, now],
    )
    .await?;
    Ok(())
}

/// Raises the epoch: every JWT made before is refused.
pub async fn raise_epoch(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET epoch = epoch + 1 WHERE id = $1",
        args![user],
    )
    .await?;
    Ok(())
}

/// Reads a stored language.
pub(crate) fn read_language(row: &Row, at: usize) -> Result<Option<Language>, DbError> {
    let Some(name) = row.get::<Option<String>>(at)? else {
        return Ok(None);
    };
    let language = Language::by_name(&name);
    let language = language.ok_or_else(|| DbError::Corrupt(format!("language {name}")))?;
    Ok(Some(language))
}

/// Notes which language the person wants to read.
pub async fn set_language(tx: &mut Tx, user: UserId, language: Language) -> Result<(), DbError> {
    let sql = "UPDATE person SET language = $2 WHERE id = $1";
    tx.run(sql, args![user, language.name()]).await?;
    Ok(())
}

/// The language of whoever has this (folded) address, once they have said it.
pub async fn language_at(conn: &mut Conn, email: &str) -> Result<Option<Language>, DbError> {
    let sql = "SELECT language FROM person WHERE email = $1";
    match conn.one(sql, args![email]).await? {
        Some(row) => read_language(&row, 0),
        None => Ok(None),
    }
}

/// The language of a person, once they have said it.
pub async fn language_of(conn: &mut Conn, user: UserId) -> Result<Option<Language>, DbError> {
    let sql = "SELECT language FROM person WHERE id = $1";
    match conn.one(sql, args![user]).await? {
        Some(row) => read_language(&row, 0),
        None => Ok(None),
    }
}

/// Notes which company the person looks at, and holds their row until the transaction ends.
pub async fn look_at(tx: &mut Tx, company: CompanyId, user: UserId) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET last_company = $1 WHERE id = $2",
        args![company, user],
    )
    .await?;
    Ok(())
}

/// Notes a log-in.
pub async fn signed_in(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE person SET last_login_at = $3, last_company = $2 WHERE id = $1",
        args![user, company, now],
    )
    .await?;
    Ok(())
}
