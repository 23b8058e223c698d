//! How a mail leaves.

use super::{folder, smtp};
use countermark_store::mail::Claimed;
use lettre::{AsyncSmtpTransport, Message, Tokio1Executor};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// A mail that [`Transport::Memory`] kept.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The address it went to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// What it is about.
    pub kind: String,
    /// The whole mail as it would go over the wire.
    pub wire: Vec<u8>,
}

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    /// Into a folder, one `.eml` file each, for somebody at the server to open.
    Folder(PathBuf),
    /// To an SMTP server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Nowhere: kept for whoever asks, as tests do.
    Memory(Arc<Mutex<Vec<Delivered>>>),
}

/// Why a mail did not leave. Says nothing of its address or text: both may be in what a mail
/// server answers, so that answer goes nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Another attempt may help.
    ForNow(&'static str),
    /// The server will not take this mail, ever.
    ForGood(&'static str),
}

impl Transport {
    /// `folder`, `smtp` or `memory`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Folder(_) => "folder",
            Self::Smtp(_) => "smtp",
            Self::Memory(_) => "memory",
        }
    }

    pub(super) async fn hand_over(
        &self,
        mail: &Claimed,
        text: &str,
        message: Message,
    ) -> Result<(), Refused> {
        match self {
            Self::Folder(dir) => folder::write(dir, mail, message.formatted()).await,
            Self::Smtp(server) => smtp::send(server, message).await,
            Self::Memory(kept) => {
                let delivered = Delivered {
                    to: mail.to.clone(),
                    subject: mail.subject.clone(),
                    text: text.to_owned(),
                    kind: mail.kind.clone(),
                    wire: message.formatted(),
                };
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push(delivered);
                Ok(())
            }
        }
    }
}

impl std::fmt::Debug for Transport {
    /// The name alone: an SMTP transport knows a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
