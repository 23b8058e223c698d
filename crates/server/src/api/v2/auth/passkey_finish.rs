//! `POST /api/v2/auth/passkey/finish/`

use crate::{
    api::v2::me::Signed,
    app::App,
    auth::{
        Public,
        passkeys::{self, Answer},
        sign_in,
    },
    error::ApiResult,
    extract::{Body, body},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use countermark_store::sessions::Kind;

body! { refuse unknown;
    /// What the passkey answered.
    pub struct PasskeySignIn {
        /// The answer to `POST /api/v2/auth/passkey/begin/`.
        pub passkey: Answer,
    }
}

/// Sign in to the portal with a passkey
///
/// The passkey must have checked who holds it: it is both factors.
#[utoipa::path(post, path = "/api/v2/auth/passkey/finish/", tag = "Session",
    request_body = PasskeySignIn,
    responses(
        (status = 201, description = "Signed in; the cookie is set.", body = Signed),
        (status = 409, description = "No passkeys at this server's address.", body = crate::openapi::Problem)))]
pub async fn auth_passkey_finish(
    public: Public,
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<PasskeySignIn>,
) -> ApiResult<Response> {
    app.limits.login(public.address)?;
    let from = sign_in::From::of(&public, &headers);
    let who = passkeys::discovered(&app, &body.passkey, &from).await?;
    sign_in::replace(&app, &from).await?;
    let mut tx = app.db.write().await?;
    let begun = sign_in::begin(&app, &mut tx, who, Kind::Cookie, &from).await?;
    let by = sign_in::by(&begun.session, &from, app.clock.now());
    app.commit(tx, by, vec![sign_in::entry(&begun.session)], vec![])
        .await?;
    Signed::answer(&app, begun, public.address).await
}
