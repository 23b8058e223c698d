//! `PATCH /api/v2/me/factors/passkeys/{id}/`

use super::PasskeyShown;
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Body, Json, Mine, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Reference, Text as _},
};
use countermark_store::passkeys;
use serde_json::json;

body! { refuse unknown;
    /// A new name.
    pub struct PasskeyName {
        /// The name.
        pub name: Reference,
    }
}

/// Give a passkey another name
#[utoipa::path(patch, path = "/api/v2/me/factors/passkeys/{id}/", tag = "Session",
    params(("id" = i64, Path, description = "The passkey's id.")),
    request_body = PasskeyName,
    responses(
        (status = 200, description = "Renamed.", body = PasskeyShown),
        (status = 404, description = "Not yours.", body = crate::openapi::Problem)))]
pub async fn me_factors_passkeys_update(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
    Mine(passkey): Mine,
    Body(body): Body<PasskeyName>,
) -> ApiResult<Json<PasskeyShown>> {
    let (user, now, name) = (caller.user(), app.clock.now(), body.name.as_str());
    let mut tx = app.db.write().await?;
    if !passkeys::rename(&mut tx, user, passkey.id, name).await? {
        return Err(ApiError::not_found());
    }
    let entry = Entry::event("user.passkey_rename", "user", user, name)
        .change(&json!({"name": passkey.name}), &json!({"name": name}));
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let name = name.to_owned();
    Ok(Json(
        countermark_store::passkeys::Passkey { name, ..passkey }.into(),
    ))
}
