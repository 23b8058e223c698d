//! `/api/v2/auth/`: signing in and out.

pub mod confirm;
pub mod confirm_passkey;
pub mod email_verify;
pub mod introspect;
pub mod jwt;
pub mod logout;
pub mod logout_all;
pub mod passkey_begin;
pub mod passkey_finish;
pub mod password;
pub mod refresh;
pub mod revoke;
pub mod session;
pub mod session_end;
mod token_body;
pub mod verify;

use crate::{
    app::App,
    auth::{
        Credential,
        authenticate::by_jwt,
        passkeys::Answer,
        password::Password,
        second_factor::{Door, Otp, Second},
    },
    error::ApiError,
    extract::{Field, body},
};
use countermark_core::text::Email;
use countermark_store::sessions::Session;
use serde_json::Value;
use std::sync::Arc;

body! { ignore unknown;
    /// What signs a person in.
    pub struct Credentials {
        /// The e-mail address.
        pub email: Email,
        /// The password.
        pub password: Password,
        /// The code of the authenticator app, or a recovery code; asked for with
        /// `code: "otp_required"` once the password was right.
        pub otp: Option<Otp>,
        /// A passkey's answer to the challenge that came with `otp_required` (portal only).
        pub passkey: Option<Answer>,
    }
}

impl Credentials {
    /// What came beside the password, at that door.
    #[must_use]
    pub const fn second(&self, door: Door) -> Second<'_> {
        Second {
            otp: self.otp.as_ref(),
            passkey: self.passkey.as_ref(),
            door,
        }
    }
}

/// The text of a JWT in a body. No `Debug`: it is a credential.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct JwtText(String);

impl Field for JwtText {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if text.is_empty() => Err("This field may not be blank.".into()),
            Value::String(text) if text.len() > 4_096 => {
                Err("Ensure this field has no more than 4096 characters.".into())
            }
            Value::String(text) => Ok(Self(text)),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Not a valid string.".into()),
        }
    }
}

body! { ignore unknown;
    /// A JWT in a body.
    pub struct JwtBody {
        /// The JWT.
        pub token: JwtText,
    }
}

/// A JWT.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct JwtAnswer {
    /// The JWT, for `Authorization: JWT <token>`.
    pub token: String,
}

/// The live session behind a JWT that came in a body, and its person's epoch; what is wrong with
/// it is told as the old library told it, in `non_field_errors`.
async fn session_in_body(app: &App, text: &JwtText) -> Result<(Arc<Session>, i64), ApiError> {
    match by_jwt(app, &text.0).await {
        Ok((member, _, _, Credential::Session(session))) => Ok((session, member.epoch)),
        Ok(_) => Err(ApiError::internal()),
        Err(ApiError::Unauthenticated { detail, .. }) => Err(ApiError::non_field(detail)),
        Err(other) => Err(other),
    }
}
