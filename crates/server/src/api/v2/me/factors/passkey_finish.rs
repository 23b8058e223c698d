//! `POST /api/v2/me/factors/passkeys/finish/`

use super::added;
use crate::{
    app::App,
    auth::{
        Fresh,
        passkeys::{self, Answer},
    },
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    mail::factors::Change,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Reference, Text as _},
};
use countermark_store::{DbError, factors, passkeys as store};
use serde::Serialize;
use utoipa::ToSchema;

/// Passkeys that one person may have.
const MOST: i64 = 20;

body! { refuse unknown;
    /// A new passkey.
    pub struct NewPasskey {
        /// A name to tell it by, as `Laptop` or `Blue key`.
        pub name: Reference,
        /// The answer to `begin/`.
        pub passkey: Answer,
    }
}

/// A passkey that was just added.
#[derive(Serialize, ToSchema)]
pub struct PasskeyAdded {
    /// Its id.
    pub id: i64,
    /// It checks who holds it, so it can sign in without a password.
    pub is_verified: bool,
    /// Ten codes that are shown once, when this is the first second factor; otherwise null.
    pub recovery_codes: Option<Vec<String>>,
}

/// Add the passkey
///
/// The first second factor ends every other session of yours and brings ten recovery codes.
#[utoipa::path(post, path = "/api/v2/me/factors/passkeys/finish/", tag = "Session",
    request_body = NewPasskey,
    responses(
        (status = 201, description = "Added.", body = PasskeyAdded),
        (status = 409, description = "Too many, or it is somebody's already.", body = crate::openapi::Problem)))]
pub async fn me_factors_passkeys_finish(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
    Body(body): Body<NewPasskey>,
) -> ApiResult<(StatusCode, Json<PasskeyAdded>)> {
    let session = caller.session().ok_or_else(ApiError::internal)?.id;
    let (user, now) = (caller.user(), app.clock.now());
    let new = passkeys::registered(&app, &body.passkey, user, &session.to_string()).await?;
    let mut tx = app.db.write().await?;
    let before = factors::lock(&mut tx, user).await?;
    if before.passkeys >= MOST {
        return Err(ApiError::conflict(format!(
            "There are {MOST} passkeys already. Remove one first."
        )));
    }
    let id = store::add(&mut tx, user, new.named(body.name.as_str()), now).await;
    let id = id.map_err(|error| match error {
        DbError::Unique => ApiError::conflict("This passkey is registered already."),
        other => other.into(),
    })?;
    let name = body.name.to_string();
    let told = Change::PasskeyAdded(&name);
    let (recovery_codes, changes) = added(&app, &mut tx, &caller, before, new.amr(), told).await?;
    let entry = Entry::event("user.passkey_add", "user", user, body.name.as_str());
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    let shown = PasskeyAdded {
        id: id.0,
        is_verified: new.verified,
        recovery_codes,
    };
    Ok((StatusCode::CREATED, Json(shown)))
}
