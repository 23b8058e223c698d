//! `POST /api/v2/auth/jwt/refresh/`

use super::{JwtAnswer, JwtBody, session_in_body};
use crate::{
    app::App,
    auth::{Public, authenticate::checked},
    error::{ApiError, ApiResult},
    extract::{Body, Json},
};
use axum::extract::State;
use countermark_core::{ids::SessionId, time::Timestamp};
use countermark_store::{sessions, successors};
use zeroize::Zeroizing;

/// Seconds within which the same JWT is renewed to the same successor: a client whose connection
/// broke asks again and loses nothing, and two of its threads end with one JWT.
pub const RETRY_SECONDS: i64 = 60;

/// Renew a JWT that is still valid
///
/// The new one belongs to the same session, which ends seven days after the log-in. Asked again
/// within a minute with the same JWT, the answer is the same.
#[utoipa::path(post, path = "/api/v2/auth/jwt/refresh/", tag = "Session", request_body = JwtBody,
    responses((status = 200, description = "Renewed.", body = JwtAnswer)))]
pub async fn auth_jwt_refresh(
    _: Public,
    State(app): State<App>,
    Body(body): Body<JwtBody>,
) -> ApiResult<Json<JwtAnswer>> {
    let (session, epoch) = session_in_body(&app, &body.token).await?;
    let jti = &checked(&app, &body.token.0).await?.claims.jti;
    let now = app.clock.now();
    let since = now.plus_seconds(-RETRY_SECONDS);
    let known = successors::find(&mut app.db.read().await?, jti, since).await?;
    let sealed = if let Some(sealed) = known {
        sealed
    } else {
        let token = Zeroizing::new(app.signer.sign(&session, epoch, now)?);
        first(&app, jti, &token, session.id, now).await?
    };
    let token = app.secrets.unwrap(&name(jti), &sealed);
    let token = token.map_err(|_| ApiError::internal())?;
    let token = String::from_utf8(token.to_vec()).map_err(|_| ApiError::internal())?;
    Ok(Json(JwtAnswer { token }))
}

/// What a sealed successor is bound to.
fn name(jti: &str) -> String {
    format!("jwt successor {jti}")
}

/// Keeps a successor, sealed: of several that are made at once, on whichever node, the first
/// one counts for all. It begins and ends nothing that the log-in's entry does not tell of.
async fn first(
    app: &App,
    jti: &str,
    token: &str,
    session: SessionId,
    now: Timestamp,
) -> ApiResult<Vec<u8>> {
    let since = now.plus_seconds(-RETRY_SECONDS);
    let sealed = app.secrets.wrap(&name(jti), token.as_bytes());
    let mut tx = app.db.write().await?;
    let sealed = successors::keep(&mut tx, jti, &sealed, since, now).await?;
    // Until this JWT has run out the log-in can be used.
    sessions::record_seen(&mut tx, &[(session, now)]).await?;
    tx.commit_unaudited().await?;
    Ok(sealed)
}
