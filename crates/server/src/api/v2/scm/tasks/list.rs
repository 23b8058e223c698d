//! `GET /api/v2/scm/tasks/`

use super::TaskShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Here, Json, Listed, Query, family, paged},
};
use axum::extract::State;
use countermark_core::{ids::UserId, permissions::perm};
use countermark_store::scm::tasks::{self, Source, State as Stands, Wanted};

fn wanted(caller: &Caller<perm::ScmTasks>, query: &Query) -> ApiResult<Wanted> {
    let state = query.get("state").map(|name| {
        let names = Stands::ALL.map(Stands::name).join(", ");
        Stands::by_name(name)
            .ok_or_else(|| ApiError::field("state", format!("Use one of: {names}.")))
    });
    let source = query.get("source").map(|name| {
        let names = Source::ALL.map(Source::name).join(", ");
        Source::by_name(name)
            .ok_or_else(|| ApiError::field("source", format!("Use one of: {names}.")))
    });
    let (from, to) = query.period("created_at", &caller.zone())?;
    Ok(Wanted {
        state: state.transpose()?,
        source: source.transpose()?,
        created_by: query.integer("created_by")?.map(UserId),
        from,
        to,
    })
}

/// The company's uploads
///
/// Single edits are among them. A token that is limited to certain things sees its own.
#[utoipa::path(get, path = "/api/v2/scm/tasks/", tag = "SCM",
    params(
        ("state" = Option<String>, Query, description = "`pending`, `in-progress`, `complete` or `failed`."),
        ("source" = Option<String>, Query, description = "`api`, `csv` or `single`."),
        ("created_by" = Option<i64>, Query, description = "Asked for by the person of this id."),
        ("created_at" = Option<String>, Query, description = "Asked for from this date or time on, or within `from,to`."),
        ("ordering" = Option<String>, Query, description = "`created_at`; `-` reverses."),
        ("limit" = Option<i64>, Query, description = "Rows of a page, at most 200."),
        ("offset" = Option<i64>, Query, description = "Rows to skip."),
        ("after" = Option<String>, Query, description = "Comes with `next`.")),
    responses((status = 200, description = "A page.", body = Listed<TaskShown>)))]
pub async fn scm_tasks_list(
    caller: Caller<perm::ScmTasks>,
    State(app): State<App>,
    here: Here,
    query: Query,
) -> ApiResult<Json<Listed<TaskShown>>> {
    let ordering = query.ordering(tasks::ORDERINGS)?;
    let request = query.page(&ordering)?;
    let wanted = wanted(&caller, &query)?;
    let (scope, family) = (caller.scope(), family(&caller));
    let mut conn = app.db.read().await?;
    let page = tasks::list(&mut conn, &scope, family, &wanted, ordering, &request).await?;
    Ok(paged(&here.0, &query, &request, page, |task| {
        TaskShown::now(&app.jobs, task)
    }))
}
