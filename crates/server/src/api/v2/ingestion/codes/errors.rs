//! `GET /api/v2/ingestion/codes/{id}/errors/`

use crate::{
    app::App,
    auth::Caller,
    csv::{Cell, write_cells},
    download,
    error::ApiResult,
    extract::FoundIngestion,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use countermark_core::permissions::perm;
use countermark_store::ingestions;

/// What is wrong with the rows of an upload, as a file
///
/// CSV with `row`, `field` and `message`: the first 1,000 errors.
#[utoipa::path(get, path = "/api/v2/ingestion/codes/{id}/errors/", tag = "Ingestion",
    params(("id" = String, Path, description = "The upload's key.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "text/csv"),
        (status = 404, description = "Not there, or not yours to see.", body = crate::openapi::Problem)))]
pub async fn ingestion_codes_errors(
    caller: Caller<perm::IngestionView>,
    State(app): State<App>,
    FoundIngestion(record): FoundIngestion,
) -> ApiResult<Response> {
    let (company, most) = (caller.company(), ingestions::KEPT_ERRORS);
    let mut conn = app.db.read().await?;
    let errors = ingestions::errors(&mut conn, company, &record, most).await?;
    let mut text = String::new();
    write_cells(&mut text, ["row", "field", "message"].map(Cell::Text));
    for error in errors {
        let row = error.row.to_string();
        let (field, message) = (Cell::Text(&error.field), Cell::Text(&error.message));
        write_cells(&mut text, [Cell::Number(&row), field, message]);
    }
    let name = format!("attachment; filename=\"errors-{}.csv\"", record.key);
    let headers = [
        (header::CONTENT_TYPE, download::CSV.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}
