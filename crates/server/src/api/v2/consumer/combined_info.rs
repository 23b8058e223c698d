//! `GET /api/v2/consumer/scan/{id}/combined-info/`

use super::{CampaignPart, ConsumerCode, ConsumerScan, Named, campaign, code_of, scan_of};
use crate::{app::App, auth::Consumer, error::ApiResult, extract::Json};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Everything about a scan.
#[derive(Serialize, ToSchema)]
pub struct CombinedInfo {
    code: ConsumerCode,
    campaign: CampaignPart,
    scan: ConsumerScan,
}

/// What a landing page shows of a scan
#[utoipa::path(get, path = "/api/v2/consumer/scan/{id}/combined-info/", tag = "Consumer",
    params(("id" = String, Path, description = "The scan's id, as it came with the redirect.")),
    responses(
        (status = 200, description = "The code, its campaign and the scan.", body = CombinedInfo),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem)))]
pub async fn consumer_scan_combined_info(
    caller: Consumer,
    State(app): State<App>,
    named: Named,
) -> ApiResult<Json<CombinedInfo>> {
    let scan = scan_of(&app, &caller, &named).await?;
    let mut conn = app.db.read().await?;
    let code = code_of(&mut conn, &caller, &scan.extended_id).await?;
    let campaign = campaign::shown(&mut conn, &caller).await?;
    Ok(Json(CombinedInfo {
        code,
        campaign,
        scan: ConsumerScan::from(&scan),
    }))
}
