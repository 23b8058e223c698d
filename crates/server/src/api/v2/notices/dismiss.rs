//! `POST /api/v2/notices/{id}/dismiss/`

use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::Found,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::notices::{self, Notice};

/// Take a notice off your list
///
/// Doing it again changes nothing.
#[utoipa::path(post, path = "/api/v2/notices/{id}/dismiss/", tag = "Tokens",
    params(("id" = i64, Path, description = "The notice's number.")),
    responses(
        (status = 204, description = "Dismissed."),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn notices_dismiss(
    caller: Person<perm::Anything>,
    State(app): State<App>,
    Found(notice): Found<Notice>,
) -> ApiResult<StatusCode> {
    if notice.person != caller.user() {
        return Err(ApiError::not_found());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if notices::dismiss(&mut tx, caller.company(), caller.user(), notice.id, now).await? {
        let entry = Entry::event("notice.dismiss", "notice", notice.id, notice.name);
        app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
