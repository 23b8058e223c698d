//! `DELETE /api/v2/policy/pending/`

use super::{facts, settle};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::companies;

/// Cancel the rules that wait for their day
#[utoipa::path(delete, path = "/api/v2/policy/pending/", tag = "Policy",
    responses(
        (status = 204, description = "Cancelled; the present rules stay."),
        (status = 404, description = "None wait.", body = crate::openapi::Problem)))]
pub async fn policy_cancel(
    caller: Fresh<perm::PolicyEdit>,
    State(app): State<App>,
) -> ApiResult<StatusCode> {
    let now = app.clock.now();
    let id = caller.company();
    let mut tx = app.db.write().await?;
    let (company, entries, mut changes) = settle(&mut tx, id, now).await?;
    // What has started cannot be cancelled any more; rolled back, the task settles it.
    let pending = company.pending.ok_or_else(ApiError::not_found)?;
    companies::cancel_pending(&mut tx, id).await?;
    changes.push(Changed::Company(id));
    let mut entry = Entry::event("policy.cancel", "company", id, company.name.clone());
    entry.before = facts(&pending.policy);
    entry.before["starts_on"] = pending.starts_on.into();
    let entries = entries.into_iter().chain([entry]).collect();
    app.commit(tx, caller.by(now), entries, changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
