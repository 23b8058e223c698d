//! `GET /api/v2/webhooks/{id}/`

use super::WebhookShown;
use crate::{
    auth::Person,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::webhooks::Webhook;

/// One webhook
#[utoipa::path(get, path = "/api/v2/webhooks/{id}/", tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's id.")),
    responses(
        (status = 200, description = "The webhook.", body = WebhookShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn webhooks_get(
    _: Person<perm::WebhookEdit>,
    Found(webhook): Found<Webhook>,
) -> Json<WebhookShown> {
    Json(webhook.into())
}
