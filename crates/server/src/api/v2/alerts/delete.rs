//! `DELETE /api/v2/alerts/{id}/`

use crate::{app::App, auth::Caller, error::ApiResult, extract::Found};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::scans::alerts::{self, Alert};

/// Remove an alert
#[utoipa::path(delete, path = "/api/v2/alerts/{id}/", tag = "Alerts",
    params(("id" = i64, Path, description = "The alert's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn alerts_delete(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(alert): Found<Alert>,
) -> ApiResult<StatusCode> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(alert.campaign))?;
    let mut tx = app.db.write().await?;
    alerts::delete(&mut tx, &scope, &alert).await?;
    let entry = Entry::event("alert.delete", "alert", alert.id, alert.flag.name());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
