//! `POST /api/v2/me/factors/totp/`

use crate::{
    app::App,
    auth::{Fresh, second_factor as second},
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::permissions::perm;
use countermark_store::factors;
use fast_qr::{ECL, QRBuilder};
use serde::Serialize;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// A secret for an authenticator app, shown once.
#[derive(Serialize, ToSchema)]
pub struct TotpSecret {
    /// The secret, for typing: base 32.
    pub secret: String,
    /// The same as a link that authenticator apps understand.
    pub uri: String,
    /// The link as a QR code.
    pub qr: Qr,
}

/// A QR code, for drawing as SVG.
#[derive(Serialize, ToSchema)]
pub struct Qr {
    /// Modules on each side.
    pub size: usize,
    /// The dark modules as the `d` of an SVG path, one unit each.
    pub path: String,
}

/// Begin to set up an authenticator app
///
/// Counts for nothing until `confirm/` has seen a code. Once more makes another secret.
#[utoipa::path(post, path = "/api/v2/me/factors/totp/", tag = "Session",
    responses(
        (status = 201, description = "The secret, for fifteen minutes.", body = TotpSecret),
        (status = 409, description = "On already.", body = crate::openapi::Problem)))]
pub async fn me_factors_totp_create(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<(StatusCode, Json<TotpSecret>)> {
    let user = caller.user();
    let secret = crate::random::bytes::<{ second::SECRET_BYTES }>();
    let wrapped = app.secrets.wrap(&second::wrapped_name(user), &*secret);
    let mut tx = app.db.write().await?;
    if !factors::begin_totp(&mut tx, user, &wrapped, app.clock.now()).await? {
        return Err(ApiError::conflict(
            "An authenticator app is set up already. Remove it first.",
        ));
    }
    // Nothing is on yet, so there is nothing for the log.
    tx.commit_unaudited().await?;
    let totp = second::generator(&*secret, &caller.member.email)?;
    let uri = totp.to_url().map_err(|_| ApiError::internal())?;
    let shown = TotpSecret {
        secret: totp.secret().to_base32(),
        qr: qr(&uri)?,
        uri,
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

fn qr(text: &str) -> ApiResult<Qr> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| ApiError::internal())?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let dark = row[x..].iter().take_while(|module| module.value()).count();
            if dark > 0 {
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            x += dark.max(1);
        }
    }
    Ok(Qr {
        size: code.size,
        path,
    })
}
