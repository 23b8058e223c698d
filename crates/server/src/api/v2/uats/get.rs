//! `GET /api/v2/uats/{id}/`

use super::{UatShown, own_or_managed};
use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::uats::Uat;

/// One token
#[utoipa::path(get, path = "/api/v2/uats/{id}/", tag = "Tokens",
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "The token.", body = UatShown),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_get(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Found(uat): Found<Uat>,
) -> ApiResult<Json<UatShown>> {
    own_or_managed(&caller, &uat)?;
    Ok(Json(UatShown::of(uat, app.clock.now())))
}
