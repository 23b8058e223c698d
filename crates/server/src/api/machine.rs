//! What machines ask: the API's document, the public keys, and whether we are well.

use crate::{app::App, auth::facts::PATIENCE, error::ApiError, extract::Json};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use countermark_store::companies;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// `GET /api/v2/openapi.json`
pub async fn openapi() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(crate::router::document_text).as_str();
    let json = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, json)], text).into_response()
}

/// `GET /.well-known/jwks.json` (RFC 7517 §5). It may be kept as long as a key is published
/// before it signs, at the least: whoever keeps it no longer than that meets no unknown key.
pub async fn jwks(State(app): State<App>) -> Response {
    let kept = format!(
        "public, max-age={}",
        countermark_core::keys::QUICK_LEAD_SECONDS
    );
    ([(header::CACHE_CONTROL, kept)], Json(app.signer.jwks())).into_response()
}

/// `GET /health/live`: the process answers.
pub async fn live() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// `GET /health/ready`: the database answers, too, as quickly as requests need it, and takes what
/// is written.
pub async fn ready(State(app): State<App>) -> Result<Json<Value>, ApiError> {
    let ask = async {
        companies::any(&mut app.db.read().await?).await?;
        app.db.can_write().await
    };
    tokio::time::timeout(PATIENCE, ask)
        .await
        .map_err(|_| ApiError::unavailable())??;
    Ok(Json(json!({"status": "ok"})))
}
