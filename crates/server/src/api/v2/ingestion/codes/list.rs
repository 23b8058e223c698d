//! `GET /api/v2/ingestion/codes/`

use super::IngestionShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, family, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::ingestions::{self, State as Stands, Wanted};

fn wanted(query: &Query) -> ApiResult<Wanted> {
    let state = query.get("state").map(|name| {
        let names = Stands::ALL.map(Stands::name).join(", ");
        Stands::by_name(name)
            .ok_or_else(|| ApiError::field("state", format!("Use one of: {names}.")))
    });
    Ok(Wanted {
        state: state.transpose()?,
        search: query.text("search"),
    })
}

/// The company's uploads of own codes
///
/// A token that is limited to certain things sees its own.
#[utoipa::path(get, path = "/api/v2/ingestion/codes/", tag = "Ingestion",
    params(
        ("search" = Option<String>, Query, description = "Text in the key or the name of the template."),
        ("state" = Option<String>, Query, description = "`uploading`, `pending`, `in-progress`, `complete`, `failed` or `canceled`."),
        ("ordering" = Option<String>, Query, description = "`creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<IngestionShown>)))]
pub async fn ingestion_codes_list(
    caller: Caller<perm::IngestionView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<IngestionShown>>> {
    let ordering = query.ordering(ingestions::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(&query)?;
    let (scope, family) = (caller.scope(), family(&caller));
    let mut conn = app.db.read().await?;
    let page = ingestions::list(&mut conn, &scope, family, &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, IngestionShown::from))
}
