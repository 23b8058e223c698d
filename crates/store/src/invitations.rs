//! One-time links that let a person into a company. Only a digest of the code is kept.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UserId},
    time::Timestamp,
};

/// An invitation that is still open.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Into this company.
    pub company: CompanyId,
    /// For this person.
    pub user: UserId,
    /// The company's name, for the page that the link opens.
    pub company_name: String,
    /// The person's address.
    pub email: String,
    /// Whether the person has a password already (from another company).
    pub has_password: bool,
}

/// Makes an invitation; an earlier one of the same member ends.
pub async fn create(
    tx: &mut Tx,
    company: CompanyId,
    user: UserId,
    code_digest: &[u8],
    by: UserId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    end(tx, company, user).await?;
    tx.run(
        "INSERT INTO invitation (code_digest, company_id, person_id, created_by, created_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![code_digest, company, user, by, now, expires_at],
    )
    .await?;
    Ok(())
}

/// Ends the member's invitation, if one is open; returns how many there were.
pub async fn end(tx: &mut Tx, company: CompanyId, user: UserId) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM invitation WHERE company_id = $1 AND person_id = $2",
        args![company, user],
    )
    .await
}

/// The open invitation behind a code: not ended, not past its time, member not archived.
pub async fn find(
    conn: &mut Conn,
    code_digest: &[u8],
    now: Timestamp,
) -> Result<Option<Invitation>, DbError> {
    let row = conn
        .one(
            "SELECT i.company_id, i.person_id, c.name, p.email, p.password_hash \
             FROM invitation i \
             JOIN company c ON c.id = i.company_id AND c.archived_at IS NULL \
             JOIN person p ON p.id = i.person_id \
             JOIN member m ON m.company_id = i.company_id AND m.person_id = i.person_id \
               AND m.archived_at IS NULL \
             WHERE i.code_digest = $1 AND i.expires_at > $2",
            args![code_digest, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Invitation {
        company: CompanyId(row.get(0)?),
        user: UserId(row.get(1)?),
        company_name: row.get(2)?,
        email: row.get(3)?,
        has_password: row.get::<Option<String>>(4)?.is_some(),
    }))
}
