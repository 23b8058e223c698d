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
use countermark_store::uats::{self, leaks};

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
    if leaks::release(&mut tx, caller.company(), uat.id).await? {
        let entry = Entry::event("uat.release", "uat", uat.id, uat.name.clone());
        let changes = vec![Changed::Uat(uat.id)];
        app.commit(tx, caller.by(now), vec![entry], changes).await?;
    } else {
        drop(tx);
    }
    let uat = uats::get(&mut app.db.read().await?, caller.company(), uat.id).await?;
    let uat = uat.ok_or_else(ApiError::not_found)?;
    Ok(Json(show(&app, &caller, uat, now).await?))
}
