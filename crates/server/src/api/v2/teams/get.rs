//! `GET /api/v2/teams/{id}/`

use super::TeamShown;
use crate::{
    auth::Person,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::teams::Team;

/// One team
#[utoipa::path(get, path = "/api/v2/teams/{id}/", tag = "Teams",
    params(("id" = i64, Path, description = "The team's id.")),
    responses(
        (status = 200, description = "The team.", body = TeamShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn teams_get(_: Person<perm::TeamView>, Found(team): Found<Team>) -> Json<TeamShown> {
    Json(team.into())
}
