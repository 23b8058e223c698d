//! `/api/v2/me/factors/`: the second factors of one's own account. For persons only.

pub mod get;
pub mod passkey_begin;
pub mod passkey_finish;
pub mod passkey_remove;
pub mod passkey_update;
pub mod recovery_codes;
pub mod totp;
pub mod totp_confirm;
pub mod totp_remove;

use crate::{
    app::App,
    auth::{Principal, facts::Changed, second_factor, sign_in},
    error::{ApiError, ApiResult},
    mail::factors::Change,
};
use countermark_store::{
    Tx,
    factors::{self, Factors},
    members,
    passkeys::Passkey,
    sessions,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A passkey of one's own.
#[derive(Serialize, ToSchema)]
pub struct PasskeyShown {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// It checks who holds it (PIN, finger, face), so it can sign in without a password.
    pub is_verified: bool,
    /// When it was added.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// When it was last used.
    #[schema(format = "date-time")]
    pub last_used: Option<String>,
}

impl From<Passkey> for PasskeyShown {
    fn from(passkey: Passkey) -> Self {
        Self {
            id: passkey.id.0,
            name: passkey.name,
            is_verified: passkey.verified,
            creation_date: passkey.created_at.to_string(),
            last_used: passkey.last_used_at.map(|at| at.to_string()),
        }
    }
}

/// Codes that are shown once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each works once, in place of a code. Null when earlier ones stay good.
    pub recovery_codes: Option<Vec<String>>,
}

/// What a change of the caller's factors made untrue: the person, in every company.
async fn person_changed(tx: &mut Tx, caller: &Principal) -> ApiResult<Vec<Changed>> {
    let user = caller.user();
    let companies = members::companies_of(tx, user).await?;
    Ok(Changed::everywhere(&companies, user))
}

/// After a factor was added: the first one ends every other session, which was begun without it
/// (OWASP ASVS 5.0 §7.4.3), and brings recovery codes.
async fn added(
    app: &App,
    tx: &mut Tx,
    caller: &Principal,
    before: Factors,
    amr: &str,
    change: Change<'_>,
) -> ApiResult<(Option<Vec<String>>, Vec<Changed>)> {
    let email = &caller.member.email;
    second_factor::tell(app, tx, caller.company(), email, change).await?;
    let mut changes = person_changed(tx, caller).await?;
    if before.any() {
        return Ok((None, changes));
    }
    let session = caller.session().ok_or_else(ApiError::internal)?.id;
    let (user, now) = (caller.user(), app.clock.now());
    let ended = sessions::end_all(tx, user, Some(session), now).await?;
    changes.extend(sign_in::ended(ended));
    sessions::set_amr(tx, caller.company(), user, session, amr).await?;
    changes.push(Changed::Session(session));
    let codes = second_factor::new_recovery_codes(app, tx, user).await?;
    Ok((Some(codes), changes))
}

/// Whether a factor may go, when `left` is what would be left. Stands inside the transaction
/// that takes it away.
fn may_remove(caller: &Principal, left: Factors) -> ApiResult<()> {
    if left.any() {
        return Ok(());
    }
    if second_factor::required(&caller.company) {
        return Err(ApiError::conflict(
            "Your company asks for a second factor. Add another one before you remove this one.",
        ));
    }
    if left.short_password {
        return Err(ApiError::conflict(
            "Your password is too short to stand alone. Choose one of at least 15 characters first.",
        ));
    }
    Ok(())
}

/// After a factor was removed: every other session ends; with the last one go the recovery codes.
async fn removed(
    app: &App,
    tx: &mut Tx,
    caller: &Principal,
    left: Factors,
    change: Change<'_>,
) -> ApiResult<Vec<Changed>> {
    let email = &caller.member.email;
    second_factor::tell(app, tx, caller.company(), email, change).await?;
    let (user, now) = (caller.user(), app.clock.now());
    if !left.any() {
        factors::remove_recovery_codes(tx, user).await?;
    }
    let mut changes = person_changed(tx, caller).await?;
    let keep = caller.session().map(|session| session.id);
    let ended = sessions::end_all(tx, user, keep, now).await?;
    changes.extend(sign_in::ended(ended));
    Ok(changes)
}
