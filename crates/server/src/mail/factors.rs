//! Notices about second factors: whoever did not do it themselves learns of it.

use super::{Letter, letters::notice};

/// Tells a person what has just happened to their second factors.
#[must_use]
pub fn changed(to: &str, sentence: &str) -> Letter {
    let text = format!(
        "{sentence}\n\n\
         If this was you, there is nothing to do. If it was not, change your password and tell \
         an Account Admin of your company.\n"
    );
    notice("factors", to, "Your second factor on Countermark", text)
}
