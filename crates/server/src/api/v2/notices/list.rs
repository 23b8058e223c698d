//! `GET /api/v2/notices/`

use super::NoticeShown;
use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::notices;

/// What you should know about your tokens
///
/// The latest first, without those that were dismissed or have become pointless.
#[utoipa::path(get, path = "/api/v2/notices/", tag = "Tokens",
    params(
        ("ordering" = Option<String>, Query, description = "`creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<NoticeShown>)))]
pub async fn notices_list(
    caller: Person<perm::Anything>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<NoticeShown>>> {
    let ordering = query.ordering(notices::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let (company, user, now) = (caller.company(), caller.user(), app.clock.now());
    let mut conn = app.db.read().await?;
    let page = notices::list(&mut conn, company, user, now, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, NoticeShown::from))
}
