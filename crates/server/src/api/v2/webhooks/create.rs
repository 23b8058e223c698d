//! `POST /api/v2/webhooks/`

use super::{Events, MOST, Url, WebhookShown, checked};
use crate::{
    app::App,
    auth::Fresh,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    tasks::webhook_name,
};
use axum::{extract::State, http::StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::webhooks::{self, NewWebhook};
use serde::Serialize;
use utoipa::ToSchema;

body! { refuse unknown;
    /// A new webhook.
    pub struct WebhookCreate {
        /// Where it calls: `https`, without user and password.
        #[schema(value_type = String)]
        pub url: Url,
        /// What it is told of: `scan.created`, `scan.flagged`, `workorder.completed`,
        /// `code.blacklisted`.
        #[schema(value_type = Vec<String>)]
        pub events: Events,
        /// Whether it is told of anything; it is, if this is left out.
        pub is_active: Option<bool>,
    }
}

/// A webhook that was just made.
#[derive(Serialize, ToSchema)]
pub struct WebhookMade {
    #[serde(flatten)]
    webhook: WebhookShown,
    /// What signs its calls: `whsec_` and 32 bytes in base64. Shown this once.
    secret: String,
}

/// Make a webhook
///
/// Each call has `webhook-id`, `webhook-timestamp` and `webhook-signature`: `v1,` and the base64
/// of HMAC-SHA-256 over `id.timestamp.body`. A call that is not answered with 2xx within ten
/// seconds is tried again for three days; after five days of failures the webhook is switched off.
#[utoipa::path(post, path = "/api/v2/webhooks/", tag = "Webhooks", request_body = WebhookCreate,
    responses(
        (status = 201, description = "Made; the secret is shown once.", body = WebhookMade),
        (status = 409, description = "There are 20 already.", body = crate::openapi::Problem)))]
pub async fn webhooks_create(
    caller: Fresh<perm::WebhookEdit>,
    State(app): State<App>,
    Body(body): Body<WebhookCreate>,
) -> ApiResult<(StatusCode, Json<WebhookMade>)> {
    let url = checked(&app, body.url)?;
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    if webhooks::list(&mut tx, company).await?.len() >= MOST {
        let sentence = format!("A company has at most {MOST} webhooks.");
        return Err(ApiError::conflict(sentence));
    }
    let new = NewWebhook {
        url: &url,
        events: &body.events.0,
        active: body.is_active.unwrap_or(true),
        by: caller.user(),
    };
    let webhook = webhooks::create(&mut tx, company, &new, now).await?;
    let secret = crate::random::bytes::<32>();
    let sealed = app
        .secrets
        .wrap(&webhook_name(company, webhook.id), &*secret);
    webhooks::set_secret(&mut tx, company, webhook.id, &sealed).await?;
    let entry = Entry::event("webhook.create", "webhook", webhook.id, webhook.url.clone())
        .after(webhook.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let made = WebhookMade {
        webhook: webhook.into(),
        secret: format!("whsec_{}", STANDARD.encode(*secret)),
    };
    Ok((StatusCode::CREATED, Json(made)))
}
