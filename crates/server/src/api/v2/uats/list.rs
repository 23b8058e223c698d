//! `GET /api/v2/uats/`

use super::{UatShown, with_use};
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::{
    ids::{CompanyId, UserId},
    page::{Page, PageRequest},
    permissions::perm,
    time::Timestamp,
};
use countermark_store::{
    Conn,
    uats::{self, State as UatState, Uat},
};

/// The page of a company's tokens, or of one person's, that a query asks for.
///
/// # Errors
/// 400 for a query that cannot be answered.
pub async fn page(
    conn: &mut Conn,
    company: CompanyId,
    owner: Option<UserId>,
    query: &Query,
    now: Timestamp,
) -> ApiResult<(PageRequest, Page<Uat>)> {
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
    let ordering = query.ordering(uats::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = uats::Wanted {
        owner,
        state,
        quarantined,
        search: query.text("search"),
    };
    let page = uats::list(conn, company, &wanted, now, ordering, &request).await?;
    Ok((request, page))
}

/// Your tokens, or with `all=1` every token of the company
///
/// `all=1` needs `uat_manage`. Expired and revoked tokens stay in the list.
#[utoipa::path(get, path = "/api/v2/uats/", tag = "Tokens",
    params(
        ("all" = Option<String>, Query, description = "`1`: everybody's."),
        ("state" = Option<String>, Query, description = "`active`, `expired`, `revoked`, `superseded`, or `quarantined`: active, and only reading."),
        ("search" = Option<String>, Query, description = "Text in the name."),
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
    let (request, page) = page(&mut conn, caller.company(), owner, &query, now).await?;
    let mut listed = paged(&here.0, &query, &request, page, |uat| {
        UatShown::of(uat, now)
    });
    with_use(&mut conn, &caller.company, &mut listed.0.results, now).await?;
    Ok(listed)
}
