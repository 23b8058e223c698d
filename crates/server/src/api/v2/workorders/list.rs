//! `GET /api/v2/workorders/`

use super::WorkorderShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, Site, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::workorders::{self, State as Stage};

/// The company's work orders
#[utoipa::path(get, path = "/api/v2/workorders/", tag = "Work orders",
    params(
        ("search" = Option<String>, Query, description = "Text in reference or remarks."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("state" = Option<String>, Query, description = "`new`, `completed` or `canceled`; an order that failed is canceled."),
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
        state: state(&query)?,
    };
    let mut conn = app.db.read().await?;
    let page = workorders::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, |order| {
        WorkorderShown::of(order, &caller.company, &site)
    }))
}

fn state(query: &Query) -> ApiResult<Option<Stage>> {
    let Some(name) = query.get("state") else {
        return Ok(None);
    };
    let found = Stage::by_name(name).ok_or_else(|| {
        let names = Stage::ALL.map(Stage::name).join(", ");
        ApiError::field("state", format!("Use one of: {names}."))
    });
    found.map(Some)
}
