//! `GET /api/v2/workorders/templates/`

use super::TemplateShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::workorders::templates;

/// The company's templates
#[utoipa::path(get, path = "/api/v2/workorders/templates/", tag = "Work orders",
    params(
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("is_archived" = Option<String>, Query, description = "`1`: the archived ones."),
        ("ordering" = Option<String>, Query, description = "`name` or `creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<TemplateShown>)))]
pub async fn workorders_templates_list(
    caller: Caller<perm::WorkorderView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<TemplateShown>>> {
    let ordering = query.ordering(templates::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let (search, archived) = (query.text("search"), query.flag("is_archived")?);
    let mut conn = app.db.read().await?;
    let (scope, wanted) = (caller.scope(), (search.as_deref(), archived));
    let page = templates::list(&mut conn, &scope, wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, |template| {
        TemplateShown::of(template, &caller.company)
    }))
}
