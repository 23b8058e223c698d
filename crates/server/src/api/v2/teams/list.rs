//! `GET /api/v2/teams/`

use super::TeamShown;
use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::teams;

/// The company's teams
#[utoipa::path(get, path = "/api/v2/teams/", tag = "Teams",
    params(
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("ordering" = Option<String>, Query, description = "`name` or `creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<TeamShown>)))]
pub async fn teams_list(
    caller: Person<perm::TeamView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<TeamShown>>> {
    let ordering = query.ordering(teams::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let search = query.text("search");
    let mut conn = app.db.read().await?;
    let scope = caller.scope();
    let page = teams::list(&mut conn, &scope, search.as_deref(), ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, TeamShown::from))
}
