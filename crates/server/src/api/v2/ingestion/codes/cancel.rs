//! `POST /api/v2/ingestion/codes/{id}/cancel/`

use super::IngestionShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{FoundIngestion, Json},
    jobs::ingestion,
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    ingestions::{self, State as Stands},
    jobs,
};

/// Cancel an upload that has not ended
///
/// Codes that were made already were never seen, and are removed; the token's budget does not get
/// them back.
#[utoipa::path(post, path = "/api/v2/ingestion/codes/{id}/cancel/", tag = "Ingestion",
    params(("id" = String, Path, description = "The upload's key.")),
    responses(
        (status = 200, description = "Canceled.", body = IngestionShown),
        (status = 404, description = "Not there, or not yours to see.", body = crate::openapi::Problem),
        (status = 409, description = "It has ended.", body = crate::openapi::Problem)))]
pub async fn ingestion_codes_cancel(
    caller: Caller<perm::IngestionCancel>,
    State(app): State<App>,
    FoundIngestion(found): FoundIngestion,
) -> ApiResult<Json<IngestionShown>> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    // The job before the record, as its steps take them: two that wait for each other would wait
    // for ever. After this no step of it is committed.
    if let Some(job) = found.job {
        jobs::cancel(&mut tx, company, job, now).await?;
    }
    let record = ingestions::lock(&mut tx, company, &found.key).await?;
    let record = record.ok_or_else(ApiError::not_found)?;
    if record.state.is_over() {
        let state = record.state.name();
        return Err(ApiError::conflict(format!("This upload is {state}.")));
    }
    if record.job != found.job {
        // Its job has begun in this very moment; nothing is canceled yet.
        return Err(ApiError::unavailable());
    }
    ingestion::undo(&mut tx, company, &record, now).await?;
    ingestions::end(&mut tx, company, &record, (Stands::Canceled, ""), now).await?;
    let entry = Entry::event(
        "ingestion.cancel",
        "ingestion",
        &record.key,
        record.key.to_string(),
    );
    let shown = ingestions::of_company(&mut tx, company, &record.key).await?;
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    app.jobs.wake();
    let shown = shown.ok_or_else(ApiError::not_found)?;
    Ok(Json(shown.into()))
}
