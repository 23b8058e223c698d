//! `GET /api/v2/dashboard/scans/` (contract §4.7): scans as JSON, page by page, or all as CSV.

mod csv;
mod filters;
mod row;
pub mod shown;

pub(super) use filters::back;

use crate::{
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::{Here, Json, Query},
};
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use countermark_core::{
    budget::Unit,
    permissions::perm,
    scan_page::{Back, Cursor},
};
use countermark_store::{
    Conn, Scope, budgets,
    scans::{self, Step},
};
use filters::Asked;
use serde::Serialize;
use shown::ScanRecord;
use std::time::Duration;
use utoipa::ToSchema;

/// Scans of a page when the caller does not say.
const USUAL_LIMIT: i64 = 100;
/// The most scans of a page.
const MOST: i64 = 1_000;
/// How often, and how long each time, a page waits for a commit that belongs before it.
const LOOKS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(250);

/// A page of scans.
#[derive(Serialize, ToSchema)]
pub struct ScanPage {
    /// The address of the next page, to be followed as it is; null on the last.
    #[schema(format = "uri")]
    next: Option<String>,
    /// The scans, in the order in which they were recorded, or the newest first. A page can be
    /// empty and still have a next one.
    results: Vec<ScanRecord>,
}

/// Export scans
///
/// Follow `next` until it is null: no scan comes twice, and none that was recorded before the last
/// page is left out, also while new ones arrive. With `page_mode=newest` the newest come first:
/// again none comes twice, and none that was there when the first page was asked for is left out.
/// Any key of supply-chain data is a filter, too: `?lot_number=7`. A cell of the CSV file that a
/// spreadsheet would run as a formula begins with an apostrophe.
#[utoipa::path(get, path = "/api/v2/dashboard/scans/", tag = "Scans",
    params(
        ("page_mode" = Option<String>, Query, description = "`cursor` (the default): in the order in which they were recorded; `newest`: the newest first, which is ours and not the original's."),
        ("format" = Option<String>, Query, description = "`json` (the default) or `csv`: all scans in one file."),
        ("timeframe" = Option<String>, Query, description = "How far back: a number and `d`, `w`, `m` or `y`, as `1m`; `-1m` is the same. Needed when there is no `date_from`, which counts first."),
        ("date_from" = Option<String>, Query, description = "From this date or time on."),
        ("date_to" = Option<String>, Query, description = "Up to this date, all of it, or this time; now, if it is left out."),
        ("campaign_id" = Option<i64>, Query, description = "Only scans that belonged to this campaign."),
        ("product" = Option<i64>, Query, description = "Only scans of the product with this id."),
        ("flags" = Option<String>, Query, description = "Only scans with one of these flags, divided by commas."),
        ("activation_status" = Option<i64>, Query, description = "Only scans of codes that were 0 inactive, 1 active, 2 blacklisted then."),
        ("extended_id" = Option<String>, Query, description = "Only scans of the code with this id. Ours."),
        ("location.country" = Option<String>, Query, description = "Only scans from these countries (ISO 3166 alpha-2), divided by commas. Ours; no supply-chain key has a dot."),
        ("limit" = Option<i64>, Query, description = "Scans of a page, at most 1,000."),
        ("cursor" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page, or the file.", body = ScanPage)))]
pub async fn dashboard_scans(
    caller: Caller<perm::ScansDownload>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Response> {
    answer(app, &caller, &here, &query).await
}

/// Export scans
///
/// The same as `/api/v2/dashboard/scans/`, under the other spelling that clients use.
#[utoipa::path(get, path = "/api/v2/dashboards/scans/", tag = "Scans",
    params(
        ("page_mode" = Option<String>, Query, description = "`cursor` or `newest`."),
        ("format" = Option<String>, Query, description = "`json` (the default) or `csv`."),
        ("timeframe" = Option<String>, Query, description = "How far back, as `1m`."),
        ("date_from" = Option<String>, Query, description = "From this date or time on."),
        ("date_to" = Option<String>, Query, description = "Up to this date or time."),
        ("campaign_id" = Option<i64>, Query, description = "Only scans that belonged to this campaign."),
        ("product" = Option<i64>, Query, description = "Only scans of the product with this id."),
        ("flags" = Option<String>, Query, description = "Only scans with one of these flags."),
        ("activation_status" = Option<i64>, Query, description = "The code's state then."),
        ("extended_id" = Option<String>, Query, description = "Only scans of this code."),
        ("location.country" = Option<String>, Query, description = "Only scans from these countries."),
        ("limit" = Option<i64>, Query, description = "Scans of a page, at most 1,000."),
        ("cursor" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page, or the file.", body = ScanPage)))]
pub async fn dashboards_scans(
    caller: Caller<perm::ScansDownload>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Response> {
    answer(app, &caller, &here, &query).await
}

async fn answer(app: App, caller: &Principal, here: &Here, query: &Query) -> ApiResult<Response> {
    let as_file = match query.get("format") {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => return Err(ApiError::field("format", "Use json or csv.")),
    };
    let limit = query.integer("limit")?.unwrap_or(USUAL_LIMIT);
    if limit < 1 {
        let sentence = "Ensure this value is greater than or equal to 1.";
        return Err(ApiError::field("limit", sentence));
    }
    let limit = usize::try_from(limit.min(MOST)).unwrap_or(1);
    let asked = Asked::read(&app, caller, query).await?;
    if as_file {
        return csv::answer(app, caller.clone(), asked).await;
    }
    let Step { scans, next } = page(&app, caller, &asked, limit).await?;
    spend(&app, caller, scans.len()).await?;
    let next = next.map(|next| {
        let query = query.with(&[("cursor", Some(next.write()))]);
        format!("{}?{query}", here.0)
    });
    let results = scans.into_iter().map(ScanRecord::from).collect();
    Ok(Json(ScanPage { next, results }).into_response())
}

/// Where the scans begin that are asked for.
async fn begin(
    conn: &mut Conn,
    app: &App,
    scope: &Scope,
    asked: &Asked,
    whole: bool,
) -> ApiResult<Cursor> {
    if asked.newest_first {
        return Ok(Back::begin(asked.window).into());
    }
    let begin = scans::begin(conn, scope, asked.window, whole, app.clock.now()).await?;
    Ok(begin.into())
}

/// A page. What is there may have to wait for a transaction that comes before it; most of those
/// end in a moment, so the page looks a few times before it is sent empty.
async fn page(app: &App, caller: &Principal, asked: &Asked, limit: usize) -> ApiResult<Step> {
    let scope = caller.scope();
    let mut position = asked.cursor;
    let mut looks = 1;
    loop {
        let mut conn = app.db.read().await?;
        let after = match position {
            Some(after) => after,
            None => begin(&mut conn, app, &scope, asked, false).await?,
        };
        let step = scans::step(&mut conn, &scope, &asked.wanted, after, limit).await?;
        drop(conn);
        if !step.scans.is_empty() || step.next.is_none() || looks == LOOKS {
            return Ok(step);
        }
        position = step.next;
        looks += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Takes scans out of the caller's budget before they are sent.
async fn spend(app: &App, caller: &Principal, scans: usize) -> ApiResult<()> {
    let Some(spender) = caller.budget(app.clock.now()) else {
        return Ok(());
    };
    let amount = i64::try_from(scans).unwrap_or(i64::MAX);
    if amount == 0 || spender.budgets.get(Unit::ScansExported).is_none() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    let company = caller.company();
    budgets::spend(&mut tx, company, &spender, Unit::ScansExported, amount).await?;
    // Nothing of the company's is changed.
    Ok(tx.commit_unaudited().await?)
}
