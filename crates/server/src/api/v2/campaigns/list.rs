//! `GET /api/v2/campaigns/`

use super::CampaignShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns;

/// The company's campaigns
#[utoipa::path(get, path = "/api/v2/campaigns/", tag = "Campaigns",
    params(
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("ordering" = Option<String>, Query, description = "`creation_date` or `name`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<CampaignShown>)))]
pub async fn campaigns_list(
    caller: Caller<perm::CampaignView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<CampaignShown>>> {
    let ordering = query.ordering(campaigns::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = campaigns::Wanted {
        search: query.text("search"),
        archived: query.flag("is_archived")?,
    };
    let mut conn = app.db.read().await?;
    let page = campaigns::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, CampaignShown::from))
}
