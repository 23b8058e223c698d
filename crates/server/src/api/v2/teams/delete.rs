//! `DELETE /api/v2/teams/{id}/`

use crate::{app::App, auth::Person, error::ApiResult, extract::Found};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::teams::{self, Team};
use serde_json::Value;

/// Remove a team
///
/// Campaigns that were limited stay so: without another team, only Account Admins see them.
#[utoipa::path(delete, path = "/api/v2/teams/{id}/", tag = "Teams",
    params(("id" = i64, Path, description = "The team's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn teams_delete(
    caller: Person<perm::TeamEdit>,
    State(app): State<App>,
    Found(found): Found<Team>,
) -> ApiResult<StatusCode> {
    let mut tx = app.db.write().await?;
    teams::lock(&mut tx, &caller.scope(), found.id).await?;
    if teams::delete(&mut tx, caller.company(), found.id).await? {
        let entry = Entry::event("team.delete", "team", found.id, found.name.clone())
            .change(&found.audited(), &Value::Null);
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
