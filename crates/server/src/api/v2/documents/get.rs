//! `GET /api/v2/documents/{id}/`

use super::{Asked, DocumentAnswer};
use crate::{auth::Caller, error::ApiResult, extract::Json};
use countermark_core::permissions::perm;

/// How far a document is
#[utoipa::path(get, path = "/api/v2/documents/{id}/", tag = "Documents",
    params(("id" = String, Path, description = "The document's key.")),
    responses(
        (status = 200, description = "The document.", body = DocumentAnswer),
        (status = 404, description = "Not there any more, or not yours.", body = crate::openapi::Problem)))]
pub async fn documents_get(
    _: Caller<perm::CodesView>,
    Asked(document): Asked,
) -> ApiResult<Json<DocumentAnswer>> {
    Ok(Json(document.into()))
}
