//! Adding a passkey.

use super::ceremony::{
    Answer, Challenge, DeserializeFrom as _, Purpose, begin, public_key, read, refused, take,
    written,
};
use crate::{app::App, error::ApiError};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::ids::UserId;
use countermark_store::passkeys::{self as store, NewPasskey};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    RegisterPublicKeyCredential, SecurityKey, SecurityKeyRegistration, Uuid,
};

/// Begins to add a passkey.
///
/// # Errors
/// 409 where there are no passkeys.
pub async fn register(
    app: &App,
    user: UserId,
    email: &str,
    name: &str,
    session: &str,
) -> Result<Challenge, ApiError> {
    let webauthn = app.passkeys.get()?;
    let known = store::of(&mut app.db.read().await?, user).await?;
    let known = known
        .iter()
        .map(|passkey| read::<SecurityKey>(&passkey.credential).map(|key| key.cred_id().clone()))
        .collect::<Result<Vec<_>, _>>()?;
    let handle = Uuid::from_bytes(app.secrets.user_handle(user));
    let (options, state) = webauthn
        .start_securitykey_registration(handle, email, name, Some(known), None, None)
        .map_err(|_| ApiError::internal())?;
    let mut options = public_key(&options)?;
    // One that stays on the device is asked for, so that it can sign in by itself; one that
    // cannot is still good as a second factor. Nothing is hinted at: phones serve as well.
    options["authenticatorSelection"]["residentKey"] = json!("preferred");
    if let Value::Object(members) = &mut options {
        members.remove("hints");
    }
    // Verification at every use would rule out the keys that cannot verify; browsers refuse the
    // two wishes together.
    if let Value::Object(members) = &mut options["extensions"] {
        members.remove("credentialProtectionPolicy");
        members.remove("enforceCredentialProtectionPolicy");
    }
    let state = written(&state)?;
    begin(app, Purpose::Register, Some(user), session, &state, options).await
}

/// A passkey that is about to be stored.
pub struct Registered {
    credential_id: String,
    credential: String,
    /// It has checked who holds it.
    pub verified: bool,
}

impl Registered {
    /// As the store takes it.
    #[must_use]
    pub fn named<'a>(&'a self, name: &'a str) -> NewPasskey<'a> {
        NewPasskey {
            credential_id: &self.credential_id,
            name,
            credential: &self.credential,
            verified: self.verified,
        }
    }

    /// How a session in which this passkey was added is proved from now on.
    #[must_use]
    pub const fn amr(&self) -> &'static str {
        "pwd hwk mfa"
    }
}

/// Ends the adding of a passkey.
///
/// # Errors
/// 400 `passkey_refused`.
pub async fn registered(
    app: &App,
    answer: &Answer,
    user: UserId,
    session: &str,
) -> Result<Registered, ApiError> {
    let webauthn = app.passkeys.get()?;
    let state = take(app, answer, (Purpose::Register, Some(user), session)).await?;
    let state: SecurityKeyRegistration = read(&state)?;
    let credential = RegisterPublicKeyCredential::deserialize_from(&answer.credential)?;
    let key = webauthn
        .finish_securitykey_registration(&credential, &state)
        .map_err(|error| {
            tracing::info!(%error, "a passkey was not accepted");
            refused()
        })?;
    let stored = serde_json::to_value(&key).map_err(|_| ApiError::internal())?;
    Ok(Registered {
        credential_id: URL_SAFE_NO_PAD.encode(key.cred_id()),
        verified: stored["cred"]["user_verified"] == true,
        credential: stored.to_string(),
    })
}
