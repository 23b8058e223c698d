//! `GET /api/v2/uats/`

use super::{UatShown, with_use};
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::uats::{self, State as UatState};

/// Your tokens, or with `all=1` every token of the company
///
/// `all=1` needs `uat_manage`. Expired and revoked tokens stay in the list.
#[utoipa::path(get, path = "/api/v2/uats/", tag = "Tokens",
    params(
        ("all" = Option<String>, Query, description = "`1`: everybody's."),
        ("state" = Option<String>, Query, description = "`active`, `expired`, `revoked` or `superseded`."),
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
    let state = match query.get("state") {
        None => None,
        Some("active") => Some(UatState::Active),
        Some("expired") => Some(UatState::Expired),
        Some("revoked") => Some(UatState::Revoked),
        Some("superseded") => Some(UatState::Superseded),
        Some(_) => {
            let words = "Use active, expired, revoked or superseded.";
            return Err(ApiError::field("state", words));
        }
    };
    let ordering = query.ordering(uats::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let owner = (!all).then(|| caller.user());
    let wanted = uats::Wanted {
        owner,
        state,
        search: query.text("search"),
    };
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let page = uats::list(
        &mut conn,
        caller.company(),
        &wanted,
        now,
        ordering,
        &request,
    )
    .await?;
    drop(conn);
    let mut listed = paged(&here.0, &query, &request, page, |uat| {
        UatShown::of(uat, now)
    });
    with_use(&app, &caller, &mut listed.0.results).await?;
    Ok(listed)
}
