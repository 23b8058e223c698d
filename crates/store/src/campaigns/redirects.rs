//! Where the scans of a campaign are sent.

use crate::{
    DbError, Scope,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    ids::CampaignId,
    redirect::{Rule, parse_rules, rules_to_value},
};

/// The rules of that campaign; the first is for all countries that no other names.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
) -> Result<Option<Vec<Rule>>, DbError> {
    let Some(row) = super::part(conn, scope, id, "redirects").await? else {
        return Ok(None);
    };
    read(&row.get::<String>(0)?).map(Some)
}

pub(crate) fn read(stored: &str) -> Result<Vec<Rule>, DbError> {
    if stored == "[]" {
        return Ok(vec![Rule::usual()]);
    }
    let corrupt = |why: String| DbError::Corrupt(format!("rules of a campaign: {why}"));
    let value = serde_json::from_str(stored).map_err(|error| corrupt(error.to_string()))?;
    parse_rules(&value).map_err(corrupt)
}

/// Replaces the rules of a campaign.
pub async fn set(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    rules: &[Rule],
) -> Result<(), DbError> {
    scope.may_change_campaign(id)?;
    tx.run(
        "UPDATE campaign SET redirects = $3 WHERE company_id = $1 AND id = $2",
        args![scope.company(), id, rules_to_value(rules).to_string()],
    )
    .await?;
    Ok(())
}
