//! `DELETE /api/v2/webhooks/{id}/`

use crate::{app::App, auth::Person, error::ApiResult, extract::Found};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::webhooks::{self, Webhook};

/// Remove a webhook and its delivery log
#[utoipa::path(delete, path = "/api/v2/webhooks/{id}/", tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn webhooks_delete(
    caller: Person<perm::WebhookEdit>,
    State(app): State<App>,
    Found(webhook): Found<Webhook>,
) -> ApiResult<StatusCode> {
    let mut tx = app.db.write().await?;
    webhooks::delete(&mut tx, caller.company(), webhook.id).await?;
    let mut entry = Entry::event("webhook.delete", "webhook", webhook.id, webhook.url.clone());
    entry.before = webhook.audited();
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
