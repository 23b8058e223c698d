//! Settings of mail, for every command that sends some.

use super::{Transport, smtp};
use clap::Args;
use lettre::message::Mailbox;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The environment variable that may hold the SMTP URL itself. There is no option for it: it has
/// a password in it, and command lines can be read by others (security checklist 95).
pub const SMTP_VARIABLE: &str = "COUNTERMARK_SMTP_URL";

/// How mail is sent, as the operator says it.
#[derive(Args, Clone, Debug, Default)]
pub struct MailArgs {
    /// File that holds the URL of the mail server, as <smtps://user:password@host> or
    /// <smtp+starttls://user:password@host>; without one, mails are written into the folder DIR/mail.
    #[arg(long, env = "COUNTERMARK_SMTP_URL_FILE", value_name = "FILE")]
    pub smtp_url_file: Option<PathBuf>,

    /// The sender of mails, as "Countermark <countermark@example.com>".
    #[arg(
        long,
        env = "COUNTERMARK_MAIL_FROM",
        value_name = "ADDRESS",
        help = "The sender of mails, as \"Countermark <countermark@example.com>\" [default: countermark at the public URL's host]"
    )]
    pub mail_from: Option<Mailbox>,
}

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// The sender.
    pub from: Mailbox,
    /// The way.
    pub transport: Transport,
}

impl Default for Mailing {
    /// Mails are kept in memory, as tests want it.
    fn default() -> Self {
        Self {
            from: sender("localhost"),
            transport: Transport::Memory(Arc::default()),
        }
    }
}

/// # Panics
/// Never: a host out of a URL, or `localhost`, makes an address; anything else becomes the latter.
fn sender(host: &str) -> Mailbox {
    let named = |host: &str| format!("Countermark <countermark@{host}>").parse::<Mailbox>();
    named(host)
        .or_else(|_| named("localhost"))
        .expect("this is an address")
}

impl MailArgs {
    /// Puts the settings together: `data` is the data folder, `host` the name by which people
    /// know the server, when it is known.
    ///
    /// # Errors
    /// The sentence to show. It never holds the URL.
    pub fn open(&self, data: &Path, host: Option<&str>) -> Result<Mailing, String> {
        let transport = match self.url()? {
            Some(url) => smtp::connect(url.trim())
                .map(Transport::Smtp)
                .map_err(|why| format!("The SMTP URL is not right: {why}."))?,
            None => Transport::Folder(data.join("mail")),
        };
        let name = host.and_then(|host| host.split(':').next());
        Ok(Mailing {
            from: self
                .mail_from
                .clone()
                .unwrap_or_else(|| sender(name.unwrap_or("localhost"))),
            transport,
        })
    }

    fn url(&self) -> Result<Option<String>, String> {
        if let Some(file) = &self.smtp_url_file {
            return std::fs::read_to_string(file)
                .map(Some)
                .map_err(|error| format!("{} cannot be read: {error}.", file.display()));
        }
        Ok(std::env::var(SMTP_VARIABLE)
            .ok()
            .filter(|url| !url.trim().is_empty()))
    }
}
