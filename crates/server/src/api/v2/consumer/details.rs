//! `GET /api/v2/consumer/{id}/details/`

use super::{ConsumerCode, Named, code_of};
use crate::{app::App, auth::Consumer, error::ApiResult, extract::Json};
use axum::extract::State;

/// What a landing page may know of a code
///
/// This is no scan: nothing is recorded.
#[utoipa::path(get, path = "/api/v2/consumer/{id}/details/", tag = "Consumer",
    params(("id" = String, Path, description = "What the code's QR says, percent-encoded.")),
    responses(
        (status = 200, description = "The code.", body = ConsumerCode),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem)))]
pub async fn consumer_details(
    caller: Consumer,
    State(app): State<App>,
    named: Named,
) -> ApiResult<Json<ConsumerCode>> {
    let mut conn = app.db.read().await?;
    code_of(&mut conn, &caller, &named.0).await.map(Json)
}
