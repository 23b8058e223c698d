//! `POST /api/v2/teams/`

use super::{TeamShown, check_unique, set_lists, taken};
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Body, Ids, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    ids::{CampaignId, UserId},
    permissions::perm,
    text::{Name, Text as _},
};
use countermark_store::teams;

body! { refuse unknown;
    /// A new team.
    pub struct TeamCreate {
        /// Name, unique in the company in any case.
        pub name: Name,
        /// Ids of people.
        #[schema(value_type = Option<Vec<i64>>)]
        pub members: Option<Ids>,
        /// Ids of campaigns.
        #[schema(value_type = Option<Vec<i64>>)]
        pub campaigns: Option<Ids>,
    }
}

/// Make a team
#[utoipa::path(post, path = "/api/v2/teams/", tag = "Teams", request_body = TeamCreate,
    responses((status = 201, description = "Made.", body = TeamShown)))]
pub async fn teams_create(
    caller: Person<perm::TeamEdit>,
    State(app): State<App>,
    Body(body): Body<TeamCreate>,
) -> ApiResult<(StatusCode, Json<TeamShown>)> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    check_unique(&mut tx, &caller, None, body.name.as_str()).await?;
    let id = teams::create(&mut tx, company, body.name.as_str(), now)
        .await
        .map_err(taken)?;
    let members = body.members.map(|ids| ids.set(UserId));
    let campaigns = body.campaigns.map(|ids| ids.set(CampaignId));
    set_lists(&mut tx, &caller, id, members, campaigns).await?;
    let team = teams::get(&mut tx, &caller.scope(), id).await?;
    let team = team.ok_or_else(ApiError::internal)?;
    let entry = Entry::event("team.create", "team", id, team.name.clone()).after(team.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(team.into())))
}
