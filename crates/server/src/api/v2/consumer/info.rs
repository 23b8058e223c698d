//! `GET /api/v2/consumer/scan/{id}/info/`

use super::{ConsumerCode, ConsumerScan, Named, code_of, scan_of};
use crate::{app::App, auth::Consumer, error::ApiResult, extract::Json};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A scan and its code.
#[derive(Serialize, ToSchema)]
pub struct ScanInfo {
    code: ConsumerCode,
    scan: ConsumerScan,
}

/// A scan and its code, without the campaign
#[utoipa::path(get, path = "/api/v2/consumer/scan/{id}/info/", tag = "Consumer",
    params(("id" = String, Path, description = "The scan's id, as it came with the redirect.")),
    responses(
        (status = 200, description = "The code and the scan.", body = ScanInfo),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem)))]
pub async fn consumer_scan_info(
    caller: Consumer,
    State(app): State<App>,
    named: Named,
) -> ApiResult<Json<ScanInfo>> {
    let scan = scan_of(&app, &caller, &named).await?;
    let mut conn = app.db.read().await?;
    let code = code_of(&mut conn, &caller, &scan.extended_id).await?;
    Ok(Json(ScanInfo {
        code,
        scan: ConsumerScan::from(&scan),
    }))
}
