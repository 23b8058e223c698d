//! From a letter to the bytes that mail servers know (RFC 5322).

use countermark_core::time::Timestamp;
use countermark_store::mail::Claimed;
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
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
/// that got it twice can tell. `for_file`: nobody but a person's editor reads it.
pub(super) fn write(
    from: &Mailbox,
    mail: &Claimed,
    text: &str,
    for_file: bool,
) -> Result<Message, CannotWrite> {
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
        .body(body(text, for_file))
        .map_err(|_| CannotWrite)
}

/// The text as it is, wherever that is allowed: broken into pieces (quoted-printable), a link
/// cannot be copied out of a file. Lines may have 998 characters (RFC 5322 §2.1.1).
fn body(text: &str, for_file: bool) -> Body {
    let plain = text.is_ascii() && text.lines().all(|line| line.len() <= 998);
    let encoding = match (plain, for_file) {
        (true, _) => ContentTransferEncoding::SevenBit,
        (false, true) => ContentTransferEncoding::EightBit,
        (false, false) => return Body::new(text.to_owned()),
    };
    let lines = text.lines().flat_map(|line| [line, "\r\n"]);
    Body::dangerous_pre_encoded(lines.collect::<String>().into_bytes(), encoding)
}

fn instant(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.seconds()).unwrap_or(0))
}
