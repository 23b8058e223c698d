//! `PATCH /api/v2/teams/{id}/`

use super::{TeamShown, check_unique, set_lists, taken};
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Ids, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    ids::{CampaignId, UserId},
    permissions::perm,
    text::{Name, Text as _},
};
use countermark_store::teams::{self, Team};

body! { refuse unknown;
    /// A change of a team; what is left out stays.
    pub struct TeamUpdate {
        /// Name.
        pub name: Option<Name>,
        /// Ids of all its people.
        #[schema(value_type = Option<Vec<i64>>)]
        pub members: Option<Ids>,
        /// Ids of all its campaigns. Those that the caller does not see are not named, and stay.
        #[schema(value_type = Option<Vec<i64>>)]
        pub campaigns: Option<Ids>,
    }
}

/// Change a team
///
/// What its people see changes with it, from the next request on.
#[utoipa::path(patch, path = "/api/v2/teams/{id}/", tag = "Teams", request_body = TeamUpdate,
    params(("id" = i64, Path, description = "The team's id.")),
    responses(
        (status = 200, description = "Changed.", body = TeamShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn teams_update(
    caller: Person<perm::TeamEdit>,
    State(app): State<App>,
    Found(found): Found<Team>,
    Body(body): Body<TeamUpdate>,
) -> ApiResult<Json<TeamShown>> {
    let (company, scope) = (caller.company(), caller.scope());
    let mut tx = app.db.write().await?;
    let before = teams::lock(&mut tx, &scope, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    if let Some(name) = &body.name {
        check_unique(&mut tx, &caller, Some(before.id), name.as_str()).await?;
        teams::rename(&mut tx, company, before.id, name.as_str())
            .await
            .map_err(taken)?;
    }
    let members = body.members.map(|ids| ids.set(UserId));
    let campaigns = body.campaigns.map(|ids| ids.set(CampaignId));
    set_lists(&mut tx, &caller, before.id, members, campaigns).await?;
    let after = teams::get(&mut tx, &scope, before.id).await?;
    let after = after.ok_or_else(ApiError::internal)?;
    let entry = Entry::event("team.update", "team", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
