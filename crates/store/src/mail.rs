//! The outbox: mail that was decided in a transaction and is sent after it.
//!
//! A row is claimed with a lease, so that of several nodes one sends it at a time. A node that
//! dies in between sends it once more, under the same message id, by another node.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::{ids::CompanyId, time::Timestamp};

/// A mail to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// What it is about, as `invitation`: for counting.
    pub kind: &'a str,
    /// The address it goes to.
    pub to: &'a str,
    /// Its subject line.
    pub subject: &'a str,
    /// Its text, sealed: it may hold a secret link.
    pub body: &'a [u8],
    /// From when on it is of no use and no longer tried.
    pub give_up_at: Timestamp,
}

/// A mail whose turn it is.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number.
    pub id: i64,
    /// What it is about.
    pub kind: String,
    /// The address it goes to.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// Its text, sealed.
    pub body: Vec<u8>,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// From when on it is of no use.
    pub give_up_at: Timestamp,
}

/// Puts a mail into the outbox and returns its number. It goes out once the transaction is
/// committed, or not at all.
pub async fn queue(
    tx: &mut Tx,
    company: Option<CompanyId>,
    mail: NewMail<'_>,
    now: Timestamp,
) -> Result<i64, DbError> {
    let row = tx
        .one(
            "INSERT INTO mail (company_id, kind, recipient, subject, body, created_at, attempts, \
         next_attempt_at, give_up_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $6, $7) RETURNING id",
            args![
                company.map(|company| company.0),
                mail.kind,
                mail.to,
                mail.subject,
                mail.body,
                now,
                mail.give_up_at,
            ],
        )
        .await?;
    row.map_or_else(|| Err(DbError::Corrupt("no id".into())), |row| row.get(0))
}

/// Whether a mail waits whose time has come. A look costs no write.
pub async fn any_due(conn: &mut Conn, now: Timestamp) -> Result<bool, DbError> {
    let row = conn
        .one(
            "SELECT 1 FROM mail WHERE next_attempt_at <= $1 LIMIT 1",
            args![now],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes the mail that waits longest; until `lease_until` no other node will take it.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, DbError> {
    // SQLite has one writer: nobody else is looking.
    let lock = if tx.is_postgres() {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let row = tx
        .one(
            format!(
                "UPDATE mail SET attempts = attempts + 1, next_attempt_at = $2 WHERE id = \
                 (SELECT id FROM mail WHERE next_attempt_at <= $1 \
                 ORDER BY next_attempt_at, id LIMIT 1{lock}) \
                 RETURNING id, kind, recipient, subject, body, created_at, attempts, give_up_at"
            ),
            args![now, lease_until],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Claimed {
        id: row.get(0)?,
        kind: row.get(1)?,
        to: row.get(2)?,
        subject: row.get(3)?,
        body: row.get::<Option<Vec<u8>>>(4)?.unwrap_or_default(),
        created_at: Timestamp(row.get(5)?),
        attempt: row.get(6)?,
        give_up_at: Timestamp(row.get(7)?),
    }))
}

/// What became of a claimed mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was handed over.
    Sent,
    /// It is tried again then.
    Again(Timestamp),
    /// It is not tried again.
    Failed,
}

/// Notes what became of it. Nothing is noted when the lease ran out and another node has taken
/// the mail meanwhile. The text does not outlive the last attempt.
pub async fn note(
    tx: &mut Tx,
    mail: &Claimed,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let sql = match outcome {
        Outcome::Sent => {
            "UPDATE mail SET sent_at = $3, next_attempt_at = NULL, body = NULL \
             WHERE id = $1 AND attempts = $2"
        }
        Outcome::Failed => {
            "UPDATE mail SET failed_at = $3, next_attempt_at = NULL, body = NULL \
             WHERE id = $1 AND attempts = $2"
        }
        Outcome::Again(_) => "UPDATE mail SET next_attempt_at = $3 WHERE id = $1 AND attempts = $2",
    };
    let at = match outcome {
        Outcome::Again(at) => at,
        Outcome::Sent | Outcome::Failed => now,
    };
    tx.run(sql, args![mail.id, mail.attempt, at]).await?;
    Ok(())
}

/// Forgets mails that were made before `before` and are done with; returns how many.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM mail WHERE created_at < $1 AND next_attempt_at IS NULL",
        args![before],
    )
    .await
}

/// How many mails were made for that address since `since`.
pub async fn recent(conn: &mut Conn, to: &str, since: Timestamp) -> Result<i64, DbError> {
    let row = conn
        .one(
            "SELECT count(*) FROM mail WHERE created_at > $2 AND recipient = $1",
            args![to, since],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Takes back what [`queue`] put in just now, in the same transaction: it costs what a mail
/// costs, and nobody gets one.
pub async fn take_back(tx: &mut Tx, id: i64) -> Result<(), DbError> {
    tx.run("DELETE FROM mail WHERE id = $1", args![id]).await?;
    Ok(())
}
