//! `GET /api/v2/uats/`

use super::{UatShown, usage::too_wide, with_use};
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{
    ids::UserId,
    page::{Page, PageRequest},
    permissions::perm,
    time::Timestamp,
};
use countermark_store::{
    Conn,
    companies::Company,
    uats::{self, State as UatState, Uat, Wanted},
};

/// A day of a span that a query names.
const DAY: i64 = 86_400;
/// The longest such span: ten years, as long as a token may live.
const MOST_DAYS: i64 = 3_650;

/// The page of a company's tokens, or of one person's, that a query asks for.
///
/// # Errors
/// 400 for a query that cannot be answered.
pub async fn page(
    conn: &mut Conn,
    company: &Company,
    owner: Option<UserId>,
    query: &Query,
    now: Timestamp,
) -> ApiResult<(PageRequest, Page<Uat>)> {
    let ordering = query.ordering(uats::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(conn, company, owner, query, now).await?;
    let page = uats::list(conn, company.id, &wanted, now, ordering, &request).await?;
    Ok((request, page))
}

/// Which tokens a query asks for.
///
/// # Errors
/// 400 for a query that cannot be answered.
pub(super) async fn wanted(
    conn: &mut Conn,
    company: &Company,
    owner: Option<UserId>,
    query: &Query,
    now: Timestamp,
) -> ApiResult<Wanted> {
    let (state, quarantined) = match query.get("state") {
        None => (None, false),
        Some("active") => (Some(UatState::Active), false),
        Some("expired") => (Some(UatState::Expired), false),
        Some("revoked") => (Some(UatState::Revoked), false),
        Some("superseded") => (Some(UatState::Superseded), false),
        // Not a state of its own: it works, and only reads.
        Some("quarantined") => (Some(UatState::Active), true),
        Some(_) => {
            let words = "Use active, expired, revoked, superseded or quarantined.";
            return Err(ApiError::field("state", words));
        }
    };
    let idle = days(query, "idle_days")?;
    let ends = days(query, "ends_within_days")?;
    let mut wanted = Wanted {
        owner,
        state,
        quarantined,
        search: query.text("search"),
        never_used: query.flag("never_used")?,
        idle_since: idle.map(|days| now.plus_seconds(-days * DAY)),
        ends_by: ends.map(|days| now.plus_seconds(days * DAY)),
        ..Wanted::default()
    };
    if query.flag("too_wide")? {
        wanted.unused = Some(too_wide(conn, now).await?);
    }
    if query.flag("not_compliant")? {
        let rules = (&company.policy, company.time_zone.as_str());
        wanted.breach = Some(uats::breach(conn, company.id, rules, now).await?);
    }
    Ok(wanted)
}

fn days(query: &Query, name: &str) -> ApiResult<Option<i64>> {
    let days = query.integer(name)?;
    if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(ApiError::field(name, format!("Use 1 to {MOST_DAYS}.")));
    }
    Ok(days)
}

/// Your tokens, or with `all=1` every token of the company
///
/// `all=1` needs `uat_manage`. Expired and revoked tokens stay in the list. Filters can be put
/// together; what is said of an active token (`ends_within_days`, `too_wide`, `not_compliant`)
/// leaves out all others.
#[utoipa::path(get, path = "/api/v2/uats/", tag = "Tokens",
    params(
        ("all" = Option<String>, Query, description = "`1`: everybody's."),
        ("state" = Option<String>, Query, description = "`active`, `expired`, `revoked`, `superseded`, or `quarantined`: active, and only reading."),
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("never_used" = Option<String>, Query, description = "`1`: those that no call was made with."),
        ("idle_days" = Option<i64>, Query, description = "Those that no call was made with for so many days, and that are as old."),
        ("ends_within_days" = Option<i64>, Query, description = "Those that end within so many days."),
        ("too_wide" = Option<String>, Query, description = "`1`: those with a right that no call has needed for 60 days, as `use/` names it; none while it is too early to judge."),
        ("not_compliant" = Option<String>, Query, description = "`1`: those that break the company's policy as it is now: with a right that it forbids, or a life that is too long."),
        ("ordering" = Option<String>, Query, description = "`creation_date`, `expires_at` or `name`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<UatShown>)))]
pub async fn uats_list(
    caller: Person<perm::ApiAccess>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<UatShown>>> {
    let all = query.flag("all")?;
    if all {
        caller.require::<perm::UatManage>(&app)?;
    }
    let owner = (!all).then(|| caller.user());
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let (request, page) = page(&mut conn, &caller.company, owner, &query, now).await?;
    let mut listed = paged(&here.0, &query, &request, page, |uat| {
        UatShown::of(uat, now)
    });
    with_use(&mut conn, &caller.company, &mut listed.0.results, now).await?;
    Ok(listed)
}
