//! `POST /api/v2/campaigns/{id}/duplicate/`

use super::{CampaignShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Name, Text as _},
};
use countermark_store::campaigns::{self, Campaign, NewCampaign, consumer_key};
use serde_json::json;

body! { ignore unknown;
    /// What the new campaign is called.
    pub struct CampaignDuplicate {
        /// Name, unique in the company in any case; the old one with "(copy)" behind it, when it
        /// is left out.
        pub name: Option<Name>,
    }
}

/// The name of a copy, as long as names may be.
fn copy_of(name: &str) -> String {
    const MARK: &str = " (copy)";
    let kept = Name::MAX - MARK.chars().count();
    let name: String = name.chars().take(kept).collect();
    format!("{}{MARK}", name.trim_end())
}

/// Make a campaign like another
///
/// The new one has the description, options, fields, rules and access of the old one; it has
/// neither its products nor its key.
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/duplicate/", tag = "Campaigns",
    request_body = CampaignDuplicate,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 201, description = "Made.", body = CampaignShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_duplicate(
    caller: Caller<perm::CampaignCreate>,
    State(app): State<App>,
    Found(found): Found<Campaign>,
    Body(body): Body<CampaignDuplicate>,
) -> ApiResult<(StatusCode, Json<CampaignShown>)> {
    let (scope, now) = (caller.scope(), app.clock.now());
    caller.reaches(&app, scope.may_make_campaigns())?;
    // The copy would show what the caller may not see otherwise.
    caller.require::<perm::CampaignView>(&app)?;
    let name = body
        .name
        .map_or_else(|| copy_of(&found.name), |name| name.to_string());
    let key = crate::random::consumer_key();
    let mut tx = app.db.write().await?;
    let from = campaigns::lock(&mut tx, &scope, found.id).await?;
    let from = from.ok_or_else(ApiError::not_found)?;
    check_unique(&mut tx, &caller, None, &name).await?;
    let new = NewCampaign {
        name: &name,
        description: &from.description,
    };
    let made = campaigns::duplicate(&mut tx, &scope, from.id, &new, now)
        .await
        .map_err(taken)?;
    consumer_key::set(&mut tx, &scope, made.id, &key).await?;
    let mut audited = made.audited();
    audited["duplicate_of"] = json!(from.id.0);
    let entry = Entry::event("campaign.create", "campaign", made.id, made.name.clone());
    let entries = vec![entry.after(audited)];
    app.commit(tx, caller.by(now), entries, vec![]).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
