//! `POST /api/v2/workorders/{id}/cancel/`

use super::WorkorderShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Found, Json, Site},
    jobs::{follow, workorder},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    files, jobs,
    workorders::{self, State as WorkorderState, Workorder},
};

/// Cancel a work order that is not completed
///
/// Codes that were made already are blacklisted; the token's budget does not get them back.
#[utoipa::path(post, path = "/api/v2/workorders/{id}/cancel/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "Canceled.", body = WorkorderShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "It is completed, or canceled already.", body = crate::openapi::Problem)))]
pub async fn workorders_cancel(
    caller: Caller<perm::WorkorderCancel>,
    State(app): State<App>,
    Site(site): Site,
    Found(found): Found<Workorder>,
) -> ApiResult<Json<WorkorderShown>> {
    let (company, scope, now) = (caller.company(), caller.scope(), app.clock.now());
    let mut tx = app.db.write().await?;
    // The job before the order, as its steps take them: two that wait for each other would wait
    // for ever. After this no step of it is committed.
    let stopped = match found.job {
        Some(job) => jobs::cancel(&mut tx, company, job, now).await?,
        None => None,
    };
    let order = workorders::lock(&mut tx, &scope, found.id).await?;
    let order = order.ok_or_else(ApiError::not_found)?;
    if order.state != WorkorderState::New {
        let state = order.state.name();
        return Err(ApiError::conflict(format!("This work order is {state}.")));
    }
    if order.job != found.job {
        // The next job has begun in this very moment; nothing is canceled yet.
        return Err(ApiError::unavailable());
    }
    workorders::cancel(&mut tx, company, order.id, "").await?;
    // What was being packed is not wanted any more.
    let file = stopped.as_ref().and_then(|input| input["file"].as_str());
    if let Some(file) = file {
        files::forget_at(&mut tx, company, file, now).await?;
    }
    let by = caller.by(now);
    if order.generated > 0 {
        let input = workorder::input(order.id);
        let task = countermark_store::audit::By::here(company, "task", now);
        follow::<workorder::Withdraw>(&mut tx, &task, &input, Some(order.generated)).await?;
    }
    let entry = Entry::event(
        "workorder.cancel",
        "workorder",
        order.id,
        order.reference.clone(),
    );
    app.commit(tx, by, vec![entry], vec![]).await?;
    app.jobs.wake();
    let order = Workorder {
        state: WorkorderState::Canceled,
        ..order
    };
    Ok(Json(WorkorderShown::of(order, &caller.company, &site)))
}
