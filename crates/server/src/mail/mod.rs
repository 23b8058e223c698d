//! Mail to people: invitations, links that prove an address, notices.
//!
//! What tells somebody of a change is put into the outbox inside the transaction of that change
//! ([`queue`]), so it is sent if, and only if, the change happened. The task `send_mail` hands it
//! to the transport: an SMTP server, or by default a folder of `.eml` files, so that nothing has
//! to be configured to try it.

pub mod alerts;
mod catalogue;
pub mod factors;
mod folder;
pub mod ingestions;
pub mod letters;
mod message;
mod outbox;
mod setting;
mod smtp;
#[cfg(test)]
mod tests;
pub mod tokens;
mod transport;
pub mod webhooks;
mod words;

pub use catalogue::Text;
pub use letters::Letter;
pub use outbox::send_due;
pub use setting::{MailArgs, Mailing, SMTP_VARIABLE};
pub use transport::{Delivered, Transport};
pub use words::Words;

use crate::secrets::Secrets;
use countermark_core::{ids::CompanyId, time::Timestamp};
use countermark_store::{DbError, Tx, mail, users};

/// Puts a letter into the outbox; it goes out once the transaction is committed.
///
/// # Errors
/// When the database failed.
pub async fn queue(
    secrets: &Secrets,
    tx: &mut Tx,
    company: Option<CompanyId>,
    letter: &Letter,
    now: Timestamp,
) -> Result<(), DbError> {
    put(secrets, tx, company, letter, now).await.map(|_| ())
}

/// Does the work of [`queue`] and takes it back: nobody gets a mail, and it takes as long.
///
/// # Errors
/// When the database failed.
pub async fn pretend(
    secrets: &Secrets,
    tx: &mut Tx,
    letter: &Letter,
    now: Timestamp,
) -> Result<(), DbError> {
    let id = put(secrets, tx, None, letter, now).await?;
    mail::take_back(tx, id).await
}

async fn put(
    secrets: &Secrets,
    tx: &mut Tx,
    company: Option<CompanyId>,
    letter: &Letter,
    now: Timestamp,
) -> Result<i64, DbError> {
    let language = users::language_at(tx, &letter.to).await?;
    let (subject, text) = letter.in_language(language.unwrap_or(letter.otherwise));
    let body = secrets.wrap(&bound(letter.kind, &letter.to), text.as_bytes());
    let new = mail::NewMail {
        kind: letter.kind,
        to: &letter.to,
        subject: &message::line(subject),
        body: &body,
        give_up_at: now.plus_seconds(letter.useful_seconds),
    };
    mail::queue(tx, company, new, now).await
}

/// What a sealed text is bound to: put under another address in the database, it cannot be
/// opened.
fn bound(kind: &str, to: &str) -> String {
    format!("mail {kind} {to}")
}
