//! Second factors of a person: one-time passwords, recovery codes, and how often a wrong code was
//! sent. They belong to the person, whichever companies they are in, as the password does.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{ids::UserId, time::Timestamp};

/// Seconds in which a one-time password that was begun can be confirmed.
const PENDING_SECONDS: i64 = 900;
/// Wrong codes that cost nothing.
const FREE: i64 = 5;
/// The first wait in seconds; each further wrong code doubles it.
const FIRST_WAIT: i64 = 30;
/// The longest wait: an hour, so that a code of six digits is guessed once in centuries.
const LONGEST_WAIT: i64 = 3_600;

/// What a person signs in with beside the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// One-time passwords are on.
    pub totp: bool,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// The password is long enough beside a second factor only.
    pub short_password: bool,
}

impl Factors {
    /// Whether there is a second factor. Recovery codes are none: they stand in for one.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.totp || self.passkeys > 0
    }
}

/// A one-time password as it is stored.
#[derive(Clone, Debug)]
pub struct Totp {
    /// The secret, wrapped.
    pub wrapped_secret: Vec<u8>,
    /// The last time step whose code was used.
    pub last_step: i64,
    /// When it was turned on; `None` while it is being set up.
    pub confirmed_at: Option<Timestamp>,
}

/// What the person signs in with beside the password.
pub async fn of(conn: &mut Conn, user: UserId) -> Result<Factors, DbError> {
    let row = conn
        .one(
            "SELECT p.short_password, \
             (SELECT COUNT(*) FROM totp t WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL), \
             (SELECT COUNT(*) FROM passkey k WHERE k.person_id = p.id) \
             FROM person p WHERE p.id = $1",
            args![user],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Factors::default());
    };
    read(&row, 0)
}

/// Reads the three columns from that one on: short password, one-time passwords, passkeys.
pub(crate) fn read(row: &Row, at: usize) -> Result<Factors, DbError> {
    Ok(Factors {
        short_password: row.get::<i64>(at)? != 0,
        totp: row.get::<i64>(at + 1)? != 0,
        passkeys: row.get(at + 2)?,
    })
}

/// Locks the person's factors until the transaction ends, so that two changes at once cannot each
/// believe that the other factor stays.
pub async fn lock(tx: &mut Tx, user: UserId) -> Result<Factors, DbError> {
    if tx.is_postgres() {
        tx.all(
            "SELECT id FROM person WHERE id = $1 FOR UPDATE",
            args![user],
        )
        .await?;
    }
    of(tx, user).await
}

/// The person's one-time password, on or being set up.
pub async fn totp(conn: &mut Conn, user: UserId) -> Result<Option<Totp>, DbError> {
    let row = conn
        .one(
            "SELECT secret, last_step, confirmed_at FROM totp WHERE person_id = $1",
            args![user],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Totp {
        wrapped_secret: row.get(0)?,
        last_step: row.get(1)?,
        confirmed_at: row.get::<Option<i64>>(2)?.map(Timestamp),
    }))
}

/// Stores a secret that is being set up, in place of an earlier one that was not confirmed;
/// `false` when one is on already.
pub async fn begin_totp(
    tx: &mut Tx,
    user: UserId,
    wrapped_secret: &[u8],
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "INSERT INTO totp (person_id, secret, last_step, created_at) VALUES ($1, $2, 0, $3) \
             ON CONFLICT (person_id) DO UPDATE SET secret = $2, last_step = 0, created_at = $3 \
             WHERE totp.confirmed_at IS NULL",
            args![user, wrapped_secret, now],
        )
        .await?;
    Ok(touched == 1)
}

