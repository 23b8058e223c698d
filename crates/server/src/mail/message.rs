//! From a letter to the bytes that mail servers know (RFC 5322).

use countermark_core::time::Timestamp;
use countermark_store::mail::Claimed;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};

/// A mail that cannot be written: its address is none, for a mail server.
#[derive(Debug, thiserror::Error)]
#[error("the mail cannot be written")]
pub(super) struct CannotWrite;

/// One line for a header: control characters, line breaks above all, would begin another header
/// (security checklist 86).
pub(super) fn line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).take(200).collect()
}

/// Writes the mail. The same mail has the same message id at every attempt, so that a receiver
/// that got it twice can tell.
pub(super) fn write(from: &Mailbox, mail: &Claimed, text: &str) -> Result<Message, CannotWrite> {
    let to: Address = mail.to.parse().map_err(|_| CannotWrite)?;
    let host = from.email.domain();
    let id = format!("<{}.{}@{host}>", mail.created_at.0, mail.id);
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(line(&mail.subject))
        .date(instant(mail.created_at))
        .message_id(Some(id))
        // So that holiday notices do not answer it (RFC 3834 §5).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".into(),
        ))
        .header(ContentType::TEXT_PLAIN)
        .body(text.to_owned())
        .map_err(|_| CannotWrite)
}

fn instant(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.seconds()).unwrap_or(0))
}
