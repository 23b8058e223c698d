//! The key by which landing pages name their campaign (contract §1.5). It goes out with every
//! scan and is no secret: it is kept as it is, and found by its unique index (decision 0027).

use crate::{
    DbError, Scope,
    conn::{Conn, Tx, args},
};
use countermark_core::ids::{CampaignId, CompanyId};

/// The key of that campaign; `Some(None)` when the campaign has none.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
) -> Result<Option<Option<String>>, DbError> {
    let row = super::part(conn, scope, id, "consumer_key").await?;
    row.map(|row| row.get(0)).transpose()
}

/// Gives a campaign that key; the one before is good no more.
pub async fn set(tx: &mut Tx, scope: &Scope, id: CampaignId, key: &str) -> Result<(), DbError> {
    scope.may_change_campaign(id)?;
    tx.run(
        "UPDATE campaign SET consumer_key = $3 WHERE company_id = $1 AND id = $2",
        args![scope.company(), id, key],
    )
    .await?;
    Ok(())
}

/// Whose campaign has that key. The key is what says which company it is about, as a token does:
/// this is where a landing page's request gets its company from.
pub async fn find(conn: &mut Conn, key: &str) -> Result<Option<(CompanyId, CampaignId)>, DbError> {
    let sql = "SELECT company_id, id FROM campaign WHERE consumer_key = $1";
    let row = conn.one(sql, args![key]).await?;
    row.map(|row| Ok((CompanyId(row.get(0)?), CampaignId(row.get(1)?))))
        .transpose()
}
