//! `GET /api/v2/codes/`

use super::CodeShown;
use crate::{
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{
    codes::Status,
    ids::{BrandId, CampaignId, ProductId, UserId, WorkorderId},
    permissions::perm,
};
use countermark_store::codes::{self, Wanted};

/// The most keys of supply-chain data in one query.
const MOST_KEYS: usize = 10;

/// The filters of the contract (§4.6).
///
/// # Errors
/// 400 for a value that cannot be one.
pub(super) fn wanted(caller: &Principal, query: &Query) -> ApiResult<Wanted> {
    let zone = caller.zone();
    let ids = |name: &str| query.integers(name);
    let status = query.integer("status")?.map(|number| {
        let status = Status::from_number(number);
        status.ok_or_else(|| ApiError::field("status", "Must be 0, 1 or 2."))
    });
    let given = query.get("blacklisted").is_some();
    let blacklisted = query.flag("blacklisted")?;
    let scm: Vec<_> = query
        .beginning("scm_")
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    if scm.len() > MOST_KEYS {
        let sentence = format!("Use at most {MOST_KEYS} keys.");
        return Err(ApiError::field("scm_", sentence));
    }
    Ok(Wanted {
        campaign: query.integer("campaign")?.map(CampaignId),
        brands: ids("brands")?.map(|ids| ids.into_iter().map(BrandId).collect()),
        products: ids("products")?.map(|ids| ids.into_iter().map(ProductId).collect()),
        workorder: query.integer("workorder")?.map(WorkorderId),
        activated_at: query.period("activated_at", &zone)?,
        updated_at: query.period("updated_at", &zone)?,
        status: status.transpose()?,
        blacklisted: given.then_some(blacklisted),
        scm,
        serial_number: query.text("serial_number"),
        extended_id: query.text("extended_id"),
        activated_by: query.integer("activated_by")?.map(UserId),
        search: query.text("search"),
    })
}

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
    let wanted = wanted(&caller, &query)?;
    let mut conn = app.db.read().await?;
    let page = codes::list(&mut conn, &caller.scope(), &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, CodeShown::from))
}
