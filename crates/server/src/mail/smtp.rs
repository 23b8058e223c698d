//! Mails to an SMTP server, by lettre.

use super::transport::Refused;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::response::Category,
};
use std::time::Duration;

/// Longest wait for one step of the conversation.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A server by its URL: `smtps://user:password@host` (TLS from the start, port 465),
/// `smtp+starttls://…` (TLS is asked for and insisted on, port 587), or `smtp://…` without TLS,
/// which is for a server on this machine only: a password must not cross a network in the clear
/// (RFC 8314 §3).
///
/// # Errors
/// A sentence for the operator; it never holds the URL, which has a password in it.
pub(super) fn connect(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, &'static str> {
    let (scheme, rest) = url.split_once("://").ok_or(FORM)?;
    if rest.contains(['?', '#']) {
        return Err(FORM);
    }
    let known = match scheme {
        "smtps" => url.to_owned(),
        "smtp+starttls" => format!("smtp://{rest}?tls=required"),
        "smtp" if is_here(rest) => url.to_owned(),
        "smtp" => return Err("without TLS only for a server on this machine"),
        _ => return Err(FORM),
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&known).map_err(|_| FORM)?;
    Ok(builder.timeout(Some(TIMEOUT)).build())
}

const FORM: &str = "write it as smtps://user:password@host or smtp+starttls://user:password@host; \
                    write @ : / % in user and password as %40 %3A %2F %25";

/// Whether the URL names this machine.
fn is_here(rest: &str) -> bool {
    let authority = rest.split('/').next().unwrap_or("");
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or("")
    } else {
        host.split(':').next().unwrap_or("")
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

pub(super) async fn send(
    server: &AsyncSmtpTransport<Tokio1Executor>,
    message: Message,
) -> Result<(), Refused> {
    let Err(error) = server.send(message).await else {
        return Ok(());
    };
    let status = error.status();
    // 55x speaks of this mail's address; other refusals (a wrong password, a full disk) are
    // mended by somebody, and the mail still goes out.
    if error.is_permanent() && status.is_some_and(|code| code.category == Category::MailSystem) {
        return Err(Refused::ForGood("the mail server refused the mail"));
    }
    Err(Refused::ForNow(if error.is_timeout() {
        "the mail server did not answer in time"
    } else if error.is_tls() {
        "TLS with the mail server failed"
    } else if error.is_permanent() {
        "the mail server refused us (name and password?)"
    } else if error.is_transient() {
        "the mail server asked to try again"
    } else {
        "the mail server cannot be reached"
    }))
}

#[cfg(test)]
mod tests {
    use super::connect;

    #[test]
    fn only_a_server_on_this_machine_does_without_tls() {
        for good in [
            "smtps://user:p%40ss@mail.example",
            "smtps://mail.example:4650",
            "smtp+starttls://user:pass@mail.example",
            "smtp://localhost:2525",
            "smtp://user:pass@127.0.0.1",
            "smtp://[::1]:25",
        ] {
            assert!(connect(good).is_ok(), "{good}");
        }
        for bad in [
            "smtp://mail.example",
            "smtp://localhost@mail.example",
            "smtp://localhost.mail.example",
            "smtp://mail.example?tls=opportunistic",
            "smtps://mail.example?tls=none",
            "http://mail.example",
            "mail.example",
            "",
        ] {
            assert!(connect(bad).is_err(), "{bad}");
        }
    }
}
