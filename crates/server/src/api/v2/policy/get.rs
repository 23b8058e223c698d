//! `GET /api/v2/policy/`

use super::Rules;
use crate::{auth::Person, error::ApiResult, extract::Json};
use countermark_core::permissions::perm;

/// The company's rules for tokens and log-ins
///
/// Everybody in the company may know them.
#[utoipa::path(get, path = "/api/v2/policy/", tag = "Policy",
    responses((status = 200, description = "The rules.", body = Rules)))]
pub async fn policy_get(caller: Person<perm::Anything>) -> ApiResult<Json<Rules>> {
    Ok(Json(Rules::from(&caller.company.policy)))
}
