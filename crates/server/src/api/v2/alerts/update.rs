//! `PATCH /api/v2/alerts/{id}/`

use super::{AlertShown, BoundGiven, bound_for, may_blacklist, recipients};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Ids, Json, body},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::scans::alerts::{self, Alert};

body! { refuse unknown;
    /// A change of an alert; what is left out stays, and its type always does.
    pub struct AlertUpdate {
        /// From when on, for types that need it.
        #[schema(value_type = Option<Object>)]
        pub bound: Option<BoundGiven>,
        /// Whether it counts.
        pub is_active: Option<bool>,
        /// The ids of people who get the mails.
        #[schema(value_type = Option<Vec<i64>>)]
        pub recipients: Option<Ids>,
    }
}

/// Change an alert
#[utoipa::path(patch, path = "/api/v2/alerts/{id}/", tag = "Alerts", request_body = AlertUpdate,
    params(("id" = i64, Path, description = "The alert's id.")),
    responses(
        (status = 200, description = "Changed.", body = AlertShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn alerts_update(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(found): Found<Alert>,
    Body(body): Body<AlertUpdate>,
) -> ApiResult<Json<AlertShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(found.campaign))?;
    let mut tx = app.db.write().await?;
    let before = alerts::lock(&mut tx, &scope, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let mut after = before.clone();
    if body.bound.is_some() {
        after.bound = bound_for(before.flag, body.bound)?;
    }
    after.active = body.is_active.unwrap_or(before.active);
    if after.active && (after.active, &after.bound) != (before.active, &before.bound) {
        may_blacklist(&app, &caller, after.bound.as_ref())?;
    }
    if let Some(ids) = body.recipients {
        after.recipients = recipients(&mut tx, &caller, ids).await?;
    }
    alerts::update(&mut tx, &scope, &after).await?;
    let entry = Entry::event("alert.update", "alert", after.id, after.flag.name())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
