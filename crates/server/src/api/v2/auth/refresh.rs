//! `POST /api/v2/auth/jwt/refresh/`

use super::{JwtAnswer, JwtBody, session_in_body};
use crate::{
    app::App,
    auth::Public,
    error::ApiResult,
    extract::{Body, Json},
};
use axum::extract::State;

/// Renew a JWT that is still valid
///
/// The new one belongs to the same session, which ends seven days after the log-in.
#[utoipa::path(post, path = "/api/v2/auth/jwt/refresh/", tag = "Session", request_body = JwtBody,
    responses((status = 200, description = "Renewed.", body = JwtAnswer)))]
pub async fn auth_jwt_refresh(
    _: Public,
    State(app): State<App>,
    Body(body): Body<JwtBody>,
) -> ApiResult<Json<JwtAnswer>> {
    let (session, epoch) = session_in_body(&app, &body.token).await?;
    let token = app.signer.sign(&session, epoch, app.clock.now())?;
    Ok(Json(JwtAnswer { token }))
}
