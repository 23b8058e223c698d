//! `PUT /api/v2/campaigns/{id}/access/`

use super::AccessShown;
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Body, Field, Found, Ids, Json, body, shorten},
};
use axum::extract::State;
use countermark_core::{audit::Entry, ids::TeamId, permissions::perm};
use countermark_store::{
    Scope,
    campaigns::{self, Campaign, access},
    teams,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// `all` or `limited`.
pub struct Limited(bool);

impl Field for Limited {
    fn parse(value: Value) -> Result<Self, String> {
        match &value {
            Value::String(text) if text == "all" => Ok(Self(false)),
            Value::String(text) if text == "limited" => Ok(Self(true)),
            Value::String(text) => Err(format!("\"{}\" is not a valid choice.", shorten(text))),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Not a valid string.".into()),
        }
    }
}

body! { refuse unknown;
    /// Who is to see a campaign.
    pub struct AccessReplace {
        /// `all`: everybody in the company; `limited`: the people of its teams, and Account
        /// Admins.
        #[schema(value_type = String)]
        pub access: Limited,
        /// Ids of teams; those there are stay, when it is left out.
        #[schema(value_type = Option<Vec<i64>>)]
        pub teams: Option<Ids>,
    }
}

/// Say who sees a campaign
///
/// It counts for the next request, also of tokens. Whoever shuts themselves out sees the campaign
/// in this answer for the last time.
#[utoipa::path(put, path = "/api/v2/campaigns/{id}/access/", tag = "Campaigns",
    request_body = AccessReplace,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Replaced.", body = AccessShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_access_replace(
    caller: Person<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<AccessReplace>,
) -> ApiResult<Json<AccessShown>> {
    let scope = caller.scope();
    let mut tx = app.db.write().await?;
    campaigns::lock(&mut tx, &scope, campaign.id).await?;
    let before = access::get(&mut tx, &scope, campaign.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let teams: BTreeSet<_> = match body.teams {
        Some(ids) => ids.set(TeamId),
        None => before.teams.iter().map(|team| team.id).collect(),
    };
    if let Some(id) = teams::missing(&mut tx, caller.company(), &teams)
        .await?
        .first()
    {
        let sentence = format!("Invalid pk \"{id}\" - object does not exist.");
        return Err(ApiError::field("teams", sentence));
    }
    access::set(&mut tx, &scope, campaign.id, body.access.0, &teams).await?;
    // Not by the caller's own scope, which may not reach it any more.
    let all = Scope::everything(caller.company());
    let after = access::get(&mut tx, &all, campaign.id).await?;
    let after = after.ok_or_else(ApiError::not_found)?;
    let entry = Entry::event("campaign.access", "campaign", campaign.id, campaign.name)
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
