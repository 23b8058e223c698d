//! `GET /api/v2/jobs/`

use super::{JobShown, kinds, viewer};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, paged},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::jobs::{self, Wanted};

/// What the states may be asked for.
const STATES: [&str; 5] = ["pending", "running", "complete", "failed", "canceled"];

/// What runs in the background
///
/// A token sees what it began; a person sees their own jobs and the company's of every kind that
/// their permissions allow.
#[utoipa::path(get, path = "/api/v2/jobs/", tag = "Jobs",
    params(
        ("state" = Option<String>, Query, description = "`pending`, `running`, `complete`, `failed` or `canceled`."),
        ("kind" = Option<String>, Query, description = "Only this kind of work, as the rows name it."),
        ("mine" = Option<String>, Query, description = "`1`: only what you began yourself, or your tokens did."),
        ("ordering" = Option<String>, Query, description = "`created_at`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<JobShown>)))]
pub async fn jobs_list(
    caller: Caller<perm::Anything>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<JobShown>>> {
    let ordering = query.ordering(jobs::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let state = query.get("state");
    if state.is_some_and(|state| !STATES.contains(&state)) {
        let sentence = format!("Use one of: {}.", STATES.join(", "));
        return Err(ApiError::field("state", sentence));
    }
    let wanted = Wanted {
        state,
        kind: query.get("kind"),
        by: query.flag("mine")?.then(|| caller.user()),
    };
    let kinds = kinds(&caller);
    let (company, viewer) = (caller.company(), viewer(&caller, &kinds));
    let mut conn = app.db.read().await?;
    let page = jobs::list(&mut conn, company, &viewer, &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, |job| {
        app.jobs.now(job).into()
    }))
}
