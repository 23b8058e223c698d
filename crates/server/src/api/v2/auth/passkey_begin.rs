//! `POST /api/v2/auth/passkey/begin/`

use crate::{
    app::App,
    auth::{
        Public,
        passkeys::{self, Challenge},
    },
    error::ApiResult,
    extract::Json,
};
use axum::extract::State;

/// Begin to sign in with a passkey
///
/// Nobody is named: the authenticator knows who it belongs to, so the answer tells nothing about
/// any account.
#[utoipa::path(post, path = "/api/v2/auth/passkey/begin/", tag = "Session",
    responses(
        (status = 200, description = "The challenge, for five minutes.", body = Challenge),
        (status = 409, description = "No passkeys at this server's address.", body = crate::openapi::Problem)))]
pub async fn auth_passkey_begin(
    public: Public,
    State(app): State<App>,
) -> ApiResult<Json<Challenge>> {
    app.limits.login(public.address)?;
    Ok(Json(passkeys::discover(&app).await?))
}
