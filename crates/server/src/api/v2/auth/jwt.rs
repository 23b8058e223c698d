//! `POST /api/v2/auth/jwt/` (contract §1.3)

use super::{Credentials, JwtAnswer};
use crate::{
    app::App,
    auth::{Public, second_factor::Door, sign_in},
    error::{ApiError, ApiResult},
    extract::{Body, Json},
};
use axum::{extract::State, http::HeaderMap};
use countermark_core::{ids::CompanyId, time::Timestamp};
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
    allowed(&app, who.company, now).await?;
    let mut tx = app.db.write().await?;
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Jwt, &from).await?;
    let token = app.signer.sign(&begun.session, who.epoch, now)?;
    let by = sign_in::by(&begun.session, &from, now);
    app.commit(tx, by, vec![sign_in::entry(&begun.session)], vec![])
        .await?;
    Ok(Json(JwtAnswer { token }))
}

/// Whether the company wants log-ins by password over the API. Asked after the password was
/// found right, so that the answer tells strangers nothing.
async fn allowed(app: &App, company: CompanyId, now: Timestamp) -> ApiResult<()> {
    let company = app.facts.company(company, now).await?;
    if company.is_none_or(|company| company.policy.password_jwt) {
        return Ok(());
    }
    Err(ApiError::coded(
        "password_jwt_disabled",
        "Your company allows no log-in by password over the API. Use a User Authorization Token.",
    ))
}
