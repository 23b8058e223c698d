//! Mails about webhooks.

use super::{
    Letter,
    catalogue::Text,
    letters::{both, notice},
};

/// Tells whoever made a webhook that nobody has answered it for days.
#[must_use]
pub fn switched_off(to: &str, url: &str) -> Letter {
    let texts = [Text::WebhookOffSubject, Text::WebhookOff];
    notice("webhook", to, |words| both(words, texts, &[("url", url)]))
}
