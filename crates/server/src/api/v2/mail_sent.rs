//! The answer of operations that send a link by mail.

use crate::app::App;
use countermark_core::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A link is on its way. The answer never holds it: whoever opens it proves that the mail reached
/// them.
#[derive(Serialize, ToSchema)]
pub struct MailSent {
    /// The address that the link goes to.
    pub sent_to: String,
    /// From when on it no longer works.
    #[schema(format = "date-time")]
    pub expires_at: String,
    /// `mail`, or `folder` when no mail server is set up and mails are written as files into a
    /// folder on the server.
    pub delivery: &'static str,
}

impl MailSent {
    /// Describes it.
    #[must_use]
    pub fn new(app: &App, to: &str, expires_at: Timestamp) -> Self {
        Self {
            sent_to: to.to_owned(),
            expires_at: expires_at.to_string(),
            delivery: match app.settings.mail.transport.name() {
                "folder" => "folder",
                _ => "mail",
            },
        }
    }
}
