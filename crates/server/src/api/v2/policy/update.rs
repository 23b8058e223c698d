//! `PATCH /api/v2/policy/`

use super::{CompanyPolicy, PolicyUpdate, apply, facts, start_of};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::{Body, Json},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    permissions::perm,
    time::Timestamp,
};
use countermark_store::{
    Tx,
    companies::{self, Company, Pending},
};

/// Change the company's rules
///
/// They count from the next request on, or from the first moment of the day `starts_on`. Only
/// one change waits at a time; look at its preview first.
#[utoipa::path(patch, path = "/api/v2/policy/", tag = "Policy", request_body = PolicyUpdate,
    responses(
        (status = 200, description = "Changed, or waiting.", body = CompanyPolicy),
        (status = 409, description = "Another change waits.", body = crate::openapi::Problem)))]
pub async fn policy_update(
    caller: Fresh<perm::PolicyEdit>,
    State(app): State<App>,
    Body(body): Body<PolicyUpdate>,
) -> ApiResult<Json<CompanyPolicy>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let by = Some(caller.user());
    let (shown, entries, changes) = change(&mut tx, caller.company(), &body, by, now).await?;
    app.commit(tx, caller.by(now), entries, changes).await?;
    CompanyPolicy::of(&shown, now).map(Json)
}

/// Makes a change of the rules; the company as it is then, and what to commit.
///
/// # Errors
/// 400 that names the members which do not fit, 409 when another change waits; then nothing of it
/// may be committed.
pub async fn change(
    tx: &mut Tx,
    id: CompanyId,
    body: &PolicyUpdate,
    by: Option<UserId>,
    now: Timestamp,
) -> ApiResult<(Company, Vec<Entry>, Vec<Changed>)> {
    // What has started by now is moved into its place first.
    let (company, mut entries, mut changes) = apply::settle(tx, id, now).await?;
    if let Some(pending) = &company.pending {
        return Err(ApiError::conflict(format!(
            "Another change waits for {}. Cancel it first.",
            pending.starts_on
        )));
    }
    let after = body.over(&company.policy)?;
    let starts = match body.starts_on {
        Some(day) => start_of(day, &company, now)?.map(|at| (day, at)),
        None => None,
    };
    let before = facts(&company.policy);
    let shown = if let Some((day, starts_at)) = starts {
        let pending = Pending {
            policy: after,
            starts_on: day.to_string(),
            starts_at,
            by,
        };
        companies::set_pending(tx, id, &pending, now).await?;
        changes.push(Changed::Company(id));
        let mut entry = Entry::event("policy.schedule", "company", id, company.name.clone())
            .change(&before, &facts(&after));
        entry.after["starts_on"] = pending.starts_on.clone().into();
        entries.push(entry);
        Company {
            pending: Some(pending),
            ..company
        }
    } else {
        companies::set_policy(tx, id, &after).await?;
        changes.extend(apply::follow(tx, &company, &after, now, now).await?);
        let entry = Entry::event("policy.update", "company", id, company.name.clone());
        entries.push(entry.change(&before, &facts(&after)));
        Company {
            policy: after,
            ..company
        }
    };
    Ok((shown, entries, changes))
}
