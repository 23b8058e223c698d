//! `/api/v2/campaigns/{id}/access/` (contract §3.3).

pub mod get;
pub mod replace;

use countermark_store::campaigns::access::Access;
use serde::Serialize;
use utoipa::ToSchema;

/// Who sees a campaign.
#[derive(Serialize, ToSchema)]
pub struct AccessShown {
    /// `all`: everybody in the company; `limited`: the people of its teams, and Account Admins.
    pub access: &'static str,
    /// Its teams by name; they count only while access is limited.
    pub teams: Vec<AccessTeam>,
}

/// A team that a campaign is open to.
#[derive(Serialize, ToSchema)]
pub struct AccessTeam {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
}

impl From<Access> for AccessShown {
    fn from(access: Access) -> Self {
        let teams = access.teams.into_iter().map(|team| AccessTeam {
            id: team.id.0,
            name: team.name,
        });
        Self {
            access: if access.limited { "limited" } else { "all" },
            teams: teams.collect(),
        }
    }
}
