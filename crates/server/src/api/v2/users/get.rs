//! `GET /api/v2/users/{id}/`

use super::UserShown;
use crate::{
    auth::Person,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::members::Member;

/// One person of the company
#[utoipa::path(get, path = "/api/v2/users/{id}/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "The person.", body = UserShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn users_get(_: Person<perm::UserView>, Found(member): Found<Member>) -> Json<UserShown> {
    Json(member.into())
}
