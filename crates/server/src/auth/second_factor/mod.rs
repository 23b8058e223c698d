//! The second step of a log-in: a one-time password (RFC 6238), a recovery code or a passkey.
//!
//! Nothing is kept between the steps: whoever comes back with a code sends the password again, so
//! that a half-finished log-in leaves no credential behind (security checklist 16).

mod otp;
mod recovery;
mod step;
mod totp;
mod wrong_codes;

pub use otp::{Otp, spend};
pub use recovery::new_recovery_codes;
pub(super) use step::by;
pub use step::{Door, PASSWORD, PASSWORD_AND_CODE, Refused, Second, step};
pub use totp::{SECRET_BYTES, generator, step_of, wrapped_name};
pub use wrong_codes::WrongCodes;

use crate::{
    app::App,
    auth::{facts::Changed, sign_in},
    mail::{self, factors::Change},
};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    policy::SecondFactor,
    time::Timestamp,
};
use countermark_store::{
    DbError, Tx,
    companies::Company,
    factors::{self, Factors},
    sessions,
};
use serde_json::json;

/// Whether the company asks its people for a second factor.
#[must_use]
pub const fn required(company: &Company) -> bool {
    matches!(company.policy.second_factor, SecondFactor::Required)
}

/// Whether the person may do nothing but set up a second factor: the company asks for one, or
/// their password is too short to stand alone (an admin took the other factor away).
#[must_use]
pub const fn must_enrol(company: &Company, factors: Factors) -> bool {
    !factors.any() && (required(company) || factors.short_password)
}

/// Tells the person by mail, once the transaction is committed, what happened to their factors.
///
/// # Errors
/// When the database failed.
pub async fn tell(
    app: &App,
    tx: &mut Tx,
    company: CompanyId,
    email: &str,
    change: Change<'_>,
) -> Result<(), DbError> {
    let letter = mail::factors::changed(email, change);
    mail::queue(&app.secrets, tx, Some(company), &letter, app.clock.now()).await
}

/// Takes every second factor of somebody away, and ends their sessions; what there was, the entry
/// for the log, and what it made untrue in these companies.
///
/// # Errors
/// When the database failed.
pub async fn take_away(
    tx: &mut Tx,
    (user, email): (UserId, &str),
    companies: &[CompanyId],
    now: Timestamp,
) -> Result<(Factors, Entry, Vec<Changed>), DbError> {
    let there = factors::remove_all(tx, user).await?;
    let mut changes = sign_in::ended(sessions::end_all(tx, user, None, now).await?);
    changes.extend(Changed::everywhere(companies, user));
    let entry = Entry::event("user.factors_reset", "user", user, email).change(
        &json!({"totp": there.totp, "passkeys": there.passkeys}),
        &json!({"totp": false, "passkeys": 0}),
    );
    Ok((there, entry, changes))
}
