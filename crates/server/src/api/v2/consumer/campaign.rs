//! `GET /api/v2/consumer/campaign/`

use super::CampaignPart;
use crate::{app::App, auth::Consumer, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::page::{MAX_LIMIT, PageRequest};
use countermark_store::{Conn, products};

/// The campaign of this key
#[utoipa::path(get, path = "/api/v2/consumer/campaign/", tag = "Consumer",
    responses((status = 200, description = "The campaign.", body = CampaignPart)))]
pub async fn consumer_campaign(
    caller: Consumer,
    State(app): State<App>,
) -> ApiResult<Json<CampaignPart>> {
    let mut conn = app.db.read().await?;
    shown(&mut conn, &caller).await.map(Json)
}

/// The caller's campaign, with the newest of its products.
pub(super) async fn shown(conn: &mut Conn, caller: &Consumer) -> ApiResult<CampaignPart> {
    let wanted = products::Wanted {
        campaign: Some(caller.campaign),
        ..products::Wanted::default()
    };
    let request = PageRequest {
        limit: MAX_LIMIT,
        ..PageRequest::default()
    };
    let (scope, ordering) = (caller.scope(), products::ORDERINGS[0]);
    let page = products::list(conn, &scope, &wanted, ordering, &request).await?;
    Ok(CampaignPart::new(
        caller.name.clone(),
        caller.options.clone(),
        page.rows,
    ))
}
