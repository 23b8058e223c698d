//! `POST /api/v2/auth/session/`

use super::Credentials;
use crate::{
    api::v2::me::Signed,
    app::App,
    auth::{Public, second_factor::Door, sign_in},
    error::ApiResult,
    extract::Body,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use countermark_store::sessions::Kind;

/// Sign in to the portal
///
/// Sets a cookie that scripts cannot read. Systems use `POST /api/v2/auth/jwt/` or a UAT. To
/// somebody who has a second factor the right password alone is answered with 400,
/// `code: "otp_required"`, the `factors` they have and a `passkey` challenge; no cookie is set.
#[utoipa::path(post, path = "/api/v2/auth/session/", tag = "Session", request_body = Credentials,
    responses((status = 201, description = "Signed in; the cookie is set.", body = Signed)))]
pub async fn auth_session_create(
    public: Public,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> ApiResult<Response> {
    let from = sign_in::From::of(&public, &headers);
    let second = body.second(Door::Portal);
    let who = sign_in::check(&app, &body.email, &body.password, second, &from).await?;
    sign_in::replace(&app, &from).await?;
    let mut tx = app.db.write().await?;
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Cookie, &from).await?;
    let by = sign_in::by(&begun.session, &from, app.clock.now());
    app.commit(tx, by, vec![sign_in::entry(&begun.session)], vec![])
        .await?;
    Signed::answer(&app, begun, public.address).await
}
