//! `GET /api/v2/jobs/{id}/`

use super::{JobDetails, RowErrorShown, Seen};
use crate::{app::App, auth::Caller, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::jobs;

/// One job, with its progress and the rows that were not taken
#[utoipa::path(get, path = "/api/v2/jobs/{id}/", tag = "Jobs",
    params(("id" = i64, Path, description = "The job's id.")),
    responses(
        (status = 200, description = "The job.", body = JobDetails),
        (status = 404, description = "Not there, or not yours to see.", body = crate::openapi::Problem)))]
pub async fn jobs_get(
    caller: Caller<perm::Anything>,
    State(app): State<App>,
    Seen(job): Seen,
) -> ApiResult<Json<JobDetails>> {
    let mut conn = app.db.read().await?;
    let errors = jobs::errors(&mut conn, caller.company(), job.id).await?;
    Ok(Json(JobDetails {
        job: app.jobs.now(job).into(),
        errors: errors.into_iter().map(RowErrorShown::from).collect(),
    }))
}
