//! `DELETE /api/v2/policy/pending/`

use super::{facts, settle};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, ids::CompanyId, permissions::perm, time::Timestamp};
use countermark_store::{Tx, companies};

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
    let mut tx = app.db.write().await?;
    let (entries, changes) = cancel(&mut tx, caller.company(), now).await?;
    app.commit(tx, caller.by(now), entries, changes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancels the rules that wait; what to commit.
///
/// # Errors
/// 404 when none wait; then nothing of it may be committed.
pub async fn cancel(
    tx: &mut Tx,
    id: CompanyId,
    now: Timestamp,
) -> ApiResult<(Vec<Entry>, Vec<Changed>)> {
    let (company, mut entries, mut changes) = settle(tx, id, now).await?;
    // What has started cannot be cancelled any more; rolled back, the task settles it.
    let pending = company.pending.ok_or_else(ApiError::not_found)?;
    companies::cancel_pending(tx, id).await?;
    changes.push(Changed::Company(id));
    let mut entry = Entry::event("policy.cancel", "company", id, company.name.clone());
    entry.before = facts(&pending.policy);
    entry.before["starts_on"] = pending.starts_on.into();
    entries.push(entry);
    Ok((entries, changes))
}
