//! `GET /api/v2/scm/tasks/{task_id}/`

use super::TaskShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{FoundTask, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;

/// One upload
#[utoipa::path(get, path = "/api/v2/scm/tasks/{id}/", tag = "SCM",
    params(("id" = String, Path, description = "The `task_id`.")),
    responses(
        (status = 200, description = "The upload.", body = TaskShown),
        (status = 404, description = "Not there for the caller.", body = crate::openapi::Problem)))]
pub async fn scm_tasks_get(
    _: Caller<perm::ScmTasks>,
    State(app): State<App>,
    FoundTask(task): FoundTask,
) -> ApiResult<Json<TaskShown>> {
    Ok(Json(TaskShown::now(&app.jobs, task)))
}
