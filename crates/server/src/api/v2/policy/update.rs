//! `PATCH /api/v2/policy/`

use super::{PolicyUpdate, Rules, facts};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed, sign_in},
    error::{ApiError, ApiResult},
    extract::{Body, Json},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    companies,
    sessions::{self, Kind},
};

/// Change the company's rules
///
/// They count from the next request on.
#[utoipa::path(patch, path = "/api/v2/policy/", tag = "Policy", request_body = PolicyUpdate,
    responses((status = 200, description = "Changed.", body = Rules)))]
pub async fn policy_update(
    caller: Fresh<perm::PolicyEdit>,
    State(app): State<App>,
    Body(body): Body<PolicyUpdate>,
) -> ApiResult<Json<Rules>> {
    let now = app.clock.now();
    let id = caller.company();
    let mut tx = app.db.write().await?;
    let company = companies::lock(&mut tx, id).await?;
    let company = company.ok_or_else(ApiError::internal)?;
    let before = company.policy_at(now);
    let after = body.over(before)?;
    companies::set_policy(&mut tx, id, &after).await?;
    let mut changes = vec![Changed::Company(id)];
    if before.password_jwt && !after.password_jwt {
        let ended = sessions::end_kind_in_company(&mut tx, id, Kind::Jwt, now).await?;
        changes.extend(sign_in::ended(ended));
    }
    let entry = Entry::event("policy.update", "company", id, company.name.clone())
        .change(&facts(before), &facts(&after));
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(Json(Rules::from(&after)))
}
