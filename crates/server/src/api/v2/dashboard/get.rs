//! `GET /api/v2/dashboard/`: how many scans there were, from those that were counted by day.

use super::{
    countries::countries,
    csv, period,
    shown::{Dashboard, DashboardDay, DashboardTotals, date},
};
use crate::{
    app::App,
    auth::{Caller, Principal},
    download::CSV,
    error::{ApiError, ApiResult},
    extract::{Json, Query},
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use countermark_core::{
    ids::{CampaignId, ProductId},
    permissions::perm,
};
use countermark_store::{
    Conn,
    scans::dashboard::{self as store, Wanted},
};
use std::collections::HashMap;

/// Countries, products and campaigns that are shown one by one.
const MOST_PARTS: i64 = 20;

/// Scans in numbers
///
/// By day, country, product and campaign, for as many days as wanted and compared with as many
/// before. Days are those of the company. Scans are counted within seconds; `counted_until` says up
/// to when. The file has the same numbers, a row each: the totals, then each day, country, product
/// and campaign, with the row `others` of what is not shown one by one, then the codes by state.
#[utoipa::path(get, path = "/api/v2/dashboard/", tag = "Scans",
    params(
        ("timeframe" = Option<String>, Query, description = "How many days, the last one included: a number and `d`, `w`, `m` or `y`, as `1m`; `30d` if it is left out. At most three years."),
        ("date_from" = Option<String>, Query, description = "From this date on; counts before `timeframe`."),
        ("date_to" = Option<String>, Query, description = "Up to this date, all of it; today, if it is left out."),
        ("campaign_id" = Option<i64>, Query, description = "Only scans that belonged to this campaign."),
        ("product" = Option<i64>, Query, description = "Only scans of the product with this id."),
        ("country" = Option<String>, Query, description = "Only scans from these countries (ISO 3166 alpha-2), divided by commas."),
        ("format" = Option<String>, Query, description = "`json` (the default) or `csv`: the same numbers as a file with the columns `breakdown`, `key`, `name`, `scans`, `genuine`, `inactive`, `blacklisted`, `flagged`, `new_devices`, `codes`.")),
    responses((status = 200, description = "The numbers, or the file.", body = Dashboard)))]
pub async fn dashboard(
    caller: Caller<perm::DashboardView>,
    State(app): State<App>,
    query: Query,
) -> ApiResult<Response> {
    let as_file = match query.get("format") {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => return Err(ApiError::field("format", "Use json or csv.")),
    };
    let now = app.clock.now();
    let (from, to) = period::days(&query, now, &caller.zone())?;
    let wanted = Wanted {
        from,
        to,
        campaign: query.integer("campaign_id")?.map(CampaignId),
        product: query.integer("product")?.map(ProductId),
        countries: countries(&query, "country")?,
    };
    let mut conn = app.db.read().await?;
    // Before the numbers are read: they are at least as new.
    let uncounted = store::uncounted(&mut conn, &caller.scope()).await?;
    let counted_until = uncounted.map_or(now, |at| at.min(now));
    let shown = shown(&mut conn, &caller, &wanted, counted_until.to_string()).await?;
    if as_file {
        let headers = [
            (header::CONTENT_TYPE, CSV),
            (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"dashboard.csv\"",
            ),
        ];
        return Ok((headers, csv::text(&shown)).into_response());
    }
    Ok(Json(shown).into_response())
}

async fn shown(
    conn: &mut Conn,
    caller: &Principal,
    wanted: &Wanted,
    counted_until: String,
) -> ApiResult<Dashboard> {
    let scope = caller.scope();
    let (from, to) = (wanted.from, wanted.to);
    let both = Wanted {
        from: from - (to - from + 1),
        ..wanted.clone()
    };
    let days = store::days(conn, &scope, &both).await?;
    let (previous, days): (Vec<_>, Vec<_>) = days.into_iter().partition(|day| day.day < from);
    let totals = DashboardTotals::of(days.iter());
    let days: HashMap<_, _> = days.iter().map(|day| (day.day, day.verdicts)).collect();
    let of = |day: i64| DashboardDay::of(day, days.get(&day).copied().unwrap_or_default());
    Ok(Dashboard {
        from: date(from),
        to: date(to),
        time_zone: caller.company.time_zone.clone(),
        counted_until,
        totals,
        previous: DashboardTotals::of(previous.iter()),
        by_day: (from..=to).map(of).collect(),
        by_country: store::countries(conn, &scope, wanted, MOST_PARTS)
            .await?
            .into(),
        by_product: store::products(conn, &scope, wanted, MOST_PARTS)
            .await?
            .into(),
        by_campaign: store::campaigns(conn, &scope, wanted, MOST_PARTS)
            .await?
            .into(),
        codes: store::codes(conn, &scope, wanted.campaign, wanted.product)
            .await?
            .into(),
    })
}
