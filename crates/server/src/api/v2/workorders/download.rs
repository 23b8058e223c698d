//! `GET /api/v2/workorders/{id}/download/`

use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::Found,
    files::answer,
};
use axum::{extract::State, response::Response};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    files,
    workorders::{State as WorkorderState, Workorder},
};

/// Download the codes of a work order
///
/// A zip with `codes.csv`, `manifest.json` and the pictures in `qr/`.
#[utoipa::path(get, path = "/api/v2/workorders/{id}/download/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/zip"),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "The codes are not there.", body = crate::openapi::Problem)))]
pub async fn workorders_download(
    caller: Caller<perm::WorkorderDownload>,
    State(app): State<App>,
    Found(order): Found<Workorder>,
) -> ApiResult<Response> {
    let not_there = || ApiError::conflict("The codes of this work order are not there.");
    let key = order.file.as_deref().ok_or_else(not_there)?;
    if order.state != WorkorderState::Completed {
        return Err(not_there());
    }
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let file = files::get(&mut tx, company, key, now).await?;
    let file = file.ok_or_else(not_there)?;
    let answer = answer(&app.settings.files, &file).await?;
    // Whoever has the codes can print them: that they left is written down before they do
    // (security checklist 105).
    let entry = Entry::event("workorder.download", "workorder", order.id, order.reference);
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok(answer)
}
