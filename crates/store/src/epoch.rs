//! What ends when an old state of the database has come back: nobody knows which of it had ended
//! since.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
    lists::Filters,
    uats::{ACTIVE, parse},
};
use countermark_core::{
    ids::{CompanyId, UatId},
    time::Timestamp,
};

/// How much ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Log-ins, in cookies and in JWTs.
    pub sessions: u64,
    /// Invitations, and links that went out by mail.
    pub links: u64,
}

/// Ends every log-in, invitation, link and half-done ceremony of everybody.
pub async fn end_log_ins(tx: &mut Tx, now: Timestamp) -> Result<Ended, DbError> {
    let sql = "UPDATE session SET ended_at = $1 WHERE ended_at IS NULL";
    let sessions = tx.run(sql, args![now]).await?;
    tx.run("DELETE FROM ceremony", args![]).await?;
    let invitations = tx.run("DELETE FROM invitation", args![]).await?;
    let codes = tx.run("DELETE FROM person_code", args![]).await?;
    Ok(Ended {
        sessions,
        links: invitations + codes,
    })
}

/// Every token that works, of every company.
pub async fn active_uats(
    conn: &mut Conn,
    now: Timestamp,
) -> Result<Vec<(CompanyId, UatId)>, DbError> {
    let active = Filters::default().with(ACTIVE, now);
    let sql = format!(
        "SELECT u.company_id, u.id FROM uat u WHERE {} ORDER BY u.company_id, u.id",
        active.where_clause()
    );
    let rows = conn.all(sql, active.into_args()).await?;
    let read = |row: &crate::Row| Ok((CompanyId(row.get(0)?), parse(&row.get::<String>(1)?)?));
    rows.iter().map(read).collect()
}

/// The company of a token, if there is such a token.
pub async fn company_of(conn: &mut Conn, id: UatId) -> Result<Option<CompanyId>, DbError> {
    let sql = "SELECT company_id FROM uat WHERE id = $1";
    let row = conn.one(sql, args![id]).await?;
    row.map(|row| row.get(0).map(CompanyId)).transpose()
}
