//! `GET /api/v2/policy/`

use super::CompanyPolicy;
use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;

/// The company's rules for tokens and log-ins
///
/// Everybody in the company may know them.
#[utoipa::path(get, path = "/api/v2/policy/", tag = "Policy",
    responses((status = 200, description = "The rules.", body = CompanyPolicy)))]
pub async fn policy_get(
    caller: Person<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<Json<CompanyPolicy>> {
    CompanyPolicy::of(&caller.company, app.clock.now()).map(Json)
}
