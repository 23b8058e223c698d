//! `GET /api/v2/audit/keys/`

use crate::{
    app::App,
    audit::{
        sealer::KnownKey,
        spans::{self, Span},
    },
    auth::Person,
    error::ApiResult,
    extract::Json,
};
use axum::extract::State;
use countermark_core::{ids::CompanyId, permissions::perm};
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
    /// When the next one took over; null for the one that signs.
    #[schema(format = "date-time")]
    pub ended_at: Option<String>,
    /// The entry of this company's log with which it took over; null for one that was there from
    /// the beginning.
    pub first_position: Option<i64>,
    /// The last entry of this company's log that it signs for; null for the one that signs.
    pub last_position: Option<i64>,
}

/// The public keys of checkpoints
#[utoipa::path(get, path = "/api/v2/audit/keys/", tag = "Audit",
    responses((status = 200, description = "The keys.", body = AuditKeys)))]
pub async fn audit_keys(
    caller: Person<perm::AuditView>,
    State(app): State<App>,
) -> ApiResult<Json<AuditKeys>> {
    shown(&app, caller.company()).await.map(Json)
}

/// The keys as they are now, with their parts of the company's log.
pub(super) async fn shown(app: &App, company: CompanyId) -> ApiResult<AuditKeys> {
    let ring = app.sealer.renewed(&app.db, &app.secrets).await?;
    let keys = spans::of(&mut app.db.read().await?, &ring, company).await?;
    let show = |(known, span): (KnownKey, Span)| AuditKeyShown {
        id: known.key.id.clone(),
        algorithm: "Ed25519",
        public_key: known.key.text(),
        created_at: known.created_at.to_string(),
        ended_at: known.ended_at.map(|at| at.to_string()),
        first_position: span.first,
        last_position: span.last,
    };
    Ok(AuditKeys {
        results: keys.into_iter().map(show).collect(),
    })
}
