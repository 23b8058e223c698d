//! `GET /api/v2/company/`

use super::CompanyShown;
use crate::{auth::Person, extract::Json};
use countermark_core::permissions::perm;

/// The company that one is signed in to
///
/// Everybody in it may know it.
#[utoipa::path(get, path = "/api/v2/company/", tag = "Company",
    responses((status = 200, description = "The company.", body = CompanyShown)))]
pub async fn company_get(caller: Person<perm::Anything>) -> Json<CompanyShown> {
    Json(CompanyShown::from(&*caller.company))
}
