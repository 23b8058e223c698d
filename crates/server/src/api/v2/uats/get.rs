//! `GET /api/v2/uats/{id}/`

use super::{Reachable, UatShown, show};
use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;

/// One token
#[utoipa::path(get, path = "/api/v2/uats/{id}/", tag = "Tokens",
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "The token.", body = UatShown),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_get(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
) -> ApiResult<Json<UatShown>> {
    let mut conn = app.db.read().await?;
    let shown = show(&mut conn, &caller, uat, app.clock.now()).await?;
    Ok(Json(shown))
}
