//! `GET /api/v2/regions/`

use super::RegionShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::regions;

/// The company's regions
#[utoipa::path(get, path = "/api/v2/regions/", tag = "Regions",
    params(
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("ordering" = Option<String>, Query, description = "`name` or `creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<RegionShown>)))]
pub async fn regions_list(
    caller: Caller<perm::RegionView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<RegionShown>>> {
    let ordering = query.ordering(regions::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = regions::Wanted {
        search: query.text("search"),
        archived: query.flag("is_archived")?,
    };
    let mut conn = app.db.read().await?;
    let page = regions::list(&mut conn, caller.company(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, RegionShown::from))
}
