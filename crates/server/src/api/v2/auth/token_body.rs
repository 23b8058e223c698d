//! A token of any kind in a body, as OAuth's endpoints take it.

use crate::extract::{Field, body};
use serde_json::Value;

/// The text of a UAT or a JWT. No `Debug`: it is a credential.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct AnyToken(pub(super) String);

impl Field for AnyToken {
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

/// What the caller believes the token is. Only a hint (RFC 7009 §2.1): we see it by its form.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct Hint(());

impl Field for Hint {
    fn parse(_: Value) -> Result<Self, String> {
        Ok(Self(()))
    }
}

body! { ignore unknown;
    /// A token in a body.
    pub struct TokenBody {
        /// The UAT or the JWT.
        pub token: AnyToken,
        /// What you believe it is; it is not needed.
        pub token_type_hint: Option<Hint>,
    }
}
