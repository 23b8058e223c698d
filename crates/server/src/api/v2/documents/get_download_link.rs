//! `GET /api/v2/documents/{id}/get-download-link/`

use super::{Asked, Document};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Json, Site},
    files::link,
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::jobs::State as JobState;
use serde::Serialize;
use utoipa::ToSchema;

/// A link to a file.
#[derive(Serialize, ToSchema)]
pub struct DownloadLink {
    /// Its address: to be opened as it is, without a header.
    #[schema(format = "uri")]
    pub download_link: String,
    /// When it ends.
    #[schema(format = "date-time")]
    pub expires_at: String,
}

/// A link to a document's file
///
/// For a browser, `curl` or `wget`, without a credential. It is good for fifteen minutes.
#[utoipa::path(get, path = "/api/v2/documents/{id}/get-download-link/", tag = "Documents",
    params(("id" = String, Path, description = "The document's key.")),
    responses(
        (status = 200, description = "The link.", body = DownloadLink),
        (status = 404, description = "Not there any more, or not yours.", body = crate::openapi::Problem),
        (status = 409, description = "The file is not there.", body = crate::openapi::Problem)))]
pub async fn documents_get_download_link(
    caller: Caller<perm::CodesView>,
    State(app): State<App>,
    Site(site): Site,
    Asked(document): Asked,
) -> ApiResult<Json<DownloadLink>> {
    let Document { file, job } = document;
    match job.state {
        JobState::Complete => {}
        JobState::Pending | JobState::Running => {
            return Err(ApiError::conflict("This document is not complete yet."));
        }
        JobState::Failed => {
            let sentence = format!("This document could not be made. {}", job.failure);
            return Err(ApiError::conflict(sentence));
        }
        JobState::Canceled => return Err(ApiError::conflict("This document was canceled.")),
    }
    let (download_link, ends) = link::to(&app, &site, &file);
    // Whoever has the link has the codes (security checklist 105).
    let now = app.clock.now();
    let entry = Entry::event("document.link", "document", file.key, file.name);
    let tx = app.db.write().await?;
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok(Json(DownloadLink {
        download_link,
        expires_at: ends.to_string(),
    }))
}
