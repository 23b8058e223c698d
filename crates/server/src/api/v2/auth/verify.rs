//! `POST /api/v2/auth/jwt/verify/`

use super::{JwtAnswer, JwtBody, session_in_body};
use crate::{
    app::App,
    auth::Public,
    error::ApiResult,
    extract::{Body, Json},
};
use axum::extract::State;

/// Ask whether a JWT is valid now
#[utoipa::path(post, path = "/api/v2/auth/jwt/verify/", tag = "Session", request_body = JwtBody,
    responses((status = 200, description = "It is; the same token comes back.", body = JwtAnswer)))]
pub async fn auth_jwt_verify(
    _: Public,
    State(app): State<App>,
    Body(body): Body<JwtBody>,
) -> ApiResult<Json<JwtAnswer>> {
    session_in_body(&app, &body.token).await?;
    Ok(Json(JwtAnswer {
        token: body.token.0,
    }))
}