/// Turns on the secret that was begun, with the step of the code that proved it; `false` when
/// another one took its place meanwhile, or it was begun too long ago.
pub async fn confirm_totp(
    tx: &mut Tx,
    user: UserId,
    wrapped_secret: &[u8],
    step: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE totp SET confirmed_at = $4, last_step = $3 \
             WHERE person_id = $1 AND secret = $2 AND confirmed_at IS NULL AND created_at > $5",
            args![
                user,
                wrapped_secret,
                step,
                now,
                now.plus_seconds(-PENDING_SECONDS)
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Uses up the code of a step, and of every step before it; `false` when it was used already.
pub async fn spend_step(tx: &mut Tx, user: UserId, step: i64) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE totp SET last_step = $2 \
             WHERE person_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL",
            args![user, step],
        )
        .await?;
    Ok(touched == 1)
}

/// Takes the one-time password away; `false` when none was on.
pub async fn remove_totp(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "DELETE FROM totp WHERE person_id = $1 AND confirmed_at IS NOT NULL",
            args![user],
        )
        .await?;
    Ok(touched == 1)
}

/// Replaces the recovery codes; the old ones work no more.
pub async fn set_recovery_codes(
    tx: &mut Tx,
    user: UserId,
    digests: &[[u8; 32]],
) -> Result<(), DbError> {
    remove_recovery_codes(tx, user).await?;
    for digest in digests {
        tx.run(
            "INSERT INTO recovery_code (person_id, code_digest) VALUES ($1, $2)",
            args![user, digest.as_slice()],
        )
        .await?;
    }
    Ok(())
}

/// Takes the recovery codes away: without a second factor they stand in for nothing.
pub async fn remove_recovery_codes(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.run(
        "DELETE FROM recovery_code WHERE person_id = $1",
        args![user],
    )
    .await?;
    Ok(())
}

/// Uses up a recovery code; `false` when it is none, or was used already.
pub async fn spend_recovery_code(
    tx: &mut Tx,
    user: UserId,
    digest: &[u8],
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE recovery_code SET used_at = $3 \
             WHERE person_id = $1 AND code_digest = $2 AND used_at IS NULL",
            args![user, digest, now],
        )
        .await?;
    Ok(touched == 1)
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(conn: &mut Conn, user: UserId) -> Result<i64, DbError> {
    let row = conn
        .one(
            "SELECT COUNT(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL",
            args![user],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Takes every second factor and what belongs to them away; returns what there was.
pub async fn remove_all(tx: &mut Tx, user: UserId) -> Result<Factors, DbError> {
    let before = lock(tx, user).await?;
    for sql in [
        "DELETE FROM totp WHERE person_id = $1",
        "DELETE FROM passkey WHERE person_id = $1",
        "DELETE FROM factor_try WHERE person_id = $1",
        "DELETE FROM ceremony WHERE person_id = $1",
    ] {
        tx.run(sql, args![user]).await?;
    }
    remove_recovery_codes(tx, user).await?;
    Ok(before)
}

/// Counts a try of a code before the code is looked at, so that a hundred at once are a hundred;
/// returns until when to wait instead, when there were too many. The person's other tries stand
/// still until the transaction ends.
pub async fn take_try(
    tx: &mut Tx,
    user: UserId,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    tx.run(
        "INSERT INTO factor_try (person_id, failures, wait_until) VALUES ($1, 0, 0) \
         ON CONFLICT (person_id) DO NOTHING",
        args![user],
    )
    .await?;
    // SQLite has one writer: it is locked already.
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT failures, wait_until FROM factor_try WHERE person_id = $1{lock}");
    let row = tx.one(sql, args![user]).await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no row of tries".into()))?;
    let (failures, wait_until) = (row.get::<i64>(0)? + 1, Timestamp(row.get(1)?));
    if wait_until > now {
        return Ok(Some(wait_until));
    }
    let wait = match failures - FREE {
        beyond if beyond < 0 => 0,
        beyond => (FIRST_WAIT << beyond.min(20)).min(LONGEST_WAIT),
    };
    tx.run(
        "UPDATE factor_try SET failures = $2, wait_until = $3 WHERE person_id = $1",
        args![user, failures, now.plus_seconds(wait)],
    )
    .await?;
    Ok(None)
}

/// Forgets the wrong codes after a right one.
pub async fn forgive(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.run("DELETE FROM factor_try WHERE person_id = $1", args![user])
        .await?;
    Ok(())
}
