//! A ceremony: begun with a challenge, ended with an answer, once.

use crate::{app::App, error::ApiError, extract::Field};
use countermark_core::ids::UserId;
use countermark_store::passkeys::{self as store, Ceremony};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::ToSchema;

/// Seconds in which a ceremony must be finished.
const CEREMONY_SECONDS: i64 = 300;

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

/// What a ceremony that failed says, whatever was wrong.
pub(super) fn refused() -> ApiError {
    ApiError::coded(
        "passkey_refused",
        "This passkey was not accepted. Try again, or sign in another way.",
    )
}

/// A value of the library as it lies in the database.
pub(super) fn written(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|_| ApiError::internal())
}

/// And back.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| {
        tracing::error!("a stored passkey or ceremony cannot be read");
        ApiError::internal()
    })
}

/// Keeps what the end of the ceremony needs, for a few minutes.
pub(super) async fn begin(
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

/// Takes the ceremony out of the database: it is over, whatever comes of it.
pub(super) async fn take(
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

/// The inner object of the library's options: what the browser's functions call `publicKey`.
pub(super) fn public_key(options: &impl Serialize) -> Result<Value, ApiError> {
    let mut value = serde_json::to_value(options).map_err(|_| ApiError::internal())?;
    Ok(value["publicKey"].take())
}

/// Reads a browser's answer; what is no such thing is refused like a wrong one.
pub(super) trait DeserializeFrom: Sized {
    fn deserialize_from(value: &Value) -> Result<Self, ApiError>;
}

impl<T: DeserializeOwned> DeserializeFrom for T {
    fn deserialize_from(value: &Value) -> Result<Self, ApiError> {
        Self::deserialize(value).map_err(|_| refused())
    }
}
