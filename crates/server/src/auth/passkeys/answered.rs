//! A ceremony in which one of a known person's passkeys must answer.

use super::{
    ceremony::{
        Answer, Challenge, DeserializeFrom as _, Purpose, begin, public_key, read, refused, take,
        written,
    },
    used::{Used, note_use},
};
use crate::{app::App, error::ApiError};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::ids::UserId;
use countermark_store::{audit::By, passkeys as store};
use serde_json::Value;
use webauthn_rs::prelude::{PublicKeyCredential, SecurityKey, SecurityKeyAuthentication};

/// Begins a ceremony in which one of the person's passkeys must answer.
///
/// # Errors
/// 409 where there are no passkeys, or the person has none.
pub async fn challenge(
    app: &App,
    purpose: Purpose,
    user: UserId,
    session: &str,
) -> Result<Challenge, ApiError> {
    let webauthn = app.passkeys.get()?;
    let known = store::of(&mut app.db.read().await?, user).await?;
    if known.is_empty() {
        return Err(ApiError::conflict("This account has no passkey."));
    }
    let keys = known
        .iter()
        .map(|passkey| read::<SecurityKey>(&passkey.credential))
        .collect::<Result<Vec<_>, _>>()?;
    let (options, state) = webauthn
        .start_securitykey_authentication(&keys)
        .map_err(|_| ApiError::internal())?;
    let mut options = public_key(&options)?;
    if let Value::Object(members) = &mut options {
        members.remove("hints");
    }
    let state = written(&state)?;
    begin(app, purpose, Some(user), session, &state, options).await
}

/// Ends a ceremony of [`challenge`].
///
/// # Errors
/// 400 `passkey_refused`.
pub async fn finish(
    app: &App,
    answer: &Answer,
    purpose: Purpose,
    user: UserId,
    session: &str,
    by: By,
) -> Result<Used, ApiError> {
    let webauthn = app.passkeys.get()?;
    let state = take(app, answer, (purpose, Some(user), session)).await?;
    let state: SecurityKeyAuthentication = read(&state)?;
    let credential = PublicKeyCredential::deserialize_from(&answer.credential)?;
    let id = URL_SAFE_NO_PAD.encode(credential.get_credential_id());
    let mut tx = app.db.write().await?;
    // Asked for now: it may have been taken away since the ceremony began.
    let passkey = store::by_credential(&mut tx, &id).await?;
    let passkey = passkey
        .filter(|passkey| passkey.user == user)
        .ok_or_else(refused)?;
    let result = webauthn.finish_securitykey_authentication(&credential, &state);
    note_use(app, tx, &passkey, result, by).await
}
