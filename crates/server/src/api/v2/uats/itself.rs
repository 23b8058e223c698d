//! `/api/v2/uats/self/`: what a token may do about itself, and nothing about others.

use super::{Revocation, UatShown, revoke, show};
use crate::{
    app::App,
    auth::TokenItself,
    error::{ApiError, ApiResult},
    extract::{Body, Json},
};
use axum::{extract::State, http::StatusCode};
use countermark_store::{
    Conn,
    uats::{self, Uat},
};

/// All that is known of the caller's token: the gate has a part of it.
async fn row(conn: &mut Conn, caller: &TokenItself) -> ApiResult<Uat> {
    let uat = uats::get(conn, caller.company(), caller.uat).await?;
    uat.ok_or_else(ApiError::internal)
}

/// What am I? For the token that calls
#[utoipa::path(get, path = "/api/v2/uats/self/", tag = "Tokens",
    responses((status = 200, description = "The token.", body = UatShown)))]
pub async fn uats_self_get(
    caller: TokenItself,
    State(app): State<App>,
) -> ApiResult<Json<UatShown>> {
    // From the database, not from memory: the last use and the count are newer there.
    let mut conn = app.db.read().await?;
    let uat = row(&mut conn, &caller).await?;
    let shown = show(&mut conn, &caller, uat, app.clock.now()).await?;
    Ok(Json(shown))
}

/// Revoke the token that calls
///
/// For a system that knows its token has leaked.
#[utoipa::path(delete, path = "/api/v2/uats/self/", tag = "Tokens",
    request_body = Option<Revocation>,
    responses((status = 204, description = "Revoked.")))]
pub async fn uats_self_revoke(
    caller: TokenItself,
    State(app): State<App>,
    Body(body): Body<Revocation>,
) -> ApiResult<StatusCode> {
    let uat = row(&mut app.db.read().await?, &caller).await?;
    revoke(&app, &caller, &uat, body.reason.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
