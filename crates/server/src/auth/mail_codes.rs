//! Codes that go out by mail: making them, and what their use is written down as.
//!
//! 256 random bits, kept as a digest, for one person, one purpose and one use (security
//! checklist 13). They stand after the `#` of a link, which browsers send to nobody.

use crate::{
    app::App,
    auth::{Public, facts::Changed},
    error::{ApiError, ApiResult},
    mail::{self, letters},
};
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UserId},
    time::Timestamp,
};
use countermark_store::{
    DbError, Tx,
    audit::By,
    chain, mail as outbox,
    mail_codes::{self, Purpose},
    users,
};

/// Seconds for which a link to a new password works: an hour (security checklist 13).
pub const RESET_SECONDS: i64 = 3_600;
/// Seconds for which a link that proves an address works: a day (contract §6).
pub const VERIFY_SECONDS: i64 = 86_400;
/// Mails to one address in an hour; more would be a nuisance that somebody makes.
const MAILS_AN_HOUR: i64 = 5;

/// Makes a code and puts its mail into the outbox; returns when it ends.
///
/// # Errors
/// When the database failed.
pub async fn send(
    app: &App,
    tx: &mut Tx,
    company: Option<CompanyId>,
    purpose: Purpose,
    (user, to): (UserId, &str),
) -> Result<Timestamp, DbError> {
    let now = app.clock.now();
    let code = crate::random::code();
    let (base, code) = (app.settings.link_base(), code.as_str());
    let (seconds, letter) = match purpose {
        Purpose::Reset => {
            let link = format!("{base}/#/reset/{code}");
            (RESET_SECONDS, letters::reset(to, &link, RESET_SECONDS))
        }
        Purpose::Verify => {
            let link = format!("{base}/#/verify/{code}");
            (VERIFY_SECONDS, letters::verify(to, &link, VERIFY_SECONDS))
        }
        Purpose::Address => {
            let link = format!("{base}/#/verify/{code}");
            // The address is not theirs yet.
            let language = users::language_of(tx, user).await?;
            let letter = letters::new_address(to, &link, VERIFY_SECONDS).otherwise(language);
            (VERIFY_SECONDS, letter)
        }
    };
    let expires_at = now.plus_seconds(seconds);
    let digest = app.secrets.code_digest(purpose.name(), code);
    mail_codes::create(tx, user, purpose, &digest, to, now, expires_at).await?;
    mail::queue(&app.secrets, tx, company, &letter, now).await?;
    Ok(expires_at)
}

/// Does the work of [`send`] and takes it back, for an address that gets no mail: the answer must
/// not come sooner (security checklist 3).
///
/// # Errors
/// When the database failed.
pub async fn pretend(app: &App, tx: &mut Tx, to: &str) -> Result<(), DbError> {
    let now = app.clock.now();
    let code = crate::random::code();
    let link = format!("{}/#/reset/{}", app.settings.link_base(), code.as_str());
    let _ = app.secrets.code_digest(Purpose::Reset.name(), &code);
    let letter = letters::reset(to, &link, RESET_SECONDS);
    // As many statements as a code takes; nobody has this id.
    mail_codes::end(tx, UserId(0), Purpose::Reset).await?;
    mail::pretend(&app.secrets, tx, &letter, now).await
}

/// Whether one more mail to that address is fair.
///
/// # Errors
/// When the database failed.
pub async fn fair(app: &App, tx: &mut Tx, to: &str) -> Result<bool, DbError> {
    let since = app.clock.now().plus_seconds(-3_600);
    Ok(outbox::recent(tx, to, since).await? < MAILS_AN_HOUR)
}

/// As [`fair`], for somebody who may be told.
///
/// # Errors
/// 429 when there were too many.
pub async fn require_fair(app: &App, tx: &mut Tx, to: &str) -> ApiResult<()> {
    if fair(app, tx, to).await? {
        Ok(())
    } else {
        Err(ApiError::throttled(3_600))
    }
}

/// Commits what somebody did with a code from a mail, with an entry in the log of every company
/// that it concerns.
///
/// # Errors
/// 503 when the commit failed; then nothing was changed.
pub async fn commit(
    app: &App,
    mut tx: Tx,
    public: &Public,
    user: UserId,
    companies: &[CompanyId],
    entry: Entry,
    changes: Vec<Changed>,
) -> ApiResult<()> {
    let by = |company| {
        By::over_http(
            company,
            Some(user),
            ("mail_link", String::new()),
            (public.address, &public.request_id),
            app.clock.now(),
        )
    };
    let mut companies = companies.to_vec();
    // Each has a chain of its own, locked in one order by everybody.
    companies.sort_unstable();
    let Some((last, others)) = companies.split_last() else {
        return app.commit(tx, by(CompanyId(0)), vec![], changes).await;
    };
    for company in others {
        chain::also(&mut tx, &by(*company), &entry).await?;
    }
    app.commit(tx, by(*last), vec![entry], changes).await
}
