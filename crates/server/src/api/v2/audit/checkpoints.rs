//! `GET /api/v2/audit/checkpoints/`

use super::CheckpointShown;
use crate::{
    app::App,
    auth::Person,
    error::ApiResult,
    extract::{Json, Query},
};
use axum::extract::State;
use countermark_core::{
    page::{DEFAULT_LIMIT, MAX_LIMIT},
    permissions::perm,
};
use countermark_store::{chain, checkpoints};
use serde::Serialize;
use utoipa::ToSchema;

/// Checkpoints, the newest first.
#[derive(Serialize, ToSchema)]
pub struct Checkpoints {
    /// How many entries the log has now.
    pub length: i64,
    /// The checkpoints.
    pub results: Vec<CheckpointShown>,
}

/// Signed checkpoints of the log, the newest first
///
/// Keep some of their lines where nobody who can reach the database can: each proves that the
/// log up to its position was not changed and not cut off since.
#[utoipa::path(get, path = "/api/v2/audit/checkpoints/", tag = "Audit",
    params(
        ("before" = Option<i64>, Query, description = "Only those before this position: the last one of the page before."),
        ("limit" = Option<i64>, Query, description = "At most so many; at most 200.")),
    responses((status = 200, description = "A page.", body = Checkpoints)))]
pub async fn audit_checkpoints(
    caller: Person<perm::AuditView>,
    State(app): State<App>,
    query: Query,
) -> ApiResult<Json<Checkpoints>> {
    let before = query.integer("before")?;
    let limit = query.integer("limit")?.unwrap_or(DEFAULT_LIMIT);
    let limit = limit.clamp(1, MAX_LIMIT);
    let mut conn = app.db.read().await?;
    let company = caller.company();
    let found = checkpoints::newest(&mut conn, company, before, limit).await?;
    Ok(Json(Checkpoints {
        length: chain::end(&mut conn, company).await?.length,
        results: found.iter().map(CheckpointShown::of).collect(),
    }))
}
