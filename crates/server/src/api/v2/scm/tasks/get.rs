//! `GET /api/v2/scm/tasks/{task_id}/`

use super::TaskShown;
use crate::{
    auth::Caller,
    error::ApiResult,
    extract::{FoundTask, Json},
};
use countermark_core::permissions::perm;

/// One upload
#[utoipa::path(get, path = "/api/v2/scm/tasks/{id}/", tag = "SCM",
    params(("id" = String, Path, description = "The `task_id`.")),
    responses(
        (status = 200, description = "The upload.", body = TaskShown),
        (status = 404, description = "Not there for the caller.", body = crate::openapi::Problem)))]
pub async fn scm_tasks_get(
    _: Caller<perm::ScmTasks>,
    FoundTask(task): FoundTask,
) -> ApiResult<Json<TaskShown>> {
    Ok(Json(task.into()))
}
