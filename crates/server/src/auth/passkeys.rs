//! Passkeys: WebAuthn ceremonies (W3C Web Authentication Level 3).
//!
//! What a ceremony needs at its end lies in the database, for any node to finish it: a few
//! minutes, once, and only for the purpose, person and session it was begun for. A passkey that
//! has checked who holds it (user verification) is two factors; one that has not is a second
//! factor beside the password.

use crate::{
    app::App,
    auth::sign_in::{self, SignedIn},
    error::ApiError,
    extract::Field,
    settings::Settings,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::{audit::Entry, ids::UserId, time::Timestamp};
use countermark_store::{
    Tx,
    audit::By,
    passkeys::{self as store, Ceremony, NewPasskey, Passkey},
    users,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::ToSchema;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, PublicKeyCredential,
    RegisterPublicKeyCredential, SecurityKey, SecurityKeyAuthentication, SecurityKeyRegistration,
    Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// Seconds in which a ceremony must be finished.
const CEREMONY_SECONDS: i64 = 300;

/// The WebAuthn library, set to this server's address.
pub struct Passkeys(Option<Webauthn>);

impl Passkeys {
    /// Passkeys are bound to a domain: that of the public address, or `localhost` while there is
    /// none. A server that is reached by a number only has no passkeys.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let text = settings.public_url.as_deref().unwrap_or("http://localhost");
        let Ok(origin) = Url::parse(text) else {
            return Self(None);
        };
        let Some(domain) = origin.domain() else {
            return Self(None);
        };
        let built = WebauthnBuilder::new(domain, &origin).and_then(|builder| {
            builder
                .rp_name("Countermark")
                .allow_any_port(settings.public_url.is_none())
                .build()
        });
        if let Err(error) = &built {
            tracing::warn!(%error, "passkeys cannot be used at this address");
        }
        Self(built.ok())
    }

    /// The library.
    ///
    /// # Errors
    /// 409 when passkeys cannot be used at this address.
    pub fn get(&self) -> Result<&Webauthn, ApiError> {
        self.0.as_ref().ok_or_else(|| {
            ApiError::conflict(
                "Passkeys need a server that is reached by a name. Ask its operator to set the \
                 public address.",
            )
        })
    }
}

/// What a ceremony is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Adding a passkey.
    Register,
    /// Signing in by passkey alone.
    SignIn,
    /// The second step after the password.
    SecondStep,
    /// Proving again, in a session, that it is still the same person.
    Confirm,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::SignIn => "sign_in",
            Self::SecondStep => "second_step",
            Self::Confirm => "confirm",
        }
    }
}

/// A ceremony that was begun, for the browser.
#[derive(Serialize, ToSchema)]
pub struct Challenge {
    /// Names the ceremony; comes back with the answer.
    pub challenge: String,
    /// The options for `navigator.credentials`, in the JSON form of WebAuthn Level 3.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A browser's answer to a [`Challenge`]. No `Debug`: it signs somebody in.
#[derive(ToSchema)]
pub struct Answer {
    /// See [`Challenge::challenge`].
    pub challenge: String,
    /// What `navigator.credentials` returned, in its JSON form.
    #[schema(value_type = Object)]
    pub credential: Value,
}

impl Field for Answer {
    fn parse(value: Value) -> Result<Self, String> {
        let Value::Object(mut members) = value else {
            return Err("Not a valid answer of a passkey.".into());
        };
        match (members.remove("challenge"), members.remove("credential")) {
            (Some(Value::String(challenge)), Some(credential @ Value::Object(_)))
                if challenge.len() <= 100 =>
            {
                Ok(Self {
                    challenge,
                    credential,
                })
            }
            _ => Err("Not a valid answer of a passkey.".into()),
        }
    }
}

/// A passkey that has just been used.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    /// Whose it is.
    pub user: UserId,
    /// It has checked who holds it.
    pub verified: bool,
    /// It may be copied from device to device.
    synced: bool,
}

