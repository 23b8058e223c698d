//! `POST /api/v2/me/factors/passkeys/begin/`

use crate::{
    app::App,
    auth::{
        Fresh,
        passkeys::{self, Challenge},
    },
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::permissions::perm;

/// Begin to add a passkey
#[utoipa::path(post, path = "/api/v2/me/factors/passkeys/begin/", tag = "Session",
    responses(
        (status = 200, description = "The challenge, for five minutes.", body = Challenge),
        (status = 409, description = "No passkeys at this server's address.", body = crate::openapi::Problem)))]
pub async fn me_factors_passkeys_begin(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Json<Challenge>> {
    let session = caller.session().ok_or_else(ApiError::internal)?;
    let (member, id) = (&caller.member, session.id.to_string());
    let (email, name) = (&member.email, member.display_name());
    let challenge = passkeys::register(&app, caller.user(), email, &name, &id).await?;
    Ok(Json(challenge))
}
