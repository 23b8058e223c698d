//! `/api/v2/teams/` (contract §3.3).

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod update;

use crate::{
    auth::Principal,
    error::{ApiError, ApiResult},
};
use countermark_core::ids::{CampaignId, TeamId, UserId};
use countermark_store::{
    DbError, Tx,
    teams::{self, Team},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A team: people, and the campaigns that are open to them.
#[derive(Serialize, ToSchema)]
pub struct TeamShown {
    /// Id.
    pub id: i64,
    /// Name, unique in the company in any case.
    pub name: String,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// Its people, by address.
    pub members: Vec<TeamMember>,
    /// Its campaigns, by name; those that the caller does not see are left out.
    pub campaigns: Vec<TeamCampaign>,
}

/// Somebody in a team.
#[derive(Serialize, ToSchema)]
pub struct TeamMember {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// A campaign that is open to a team.
#[derive(Serialize, ToSchema)]
pub struct TeamCampaign {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
}

impl From<Team> for TeamShown {
    fn from(team: Team) -> Self {
        let members = team.members.into_iter().map(|member| TeamMember {
            id: member.id.0,
            email: member.email,
            given_name: member.given_name,
            family_name: member.family_name,
        });
        let campaigns = team.campaigns.into_iter().map(|campaign| TeamCampaign {
            id: campaign.id.0,
            name: campaign.name,
        });
        Self {
            id: team.id.0,
            name: team.name,
            creation_date: team.created_at.to_string(),
            members: members.collect(),
            campaigns: campaigns.collect(),
        }
    }
}

/// Refuses a name that another team has.
async fn check_unique(
    tx: &mut Tx,
    caller: &Principal,
    own: Option<TeamId>,
    name: &str,
) -> ApiResult<()> {
    if teams::is_name_taken(tx, caller.company(), name, own).await? {
        return Err(taken(DbError::Unique));
    }
    Ok(())
}

/// Two requests at once can both find a name free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field("name", "A team with this name already exists."),
        other => other.into(),
    }
}

/// Stores the lists of a team, each when there is one, if all that they name is the caller's to
/// name (security checklist 53).
async fn set_lists(
    tx: &mut Tx,
    caller: &Principal,
    id: TeamId,
    members: Option<BTreeSet<UserId>>,
    campaigns: Option<BTreeSet<CampaignId>>,
) -> ApiResult<()> {
    let scope = caller.scope();
    let mut wrong = Map::new();
    let sentence = |id: &dyn std::fmt::Display| -> Value {
        json!([format!("Invalid pk \"{id}\" - object does not exist.")])
    };
    if let Some(members) = &members
        && let Some(id) = teams::strangers(tx, caller.company(), members)
            .await?
            .first()
    {
        wrong.insert("members".into(), sentence(id));
    }
    if let Some(campaigns) = &campaigns
        && let Some(id) = teams::out_of_reach(tx, &scope, campaigns).await?.first()
    {
        wrong.insert("campaigns".into(), sentence(id));
    }
    if !wrong.is_empty() {
        return Err(ApiError::Fields(wrong));
    }
    if let Some(members) = &members {
        teams::set_members(tx, caller.company(), id, members).await?;
    }
    if let Some(campaigns) = &campaigns {
        teams::set_campaigns(tx, &scope, id, campaigns).await?;
    }
    Ok(())
}
