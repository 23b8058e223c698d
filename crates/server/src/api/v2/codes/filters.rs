//! Which codes are asked for (contract §4.6): the same filters for a list and for a download.

use crate::{
    error::{ApiError, ApiResult},
    extract::Query,
};
use countermark_core::{
    codes::Status,
    ids::{BrandId, CampaignId, ProductId, UserId, WorkorderId},
};
use countermark_store::codes::Wanted;
use jiff::tz::TimeZone;

/// The most keys of supply-chain data in one query.
const MOST_KEYS: usize = 10;

/// The codes that a query asks for; its dates are days of that time zone.
///
/// # Errors
/// 400 for a value that cannot be one.
pub(crate) fn wanted(zone: &TimeZone, query: &Query) -> ApiResult<Wanted> {
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
        activated_at: query.period("activated_at", zone)?,
        updated_at: query.period("updated_at", zone)?,
        status: status.transpose()?,
        blacklisted: given.then_some(blacklisted),
        scm,
        serial_number: query.text("serial_number"),
        extended_id: query.text("extended_id"),
        activated_by: query.integer("activated_by")?.map(UserId),
        search: query.text("search"),
    })
}

/// The names of filters, beside those that begin with `scm_`.
const NAMES: [&str; 12] = [
    "campaign",
    "brands",
    "products",
    "workorder",
    "activated_at",
    "updated_at",
    "status",
    "blacklisted",
    "serial_number",
    "extended_id",
    "activated_by",
    "search",
];

/// Those pairs of a query that are filters: what a job and the audit log keep of it.
pub(super) fn given(query: &Query) -> Vec<(String, String)> {
    let is_filter = |name: &str| NAMES.contains(&name) || name.starts_with("scm_");
    let pairs = query.beginning("").filter(|(name, _)| is_filter(name));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