impl Used {
    /// How a log-in by this passkey alone proved who it is (RFC 8176).
    #[must_use]
    pub const fn alone(&self) -> &'static str {
        if self.synced {
            "swk user mfa"
        } else {
            "hwk user mfa"
        }
    }

    /// How a log-in by password and this passkey did.
    #[must_use]
    pub const fn beside_password(&self) -> &'static str {
        if self.synced {
            "pwd swk mfa"
        } else {
            "pwd hwk mfa"
        }
    }
}

fn refused() -> ApiError {
    ApiError::coded(
        "passkey_refused",
        "This passkey was not accepted. Try again, or sign in another way.",
    )
}

fn written(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|_| ApiError::internal())
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| {
        tracing::error!("a stored passkey or ceremony cannot be read");
        ApiError::internal()
    })
}

async fn begin(
    app: &App,
    purpose: Purpose,
    user: Option<UserId>,
    session: &str,
    state: &str,
    options: Value,
) -> Result<Challenge, ApiError> {
    let code = crate::random::code();
    let ceremony = Ceremony {
        digest: &app.secrets.ceremony_digest(&code),
        purpose: purpose.name(),
        user,
        session,
        state,
        expires_at: app.clock.now().plus_seconds(CEREMONY_SECONDS),
    };
    let mut tx = app.db.write().await?;
    store::begin(&mut tx, ceremony).await?;
    tx.commit_unaudited().await?;
    Ok(Challenge {
        challenge: code.to_string(),
        options,
    })
}

/// The inner object of the library's options: what the browser's functions call `publicKey`.
fn public_key(options: &impl Serialize) -> Result<Value, ApiError> {
    let mut value = serde_json::to_value(options).map_err(|_| ApiError::internal())?;
    Ok(value["publicKey"].take())
}

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

/// Reads a browser's answer; what is no such thing is refused like a wrong one.
trait DeserializeFrom: Sized {
    fn deserialize_from(value: &Value) -> Result<Self, ApiError>;
}

impl<T: DeserializeOwned> DeserializeFrom for T {
    fn deserialize_from(value: &Value) -> Result<Self, ApiError> {
        Self::deserialize(value).map_err(|_| refused())
    }
}

/// Takes the ceremony out of the database: it is over, whatever comes of it.
async fn take(
    app: &App,
    answer: &Answer,
    wanted: (Purpose, Option<UserId>, &str),
) -> Result<String, ApiError> {
    let (purpose, user, session) = wanted;
    let digest = app.secrets.ceremony_digest(&answer.challenge);
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let state = store::take(&mut tx, &digest, (purpose.name(), user, session), now).await?;
    tx.commit_unaudited().await?;
    state.ok_or_else(refused)
}

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
        ..super::second_factor::by(&who, from, app.clock.now())
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

/// Compares the counter with the stored one, raises it, and says what was used. A counter that
/// does not rise means that somebody has a copy: refused, and in the log.
async fn note_use(
    app: &App,
    mut tx: Tx,
    passkey: &Passkey,
    result: Result<AuthenticationResult, WebauthnError>,
    by: By,
) -> Result<Used, ApiError> {
    let now: Timestamp = app.clock.now();
    let mut key: SecurityKey = read(&passkey.credential)?;
    let stored: Value = read(&passkey.credential)?;
    let counter = stored["cred"]["counter"].as_u64().unwrap_or(0);
    let copied = match &result {
        // The ceremony may have begun before another one raised the counter: the row decides.
        Ok(result) => {
            let sent = u64::from(result.counter());
            (sent > 0 || counter > 0) && sent <= counter
        }
        Err(WebauthnError::CredentialPossibleCompromise) => true,
        Err(_) => false,
    };
    if copied {
        let entry = Entry::event("user.passkey_copied", "user", passkey.user, &*passkey.name);
        app.commit(tx, by, vec![entry], vec![]).await?;
        tracing::warn!(user = %passkey.user, "a passkey's counter went back: it may be copied");
        return Err(refused());
    }
    let result = result.map_err(|error| {
        tracing::info!(%error, "a passkey was not accepted");
        refused()
    })?;
    key.update_credential(&result);
    store::used(&mut tx, passkey.id, &written(&key)?, now).await?;
    tx.commit_unaudited().await?;
    Ok(Used {
        user: passkey.user,
        verified: result.user_verified(),
        synced: result.backup_eligible(),
    })
}
