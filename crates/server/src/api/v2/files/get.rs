//! `GET /api/v2/files/{id}/`

use crate::{
    app::App,
    auth::Public,
    error::ApiResult,
    extract::{Key, Query},
    files::{answer, link},
};
use axum::{extract::State, response::Response};

/// Download a file by its link
///
/// The link comes from `get-download-link/` and is good for fifteen minutes; no header is needed.
#[utoipa::path(get, path = "/api/v2/files/{id}/", tag = "Documents",
    params(
        ("id" = String, Path, description = "The file's key."),
        ("company" = i64, Query, description = "Comes with the link."),
        ("expires" = i64, Query, description = "Comes with the link."),
        ("signature" = String, Query, description = "Comes with the link.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/octet-stream"),
        (status = 403, description = "The link has ended.", body = crate::openapi::Problem),
        (status = 404, description = "No link of ours, or the file is gone.", body = crate::openapi::Problem)))]
pub async fn files_get(
    _: Public,
    State(app): State<App>,
    Key(key): Key,
    query: Query,
) -> ApiResult<Response> {
    let file = link::opened(&app, &key, &query).await?;
    answer(&app.settings.files, &file).await
}
