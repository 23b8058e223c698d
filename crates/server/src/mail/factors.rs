//! Notices about second factors: whoever did not do it themselves learns of it.

use super::{Letter, letters::NOTICE_SECONDS};

/// Tells a person what has just happened to their second factors.
#[must_use]
pub fn changed(to: &str, sentence: &str) -> Letter {
    Letter {
        kind: "factors",
        to: to.to_owned(),
        subject: "Your second factor on Countermark".to_owned(),
        text: format!(
            "{sentence}\n\n\
             If this was you, there is nothing to do. If it was not, change your password and tell \
             an Account Admin of your company.\n"
        ),
        useful_seconds: NOTICE_SECONDS,
    }
}
