//! `GET /api/v2/webhooks/`

use super::WebhookShown;
use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::webhooks;
use serde::Serialize;
use utoipa::ToSchema;

/// The company's webhooks.
#[derive(Serialize, ToSchema)]
pub struct WebhookList {
    /// All of them, the oldest first.
    results: Vec<WebhookShown>,
}

/// The company's webhooks
#[utoipa::path(get, path = "/api/v2/webhooks/", tag = "Webhooks",
    responses((status = 200, description = "All of them.", body = WebhookList)))]
pub async fn webhooks_list(
    caller: Person<perm::WebhookEdit>,
    State(app): State<App>,
) -> ApiResult<Json<WebhookList>> {
    let mut conn = app.db.read().await?;
    let list = webhooks::list(&mut conn, caller.company()).await?;
    let results = list.into_iter().map(WebhookShown::from).collect();
    Ok(Json(WebhookList { results }))
}
