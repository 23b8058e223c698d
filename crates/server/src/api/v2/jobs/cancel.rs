//! `POST /api/v2/jobs/{id}/cancel/`

use super::{JobShown, Seen};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::Json,
    jobs::{Ended, registry},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::jobs::{self, Job, State as JobState};

/// Stop a job
///
/// What it has done stays; a job that has ended, or that belongs to something which is canceled
/// itself, is a 409.
#[utoipa::path(post, path = "/api/v2/jobs/{id}/cancel/", tag = "Jobs",
    params(("id" = i64, Path, description = "The job's id.")),
    responses(
        (status = 200, description = "Stopped.", body = JobShown),
        (status = 404, description = "Not there, or not yours to see.", body = crate::openapi::Problem),
        (status = 409, description = "It has ended, or is not stopped by itself.", body = crate::openapi::Problem)))]
pub async fn jobs_cancel(
    caller: Caller<perm::Anything>,
    State(app): State<App>,
    Seen(job): Seen,
) -> ApiResult<Json<JobShown>> {
    let over = || ApiError::conflict("This job has ended.");
    if job.state.is_over() {
        return Err(over());
    }
    let kind = registry::by_name(&job.kind);
    if kind.is_some_and(|kind| !kind.cancelable) {
        let sentence = "This job belongs to something else; cancel that.";
        return Err(ApiError::conflict(sentence));
    }
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let input = jobs::cancel(&mut tx, company, job.id, now).await?;
    let input = input.ok_or_else(over)?;
    if let Some(kind) = kind {
        let ended = Ended {
            app: &app,
            company,
            input: &input,
            failure: None,
            now,
        };
        (kind.ended)(&mut tx, &ended).await?;
    }
    let entry = Entry::event("job.cancel", "job", job.id, job.kind.clone());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let job = Job {
        state: JobState::Canceled,
        finished_at: Some(now),
        ..job
    };
    Ok(Json(job.into()))
}
