//! `GET /api/v2/workorders/`

use super::WorkorderShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, Site, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::workorders;

/// The company's work orders
#[utoipa::path(get, path = "/api/v2/workorders/", tag = "Work orders",
    params(
        ("search" = Option<String>, Query, description = "Text in reference or remarks."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("ordering" = Option<String>, Query, description = "`creation_date` or `reference`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<WorkorderShown>)))]
pub async fn workorders_list(
    caller: Caller<perm::WorkorderView>,
    State(app): State<App>,
    here: Here,
    Site(site): Site,
    query: Query,
) -> ApiResult<Json<Listed<WorkorderShown>>> {
    let ordering = query.ordering(workorders::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = workorders::Wanted {
        search: query.text("search"),
        archived: query.flag("is_archived")?,
    };
    let mut conn = app.db.read().await?;
    let page = workorders::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, |order| {
        WorkorderShown::of(order, &caller.company, &site)
    }))
}
