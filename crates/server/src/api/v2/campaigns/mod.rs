//! `/api/v2/campaigns/` (contract §5, Campaign).

pub mod access;
pub mod archive;
pub mod create;
pub mod duplicate;
pub mod get;
pub mod key;
pub mod list;
pub mod options;
pub mod redirects;
pub mod restore;
pub mod scm_fields;
pub mod update;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Json,
};
use countermark_core::{audit::Entry, ids::CampaignId};
use countermark_store::{DbError, Tx, campaigns, campaigns::Campaign};
use serde::Serialize;
use utoipa::ToSchema;

/// A campaign.
#[derive(Serialize, ToSchema)]
pub struct CampaignShown {
    /// Id.
    pub id: i64,
    /// Name, unique in the company in any case.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Put away.
    pub is_archived: bool,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// How many products are in it.
    pub product_count: i64,
}

impl From<Campaign> for CampaignShown {
    fn from(campaign: Campaign) -> Self {
        Self {
            id: campaign.id.0,
            name: campaign.name,
            description: campaign.description,
            is_archived: campaign.archived,
            creation_date: campaign.created_at.to_string(),
            product_count: campaign.product_count,
        }
    }
}

/// Refuses a name that another campaign has.
async fn check_unique(
    tx: &mut Tx,
    caller: &Principal,
    own: Option<CampaignId>,
    name: &str,
) -> ApiResult<()> {
    if campaigns::is_name_taken(tx, &caller.scope(), name, own).await? {
        return Err(taken(DbError::Unique));
    }
    Ok(())
}

/// Two requests at once can both find a name free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field("name", "A campaign with this name already exists."),
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    campaign: Campaign,
    archived: bool,
) -> ApiResult<Json<CampaignShown>> {
    caller.reaches(app, caller.scope().may_change_campaign(campaign.id))?;
    let mut tx = app.db.write().await?;
    if campaigns::set_archived(&mut tx, &caller.scope(), campaign.id, archived).await? {
        let action = if archived {
            "campaign.archive"
        } else {
            "campaign.restore"
        };
        let entry = Entry::event(action, "campaign", campaign.id, campaign.name.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    Ok(Json(
        Campaign {
            archived,
            ..campaign
        }
        .into(),
    ))
}
