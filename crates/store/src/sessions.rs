//! Log-ins: one row each, whether it lives in a cookie or in a JWT.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, SessionId, UserId},
    time::Timestamp,
};

/// Where a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In the portal's cookie.
    Cookie,
    /// In JSON Web Tokens.
    Jwt,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cookie => "session",
            Self::Jwt => "jwt",
        }
    }
}

/// What a request needs to know of its session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its public id.
    pub id: SessionId,
    /// The company it looks at.
    pub company: CompanyId,
    /// Whose it is.
    pub user: UserId,
    /// Where it lives.
    pub kind: Kind,
    /// The digest of the cookie's secret.
    pub secret_digest: Option<Vec<u8>>,
    /// When the person last proved who they are.
    pub signed_in_at: Timestamp,
    /// When it was last used, as far as it has been written: about a minute behind. For JWTs,
    /// when the last one was made.
    pub seen_at: Timestamp,
    /// The last moment it can be used.
    pub expires_at: Timestamp,
    /// Ended before its time.
    pub ended: bool,
    /// How the person proved who they are: words of RFC 8176 with a space between.
    pub amr: String,
}

/// Where a session was begun.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The client's address.
    pub address: &'a str,
    /// The client's own description.
    pub user_agent: &'a str,
}

/// Stores a new session.
pub async fn create(tx: &mut Tx, session: &Session, origin: Origin<'_>) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO session (id, company_id, person_id, kind, secret_digest, created_at, \
         signed_in_at, seen_at, expires_at, address, user_agent, amr) \
         VALUES ($1, $2, $3, $4, $5, $7, $6, $7, $8, $9, $10, $11)",
        args![
            session.id,
            session.company,
            session.user,
            session.kind.name(),
            session.secret_digest.as_deref(),
            session.signed_in_at,
            session.seen_at,
            session.expires_at,
            origin.address,
            origin.user_agent,
            session.amr.as_str(),
        ],
    )
    .await?;
    Ok(())
}

/// The session with that id, ended or not.
pub async fn get(conn: &mut Conn, id: SessionId) -> Result<Option<Session>, DbError> {
    let row = conn
        .one(
            "SELECT company_id, person_id, kind, secret_digest, signed_in_at, seen_at, \
             expires_at, ended_at, amr \
             FROM session WHERE id = $1",
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Session {
        id,
        company: CompanyId(row.get(0)?),
        user: UserId(row.get(1)?),
        kind: if row.get::<String>(2)? == Kind::Jwt.name() {
            Kind::Jwt
        } else {
            Kind::Cookie
        },
        secret_digest: row.get(3)?,
        signed_in_at: Timestamp(row.get(4)?),
        seen_at: Timestamp(row.get(5)?),
        expires_at: Timestamp(row.get(6)?),
        ended: row.get::<Option<i64>>(7)?.is_some(),
        amr: row.get(8)?,
    }))
}

/// A session as its person sees it.
#[derive(Clone, Debug)]
pub struct Live {
    /// Its public id.
    pub id: SessionId,
    /// The company it looks at.
    pub company_name: String,
    /// The stored word of where it lives, see [`Kind::name`].
    pub kind: String,
    /// When the person last proved who they are.
    pub signed_in_at: Timestamp,
    /// When it was last used, as far as it has been written: about a minute behind.
    pub seen_at: Timestamp,
    /// The last moment it can be used.
    pub expires_at: Timestamp,
    /// The client's address when it began.
    pub address: String,
    /// The client's own description.
    pub user_agent: String,
}

/// The person's newest sessions that can still be used, in all their companies: a log-in is the
/// person's, not the company's. Portal sessions not used since `idle_since` have ended, too, and
/// so has a log-in whose last JWT was made at `jwt_since` or before: nothing can renew it any
/// more. At most `limit`, and how many there are.
pub async fn live(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    (idle_since, jwt_since): (Timestamp, Timestamp),
    limit: i64,
) -> Result<(i64, Vec<Live>), DbError> {
    let rows = conn
        .all(
            "SELECT s.id, c.name, s.kind, s.signed_in_at, s.seen_at, s.expires_at, s.address, \
             s.user_agent, COUNT(*) OVER () \
             FROM session s JOIN company c ON c.id = s.company_id \
             WHERE s.person_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 \
             AND s.seen_at > CASE s.kind WHEN 'jwt' THEN $4 ELSE $3 END \
             ORDER BY s.signed_in_at DESC, s.created_at DESC, s.id LIMIT $5",
            args![user, now, idle_since, jwt_since, limit],
        )
        .await?;
    let count = rows.first().map_or(Ok(0), |row| row.get(8))?;
    let read = |row: &Row| {
        Ok(Live {
            id: ended_id(row)?,
            company_name: row.get(1)?,
            kind: row.get(2)?,
            signed_in_at: Timestamp(row.get(3)?),
            seen_at: Timestamp(row.get(4)?),
            expires_at: Timestamp(row.get(5)?),
            address: row.get(6)?,
            user_agent: row.get(7)?,
        })
    };
    let rows: Result<_, DbError> = rows.iter().map(read).collect();
    Ok((count, rows?))
}

