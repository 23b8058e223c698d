//! Passkeys: WebAuthn ceremonies (W3C Web Authentication Level 3).
//!
//! What a ceremony needs at its end lies in the database, for any node to finish it: a few
//! minutes, once, and only for the purpose, person and session it was begun for. A passkey that
//! has checked who holds it (user verification) is two factors; one that has not is a second
//! factor beside the password.

mod alone;
mod answered;
mod ceremony;
mod registration;
mod used;

pub use alone::{discover, discovered};
pub use answered::{challenge, finish};
pub use ceremony::{Answer, Challenge, Purpose};
pub use registration::{Registered, register, registered};
pub use used::Used;

use crate::{error::ApiError, settings::Settings};
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

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
