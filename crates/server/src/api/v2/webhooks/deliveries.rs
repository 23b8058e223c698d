//! `GET /api/v2/webhooks/{id}/deliveries/`

use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::webhooks::{self, Delivery, Webhook};
use serde::Serialize;
use utoipa::ToSchema;

/// The most calls that are shown.
const MOST: i64 = 200;

/// A call.
#[derive(Serialize, ToSchema)]
pub struct DeliveryShown {
    /// Its id, which the receiver gets as `webhook-id`.
    id: String,
    /// What it tells of.
    event: String,
    /// When that happened.
    #[schema(format = "date-time")]
    creation_date: String,
    /// How often it was tried.
    attempts: i64,
    /// When it is tried again; null when it was taken or given up.
    #[schema(format = "date-time")]
    next_attempt: Option<String>,
    /// When it was taken.
    #[schema(format = "date-time")]
    delivered_at: Option<String>,
    /// The status of the last answer.
    status: Option<i64>,
    /// Why the last attempt failed, or empty.
    failure: String,
}

impl From<Delivery> for DeliveryShown {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.uuid,
            event: delivery.event,
            creation_date: delivery.created_at.to_string(),
            attempts: delivery.attempts,
            next_attempt: delivery.next_attempt_at.map(|at| at.to_string()),
            delivered_at: delivery.delivered_at.map(|at| at.to_string()),
            status: delivery.status,
            failure: delivery.failure,
        }
    }
}

/// The delivery log.
#[derive(Serialize, ToSchema)]
pub struct DeliveryList {
    /// The newest 200 of the last 30 days.
    results: Vec<DeliveryShown>,
}

/// What a webhook was told, and what became of it
#[utoipa::path(get, path = "/api/v2/webhooks/{id}/deliveries/", tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's id.")),
    responses(
        (status = 200, description = "The newest calls.", body = DeliveryList),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn webhooks_deliveries(
    caller: Person<perm::WebhookEdit>,
    State(app): State<App>,
    Found(webhook): Found<Webhook>,
) -> ApiResult<Json<DeliveryList>> {
    let mut conn = app.db.read().await?;
    let list = webhooks::deliveries(&mut conn, caller.company(), webhook.id, MOST).await?;
    let results = list.into_iter().map(DeliveryShown::from).collect();
    Ok(Json(DeliveryList { results }))
}
