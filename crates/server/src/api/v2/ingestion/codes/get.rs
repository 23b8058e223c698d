//! `GET /api/v2/ingestion/codes/{id}/`

use super::{IngestionError, IngestionShown};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{FoundIngestion, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::ingestions;
use serde::Serialize;
use utoipa::ToSchema;

/// The most errors that are shown.
const MOST_ERRORS: usize = 100;

/// An upload of own codes, with what is wrong with it.
#[derive(Serialize, ToSchema)]
pub struct IngestionDetails {
    /// The upload.
    #[serde(flatten)]
    pub record: IngestionShown,
    /// The first hundred errors; more of them are in `errors/`.
    pub errors: Vec<IngestionError>,
}

/// One upload, with its progress and what is wrong with its rows
#[utoipa::path(get, path = "/api/v2/ingestion/codes/{id}/", tag = "Ingestion",
    params(("id" = String, Path, description = "The upload's key.")),
    responses(
        (status = 200, description = "The upload.", body = IngestionDetails),
        (status = 404, description = "Not there, or not yours to see.", body = crate::openapi::Problem)))]
pub async fn ingestion_codes_get(
    caller: Caller<perm::IngestionView>,
    State(app): State<App>,
    FoundIngestion(record): FoundIngestion,
) -> ApiResult<Json<IngestionDetails>> {
    let mut conn = app.db.read().await?;
    let errors = ingestions::errors(&mut conn, caller.company(), &record, MOST_ERRORS).await?;
    Ok(Json(IngestionDetails {
        record: record.into(),
        errors: errors.into_iter().map(IngestionError::from).collect(),
    }))
}
