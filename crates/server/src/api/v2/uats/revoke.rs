//! `DELETE /api/v2/uats/{id}/`

use super::{Reachable, Revocation, revoke};
use crate::{app::App, auth::Person, error::ApiResult, extract::Body};
use axum::{extract::State, http::StatusCode};
use countermark_core::permissions::perm;

/// Revoke a token
///
/// It is refused from the next request on. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v2/uats/{id}/", tag = "Tokens", request_body = Option<Revocation>,
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 204, description = "Revoked."),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_revoke(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    Reachable(uat): Reachable,
    Body(body): Body<Revocation>,
) -> ApiResult<StatusCode> {
    revoke(&app, &caller, &uat, body.reason.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
