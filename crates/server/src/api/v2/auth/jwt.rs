//! `POST /api/v2/auth/jwt/` (contract §1.3)

use super::{Credentials, JwtAnswer};
use crate::{
    app::App,
    auth::{Public, second_factor::Door, sign_in},
    error::ApiResult,
    extract::{Body, Json},
};
use axum::{extract::State, http::HeaderMap};
use countermark_store::sessions::Kind;

/// Log in a user and return a JSON Web Token
///
/// The token carries all rights of the user and lives for an hour; `refresh/` renews it. Somebody
/// who has a second factor sends its code as `otp`: without it the right password is answered
/// with 400 and `code: "otp_required"`. Who has passkeys only uses a UAT (`code: "uat_required"`).
#[utoipa::path(post, path = "/api/v2/auth/jwt/", tag = "Session", request_body = Credentials,
    responses((status = 200, description = "Signed in.", body = JwtAnswer)))]
pub async fn auth_jwt(
    public: Public,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> ApiResult<Json<JwtAnswer>> {
    let from = sign_in::From::of(&public, &headers);
    let second = body.second(Door::Jwt);
    let who = sign_in::check(&app, &body.email, &body.password, second, &from).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Jwt, &from).await?;
    let token = app.signer.sign(&begun.session, who.epoch, now)?;
    let by = sign_in::by(&begun.session, &from, now);
    app.commit(tx, by, vec![sign_in::entry(&begun.session)], vec![])
        .await?;
    Ok(Json(JwtAnswer { token }))
}
