//! `POST /api/v2/users/{id}/archive/`

use super::{UserShown, archive_or_restore};
use crate::{
    app::App,
    auth::Fresh,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::members::Member;

/// Shut a person out
///
/// Their sessions end; their tokens are refused from the next request on.
#[utoipa::path(post, path = "/api/v2/users/{id}/archive/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "Done.", body = UserShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "The last Account Admin.", body = crate::openapi::Problem)))]
pub async fn users_archive(
    caller: Fresh<perm::UserArchive>,
    State(app): State<App>,
    Found(member): Found<Member>,
) -> ApiResult<Json<UserShown>> {
    archive_or_restore(&app, &caller, member, true).await
}
