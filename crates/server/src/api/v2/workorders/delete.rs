//! `DELETE /api/v2/workorders/{id}/`

use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::Found,
    jobs::{follow, workorder},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    audit::By,
    workorders::{self, Workorder},
};

/// Remove a canceled work order for good
///
/// Its codes are removed in the background; its reference is free at once. An order that is not
/// canceled has codes that may be on items: archive it instead.
#[utoipa::path(delete, path = "/api/v2/workorders/{id}/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "It is not canceled.", body = crate::openapi::Problem)))]
pub async fn workorders_delete(
    caller: Caller<perm::WorkorderDelete>,
    State(app): State<App>,
    Found(found): Found<Workorder>,
) -> ApiResult<StatusCode> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let order = workorders::lock(&mut tx, &caller.scope(), found.id).await?;
    let order = order.ok_or_else(ApiError::not_found)?;
    if !workorders::hide(&mut tx, company, order.id).await? {
        let sentence = "Only a canceled work order can be removed. Cancel it first, or archive it.";
        return Err(ApiError::conflict(sentence));
    }
    let (input, total) = (workorder::input(order.id), Some(order.generated));
    let task = By::here(company, "task", now);
    follow::<workorder::Remove>(&mut tx, &task, &input, total).await?;
    let mut entry = Entry::event(
        "workorder.delete",
        "workorder",
        order.id,
        order.reference.clone(),
    );
    entry.before = order.audited();
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    app.jobs.wake();
    Ok(StatusCode::NO_CONTENT)
}