/// Ends one session of the company's person; `false` when there is none that is open.
pub async fn end(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let ended = tx
        .run(
            "UPDATE session SET ended_at = $4 \
             WHERE company_id = $1 AND person_id = $2 AND id = $3 AND ended_at IS NULL",
            args![company, user, id, now],
        )
        .await?;
    Ok(ended > 0)
}

/// Ends every session of the person but `keep`, in all companies; returns the ended ones.
pub async fn end_all(
    tx: &mut Tx,
    user: UserId,
    keep: Option<SessionId>,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let keep = keep.map_or_else(String::new, |id| id.to_string());
    let rows = tx
        .all(
            "UPDATE session SET ended_at = $3 \
             WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL RETURNING id",
            args![user, keep, now],
        )
        .await?;
    rows.iter().map(ended_id).collect()
}

/// Ends every log-in by JWT of everybody: an emergency of the keys. Returns how many.
pub async fn end_all_jwt(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "UPDATE session SET ended_at = $1 WHERE kind = 'jwt' AND ended_at IS NULL",
        args![now],
    )
    .await
}

/// Ends every session in which the person looks at the company; returns the ended ones.
pub async fn end_in_company(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let rows = tx
        .all(
            "UPDATE session SET ended_at = $3 \
             WHERE company_id = $1 AND person_id = $2 AND ended_at IS NULL RETURNING id",
            args![company, user, now],
        )
        .await?;
    rows.iter().map(ended_id).collect()
}

/// How many sessions of that kind, used since `seen_since`, the company has that will not have
/// ended at that time.
pub async fn count_of_kind(
    conn: &mut Conn,
    company: CompanyId,
    kind: Kind,
    seen_since: Timestamp,
    at: Timestamp,
) -> Result<i64, DbError> {
    let row = conn
        .one(
            "SELECT count(*) FROM session \
             WHERE company_id = $1 AND kind = $2 AND ended_at IS NULL AND expires_at > $3 \
             AND seen_at > $4",
            args![company, kind.name(), at, seen_since],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Ends every session of that kind in the company; returns the ended ones.
pub async fn end_kind_in_company(
    tx: &mut Tx,
    company: CompanyId,
    kind: Kind,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let rows = tx
        .all(
            "UPDATE session SET ended_at = $3 \
             WHERE company_id = $1 AND kind = $2 AND ended_at IS NULL AND expires_at > $3 \
             RETURNING id",
            args![company, kind.name(), now],
        )
        .await?;
    rows.iter().map(ended_id).collect()
}

fn ended_id(row: &Row) -> Result<SessionId, DbError> {
    let text: String = row.get(0)?;
    text.parse()
        .map_err(|_| DbError::Corrupt("session id".into()))
}

/// Notes that the person has just proved again who they are.
pub async fn confirm(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    id: SessionId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE session SET signed_in_at = $4 \
         WHERE company_id = $1 AND person_id = $2 AND id = $3 AND ended_at IS NULL",
        args![company, user, id, now],
    )
    .await?;
    Ok(())
}

/// Notes what the person has just proved on top: the session counts as begun that way.
pub async fn set_amr(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    id: SessionId,
    amr: &str,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE session SET amr = $4 WHERE company_id = $1 AND person_id = $2 AND id = $3",
        args![company, user, id, amr],
    )
    .await?;
    Ok(())
}

/// Writes when sessions were last used.
pub async fn record_seen(tx: &mut Tx, seen: &[(SessionId, Timestamp)]) -> Result<(), DbError> {
    for (id, at) in seen {
        tx.run(
            "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2",
            args![*id, *at],
        )
        .await?;
    }
    Ok(())
}
