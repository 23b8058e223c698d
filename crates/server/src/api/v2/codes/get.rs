//! `GET /api/v2/codes/{extended_id}/`

use super::CodeShown;
use crate::{
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::codes::Code;

/// One code
#[utoipa::path(get, path = "/api/v2/codes/{id}/", tag = "Codes",
    params(("id" = String, Path, description = "The code's `extended_id`, percent-encoded.")),
    responses(
        (status = 200, description = "The code.", body = CodeShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn codes_get(
    _: Caller<perm::CodesView>,
    Found(code): Found<Code>,
) -> ApiResult<Json<CodeShown>> {
    Ok(Json(code.into()))
}
