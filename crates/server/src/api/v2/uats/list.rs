//! `GET /api/v2/uats/`

use super::{UatShown, shown_page, usage::too_wide};
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

/// What is asked of tokens, in a query or in a body, whosever they are.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each parameter")]
pub(super) struct Asked {
    pub state: Option<UatState>,
    pub quarantined: bool,
    pub search: Option<String>,
    pub never_used: bool,
    pub idle_days: Option<i64>,
    pub ends_within_days: Option<i64>,
    pub too_wide: bool,
    pub not_compliant: bool,
}

impl Asked {
    fn of(query: &Query) -> ApiResult<Self> {
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
        Ok(Self {
            state,
            quarantined,
            search: query.text("search"),
            never_used: query.flag("never_used")?,
            idle_days: query.integer("idle_days")?,
            ends_within_days: query.integer("ends_within_days")?,
            too_wide: query.flag("too_wide")?,
            not_compliant: query.flag("not_compliant")?,
        })
    }

    /// The same for the database, of the tokens of a company or of one person.
    ///
    /// # Errors
    /// 400 for a number of days that is out of bounds, 503 when the database is away.
    pub(super) async fn wanted(
        self,
        conn: &mut Conn,
        company: &Company,
        owner: Option<UserId>,
        now: Timestamp,
    ) -> ApiResult<Wanted> {
        let idle = days("idle_days", self.idle_days)?;
        let ends = days("ends_within_days", self.ends_within_days)?;
        let mut wanted = Wanted {
            owner,
            state: self.state,
            quarantined: self.quarantined,
            search: self.search,
            never_used: self.never_used,
            idle_since: idle.map(|days| now.plus_seconds(-days * DAY)),
            ends_by: ends.map(|days| now.plus_seconds(days * DAY)),
            ..Wanted::default()
        };
        if self.too_wide {
            wanted.unused = Some(too_wide(conn, now).await?);
        }
        if self.not_compliant {
            let rules = (&company.policy, company.time_zone.as_str());
            wanted.breach = Some(uats::breach(conn, company.id, rules, now).await?);
        }
        Ok(wanted)
    }
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
    let asked = Asked::of(query)?;
    asked.wanted(conn, company, owner, now).await
}

/// Whose tokens a query for everybody's asks for: of all, or of one person.
///
/// # Errors
/// 400 for what is no id.
pub(super) fn owner(query: &Query) -> ApiResult<Option<UserId>> {
    Ok(query.integer("owner")?.map(UserId))
}

fn days(name: &str, days: Option<i64>) -> ApiResult<Option<i64>> {
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
        ("owner" = Option<i64>, Query, description = "With `all=1`: those of the person with this id."),
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
    let owner = match owner(&query)? {
        owner if all => owner,
        None => Some(caller.user()),
        Some(_) => return Err(ApiError::field("owner", "Use it together with all=1.")),
    };
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let (request, page) = page(&mut conn, &caller.company, owner, &query, now).await?;
    let page = shown_page(&mut conn, &caller.company, page, now).await?;
    Ok(paged(&here.0, &query, &request, page, |uat| uat))
}
