//! Mails about webhooks.

use super::{Letter, letters::notice};

/// Tells whoever made a webhook that nobody has answered it for days.
#[must_use]
pub fn switched_off(to: &str, url: &str) -> Letter {
    let text = format!(
        "A webhook of your company was switched off: every call of the last five days has \
         failed.\n\n{url}\n\n\
         See its delivery log for the reasons, and switch it on again once they are gone.\n"
    );
    notice("webhook", to, "A webhook was switched off", text)
}
