//! What using a passkey proves, and the counter that finds a copy of one.

use super::ceremony::{read, refused, written};
use crate::{app::App, error::ApiError};
use countermark_core::{audit::Entry, ids::UserId, time::Timestamp};
use countermark_store::{
    Tx,
    audit::By,
    passkeys::{self as store, Passkey},
};
use serde_json::Value;
use webauthn_rs::prelude::{AuthenticationResult, SecurityKey, WebauthnError};

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

/// Compares the counter with the stored one, raises it, and says what was used. A counter that
/// does not rise means that somebody has a copy: refused, and in the log.
pub(super) async fn note_use(
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
