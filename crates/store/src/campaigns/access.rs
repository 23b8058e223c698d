//! Who sees a campaign: everybody in the company, or only the people of some teams.

use crate::{
    DbError, Scope,
    conn::{Arg, Conn, Tx, args, places},
};
use countermark_core::ids::{CampaignId, TeamId};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A team that a campaign is open to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamOf {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// Who sees a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Only the people of the teams, and Account Admins.
    pub limited: bool,
    /// Its teams by name; they count only while the campaign is limited.
    pub teams: Vec<TeamOf>,
}

impl Access {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        let teams: Vec<_> = self.teams.iter().map(|team| team.id.0).collect();
        json!({"limited": self.limited, "teams": teams})
    }
}

/// Who sees that campaign.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
) -> Result<Option<Access>, DbError> {
    let Some(row) = super::part(conn, scope, id, "limited").await? else {
        return Ok(None);
    };
    let rows = conn
        .all(
            "SELECT t.id, t.name FROM team_campaign tc \
             JOIN team t ON t.company_id = tc.company_id AND t.id = tc.team_id \
             WHERE tc.company_id = $1 AND tc.campaign_id = $2 ORDER BY t.name_folded, t.id",
            args![scope.company(), id],
        )
        .await?;
    let teams = rows.iter().map(|row| {
        Ok(TeamOf {
            id: TeamId(row.get(0)?),
            name: row.get(1)?,
        })
    });
    Ok(Some(Access {
        limited: row.get::<i64>(0)? != 0,
        teams: teams.collect::<Result<_, DbError>>()?,
    }))
}

/// Says who sees a campaign. Teams of other companies are left out.
pub async fn set(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    limited: bool,
    teams: &BTreeSet<TeamId>,
) -> Result<(), DbError> {
    scope.may_change_campaign(id)?;
    let company = scope.company();
    tx.run(
        "UPDATE campaign SET limited = $3 WHERE company_id = $1 AND id = $2",
        args![company, id, limited],
    )
    .await?;
    tx.run(
        "DELETE FROM team_campaign WHERE company_id = $1 AND campaign_id = $2",
        args![company, id],
    )
    .await?;
    if teams.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO team_campaign (company_id, team_id, campaign_id) \
         SELECT t.company_id, t.id, c.id FROM team t \
         JOIN campaign c ON c.company_id = t.company_id AND c.id = $2 \
         WHERE t.company_id = $1 AND t.id IN ({})",
        places(3, 1, teams.len())
    );
    let mut args = args![company, id];
    args.extend(teams.iter().map(|team| Arg::from(*team)));
    tx.run(sql, args).await?;
    Ok(())
}
