//! A log-in by passkey alone.

use super::{
    ceremony::{
        Answer, Challenge, DeserializeFrom as _, Purpose, begin, public_key, read, refused, take,
        written,
    },
    used::note_use,
};
use crate::{
    app::App,
    auth::{
        second_factor,
        sign_in::{self, SignedIn},
    },
    error::ApiError,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_store::{audit::By, passkeys as store, users};
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

/// Begins a log-in by passkey alone. It says nothing about anybody: the authenticator knows who.
///
/// # Errors
/// 409 where there are no passkeys.
pub async fn discover(app: &App) -> Result<Challenge, ApiError> {
    let (options, state) = app
        .passkeys
        .get()?
        .start_discoverable_authentication()
        .map_err(|_| ApiError::internal())?;
    let options = public_key(&options)?;
    let state = written(&state)?;
    begin(app, Purpose::SignIn, None, "", &state, options).await
}

/// Ends a log-in by passkey alone.
///
/// # Errors
/// 400 `passkey_refused`, whatever was wrong.
pub async fn discovered(
    app: &App,
    answer: &Answer,
    from: &sign_in::From<'_>,
) -> Result<SignedIn, ApiError> {
    let webauthn = app.passkeys.get()?;
    let state = take(app, answer, (Purpose::SignIn, None, "")).await?;
    let state: DiscoverableAuthentication = read(&state)?;
    let credential = PublicKeyCredential::deserialize_from(&answer.credential)?;
    let (handle, id) = webauthn
        .identify_discoverable_authentication(&credential)
        .map_err(|_| refused())?;
    let id = URL_SAFE_NO_PAD.encode(id);
    let mut tx = app.db.write().await?;
    let passkey = store::by_credential(&mut tx, &id)
        .await?
        .ok_or_else(refused)?;
    let user = passkey.user;
    if *handle.as_bytes() != app.secrets.user_handle(user) {
        return Err(refused());
    }
    let account = users::by_id(&mut tx, user).await?.ok_or_else(refused)?;
    let who = sign_in::entry_company(&mut tx, &account)
        .await?
        .ok_or_else(refused)?;
    let key: webauthn_rs::prelude::Passkey = read(&passkey.credential)?;
    let result = webauthn.finish_discoverable_authentication_v2(&credential, state, &key);
    let by = By {
        credential_kind: "passkey",
        ..second_factor::by(&who, from, app.clock.now())
    };
    let proof = note_use(app, tx, &passkey, result, by).await?;
    if !proof.verified {
        return Err(refused());
    }
    Ok(SignedIn {
        amr: proof.alone(),
        ..who
    })
}
