//! `GET /api/v2/codes/`

use super::{CodeShown, filters::wanted};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::codes;

/// The company's codes
///
/// Filters that are given hold together. `scm_<key>=<value>` finds codes by any key of their
/// supply-chain data.
#[utoipa::path(get, path = "/api/v2/codes/", tag = "Codes",
    params(
        ("campaign" = Option<i64>, Query, description = "Only codes of products in the campaign of this id."),
        ("brands" = Option<String>, Query, description = "Only codes of products of these brands: ids with commas between."),
        ("products" = Option<String>, Query, description = "Only codes of these products: ids with commas between."),
        ("workorder" = Option<i64>, Query, description = "Only codes of the work order of this id."),
        ("activated_at" = Option<String>, Query, description = "Activated from this date or time on, or within `from,to`."),
        ("updated_at" = Option<String>, Query, description = "Changed from this date or time on, or within `from,to`."),
        ("status" = Option<i64>, Query, description = "0 inactive, 1 active, 2 blacklisted."),
        ("blacklisted" = Option<String>, Query, description = "`true`: only the blacklisted ones; `false`: only the others."),
        ("scm_key" = Option<String>, Query, description = "In place of `key` any key: only codes with exactly this value."),
        ("serial_number" = Option<String>, Query, description = "Exactly this serial number."),
        ("extended_id" = Option<String>, Query, description = "Exactly this id."),
        ("activated_by" = Option<i64>, Query, description = "Activated by the person of this id."),
        ("search" = Option<String>, Query, description = "Id or serial number begins with this text."),
        ("ordering" = Option<String>, Query, description = "`creation_date`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<CodeShown>)))]
pub async fn codes_list(
    caller: Caller<perm::CodesView>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<CodeShown>>> {
    let ordering = query.ordering(codes::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(&caller.zone(), &query)?;
    let mut conn = app.db.read().await?;
    let page = codes::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, CodeShown::from))
}
