//! `GET /api/v2/audit/keys/`

use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;
use serde::Serialize;
use utoipa::ToSchema;

/// The keys that checkpoints are checked with.
#[derive(Serialize, ToSchema)]
pub struct AuditKeys {
    /// The one that signs comes first.
    pub results: Vec<AuditKeyShown>,
}

/// A public key.
#[derive(Serialize, ToSchema)]
pub struct AuditKeyShown {
    /// What checkpoints call it; it follows from the key.
    pub id: String,
    /// `Ed25519` (RFC 8032).
    pub algorithm: &'static str,
    /// The 32 bytes as 64 hexadecimal digits.
    pub public_key: String,
    /// When it was made.
    #[schema(format = "date-time")]
    pub created_at: String,
}

/// The public keys of checkpoints
#[utoipa::path(get, path = "/api/v2/audit/keys/", tag = "Audit",
    responses((status = 200, description = "The keys.", body = AuditKeys)))]
pub async fn audit_keys(
    _: Person<perm::AuditView>,
    State(app): State<App>,
) -> ApiResult<Json<AuditKeys>> {
    let keys = app.sealer.keys().iter();
    let results = keys
        .map(|known| AuditKeyShown {
            id: known.key.id.clone(),
            algorithm: "Ed25519",
            public_key: known.key.text(),
            created_at: known.created_at.to_string(),
        })
        .collect();
    Ok(Json(AuditKeys { results }))
}
