//! `GET /api/v2/dashboard/attention/`: what a person should look at first, as far as no list says
//! it.

use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::{Permission, perm};
use countermark_store::scans::dashboard::{self, Raised};
use serde::Serialize;
use utoipa::ToSchema;

/// How far back it looks.
const SECONDS: i64 = 7 * 86_400;
/// The most alerts that are shown.
const MOST: i64 = 50;

/// What a person should look at first.
#[derive(Serialize, ToSchema)]
pub struct Attention {
    /// Alerts that were raised within seven days, at most 50; null to whoever may not see
    /// campaigns.
    pub alerts: Option<Vec<RaisedAlert>>,
}

/// An alert that was raised.
#[derive(Serialize, ToSchema)]
pub struct RaisedAlert {
    /// Its id.
    pub id: i64,
    /// The campaign's id.
    pub campaign: i64,
    /// The campaign's name.
    pub campaign_name: String,
    /// What it is about, as `inactive`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When its last mail went out.
    #[schema(format = "date-time")]
    pub last_mail: Option<String>,
    /// Whether there are scans that the next mail will tell of.
    pub waiting: bool,
}

impl From<Raised> for RaisedAlert {
    fn from(raised: Raised) -> Self {
        Self {
            id: raised.id.0,
            campaign: raised.campaign.0,
            campaign_name: raised.name,
            kind: raised.flag,
            last_mail: raised.mailed_at.map(|at| at.to_string()),
            waiting: raised.waiting,
        }
    }
}

/// What to look at first
///
/// Alerts with recipients that scans have raised within seven days, those that wait for their mail
/// first. Tokens and jobs that need somebody are in their lists, by filters.
#[utoipa::path(get, path = "/api/v2/dashboard/attention/", tag = "Alerts",
    responses((status = 200, description = "What there is.", body = Attention)))]
pub async fn dashboard_attention(
    caller: Person<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<Json<Attention>> {
    if !caller.has(Permission::CampaignView) {
        return Ok(Json(Attention { alerts: None }));
    }
    let since = app.clock.now().plus_seconds(-SECONDS);
    let mut conn = app.db.read().await?;
    let raised = dashboard::raised(&mut conn, &caller.scope(), since, MOST).await?;
    let alerts = raised.into_iter().map(RaisedAlert::from).collect();
    Ok(Json(Attention {
        alerts: Some(alerts),
    }))
}
