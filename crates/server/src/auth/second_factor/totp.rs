//! One-time passwords of an authenticator app (RFC 6238).

use crate::{app::App, error::ApiError, secrets::Secrets};
use countermark_core::{ids::UserId, time::Timestamp};
use countermark_store::{Tx, factors};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Bytes of a secret: what RFC 4226 §4 recommends.
pub const SECRET_BYTES: usize = 20;

/// Whether this is a code of the person's confirmed secret that was not used yet; it is now.
pub(super) async fn is_right(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    code: &str,
) -> Result<bool, ApiError> {
    let stored = factors::totp(tx, user).await?;
    let Some(stored) = stored.filter(|totp| totp.confirmed_at.is_some()) else {
        return Ok(false);
    };
    match step_of(&app.secrets, user, &stored, code, app.clock.now())? {
        Some(step) => Ok(factors::spend_step(tx, user, step).await?),
        None => Ok(false),
    }
}

/// The time step whose code that is: this one, the one before or the one after.
///
/// # Errors
/// 500 when the secret cannot be opened.
pub fn step_of(
    secrets: &Secrets,
    user: UserId,
    stored: &factors::Totp,
    code: &str,
    now: Timestamp,
) -> Result<Option<i64>, ApiError> {
    let secret = secrets
        .unwrap(&wrapped_name(user), &stored.wrapped_secret)
        .map_err(|_| ApiError::internal())?;
    let seconds = u64::try_from(now.seconds()).map_err(|_| ApiError::internal())?;
    let totp = generator(&secret, "")?;
    // A used step does not hide a later one: of two steps with the same code the newest counts.
    let step = (-1_i64..=1)
        .rev()
        .filter_map(|around| (seconds / 30).checked_add_signed(around))
        .find(|step| {
            let right = Zeroizing::new(totp.generate(step * 30).to_string());
            crate::secrets::same(right.as_bytes(), code.as_bytes())
        });
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The name that a person's secret is wrapped under: it opens as nobody else's.
#[must_use]
pub fn wrapped_name(user: UserId) -> String {
    format!("totp {user}")
}

/// Codes of a secret: SHA-1, six digits, thirty seconds, which every app knows.
///
/// # Errors
/// 500 when the secret is none.
pub fn generator(secret: &[u8], account: &str) -> Result<Totp, ApiError> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_skew(1)
        .with_account_name(account)
        .with_issuer(Some("Countermark"))
        .build()
        .map_err(|error| {
            tracing::error!(%error, "a one-time password cannot be made");
            ApiError::internal()
        })
}
