//! One-time codes that went to a person by mail. Only a digest is kept; a code is for one person,
//! one purpose and one use, and a newer one ends the older.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{ids::UserId, time::Timestamp};

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Choosing a new password.
    Reset,
    /// Proving that mail to the address arrives.
    Verify,
    /// Proving the same of an address that is to replace the present one.
    Address,
}

impl Purpose {
    /// The stored word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Verify => "verify",
            Self::Address => "address",
        }
    }
}

/// A code that is still good.
#[derive(Clone, Debug)]
pub struct Code {
    /// Whose it is.
    pub user: UserId,
    /// The address it went to.
    pub email: String,
}

/// Makes a code; an earlier one of the same person and purpose ends.
pub async fn create(
    tx: &mut Tx,
    user: UserId,
    purpose: Purpose,
    digest: &[u8],
    email: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    end(tx, user, purpose).await?;
    tx.run(
        "INSERT INTO person_code (code_digest, person_id, purpose, email, created_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![digest, user, purpose.name(), email, now, expires_at],
    )
    .await?;
    Ok(())
}

/// The code of that purpose, while it is good.
pub async fn find(
    conn: &mut Conn,
    purpose: Purpose,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Code>, DbError> {
    conn.one(
        "SELECT person_id, email FROM person_code \
         WHERE code_digest = $1 AND purpose = $2 AND expires_at > $3",
        args![digest, purpose.name(), now],
    )
    .await?
    .map(|row| read(&row))
    .transpose()
}

/// Uses a code up; of two who try at once, one gets it.
pub async fn take(
    tx: &mut Tx,
    purpose: Purpose,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Code>, DbError> {
    tx.one(
        "DELETE FROM person_code WHERE code_digest = $1 AND purpose = $2 AND expires_at > $3 \
         RETURNING person_id, email",
        args![digest, purpose.name(), now],
    )
    .await?
    .map(|row| read(&row))
    .transpose()
}

/// Ends the person's code of that purpose.
pub async fn end(tx: &mut Tx, user: UserId, purpose: Purpose) -> Result<(), DbError> {
    tx.run(
        "DELETE FROM person_code WHERE person_id = $1 AND purpose = $2",
        args![user, purpose.name()],
    )
    .await?;
    Ok(())
}

/// Forgets codes that are past their time.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    tx.run("DELETE FROM person_code WHERE expires_at <= $1", args![now])
        .await
}

fn read(row: &Row) -> Result<Code, DbError> {
    Ok(Code {
        user: UserId(row.get(0)?),
        email: row.get(1)?,
    })
}
