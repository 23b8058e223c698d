//! `PATCH /api/v2/webhooks/{id}/`

use super::{Events, Url, WebhookShown, checked};
use crate::{
    app::App,
    auth::Fresh,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::webhooks::{self, Webhook};

body! { refuse unknown;
    /// A change of a webhook; what is left out stays.
    pub struct WebhookUpdate {
        /// Where it calls.
        #[schema(value_type = Option<String>)]
        pub url: Option<Url>,
        /// What it is told of.
        #[schema(value_type = Option<Vec<String>>)]
        pub events: Option<Events>,
        /// Whether it is told of anything. Switched on, its failures are forgotten.
        pub is_active: Option<bool>,
    }
}

/// Change a webhook
#[utoipa::path(patch, path = "/api/v2/webhooks/{id}/", tag = "Webhooks",
    request_body = WebhookUpdate,
    params(("id" = i64, Path, description = "The webhook's id.")),
    responses(
        (status = 200, description = "Changed.", body = WebhookShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn webhooks_update(
    caller: Fresh<perm::WebhookEdit>,
    State(app): State<App>,
    Found(found): Found<Webhook>,
    Body(body): Body<WebhookUpdate>,
) -> ApiResult<Json<WebhookShown>> {
    let company = caller.company();
    let url = body.url.map(|url| checked(&app, url)).transpose()?;
    let mut tx = app.db.write().await?;
    let before = webhooks::lock(&mut tx, company, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let mut after = Webhook {
        url: url.unwrap_or_else(|| before.url.clone()),
        events: body
            .events
            .map_or_else(|| before.events.clone(), |events| events.0),
        active: body.is_active.unwrap_or(before.active),
        ..before.clone()
    };
    if after.active && !before.active {
        after.failing_since = None;
        after.disabled_at = None;
    }
    webhooks::update(&mut tx, company, &after).await?;
    let entry = Entry::event("webhook.update", "webhook", after.id, after.url.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
