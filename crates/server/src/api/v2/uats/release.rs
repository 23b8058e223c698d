//! `POST /api/v2/uats/{id}/release/`

use super::{Reachable, UatShown, show};
use crate::{
    app::App,
    auth::{Fresh, facts::Changed},
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    DbError, Tx,
    uats::{self, Uat, leaks},
};

/// Lifts a token's quarantine in a transaction; the entry for the log and what it makes untrue, or
/// `None` when it was in none.
///
/// # Errors
/// When the database failed.
pub async fn release(tx: &mut Tx, uat: &Uat) -> Result<Option<(Entry, Changed)>, DbError> {
    if !leaks::release(tx, uat.company, uat.id).await? {
        return Ok(None);
    }
    let entry = Entry::event("uat.release", "uat", uat.id, uat.name.clone());
    Ok(Some((entry, Changed::Uat(uat.id))))
}

/// Lift a token's quarantine
///
/// For an admin who has looked: the token has all its permissions again. On a token that is not
/// in quarantine it changes nothing.
#[utoipa::path(post, path = "/api/v2/uats/{id}/release/", tag = "Tokens",
    params(("id" = String, Path, description = "The token's public id.")),
    responses(
        (status = 200, description = "Released.", body = UatShown),
        (status = 404, description = "Not there, or not yours.", body = crate::openapi::Problem)))]
pub async fn uats_release(
    caller: Fresh<perm::UatManage>,
    State(app): State<App>,
    Reachable(uat): Reachable,
) -> ApiResult<Json<UatShown>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let released = release(&mut tx, &uat).await?;
    let uat = uats::get(&mut tx, caller.company(), uat.id).await?;
    let uat = uat.ok_or_else(ApiError::not_found)?;
    let shown = show(&mut tx, &caller, uat, now).await?;
    if let Some((entry, changed)) = released {
        app.commit(tx, caller.by(now), vec![entry], vec![changed])
            .await?;
    }
    Ok(Json(shown))
}
