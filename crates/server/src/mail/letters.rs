//! What the mails say: plain text, a first line that says why, one link, and what to do when it
//! was not asked for.

use countermark_core::policy::LeakAction;

/// A mail before it is sealed. No `Debug`: its text may hold a link that lets somebody in.
pub struct Letter {
    /// What it is about, in one word: for counting.
    pub kind: &'static str,
    /// The address it goes to.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// Its text, plain.
    pub text: String,
    /// Seconds after which it is of no use and no longer tried.
    pub useful_seconds: i64,
}

/// Three days: how long a notice is tried that does not run out.
pub const NOTICE_SECONDS: i64 = 3 * 86_400;

/// The link into a company.
#[must_use]
pub fn invitation(to: &str, company: &str, link: &str, seconds: i64) -> Letter {
    let hours = seconds / 3_600;
    Letter {
        kind: "invitation",
        to: to.to_owned(),
        subject: format!("You are invited to {company}"),
        text: format!(
            "You are invited to work with {company} on Countermark.\n\n\
             Open this link to accept. It works once, within {hours} hours:\n\n\
             {link}\n\n\
             If you did not expect this, do nothing: without the link nothing happens.\n"
        ),
        useful_seconds: seconds,
    }
}

/// A token was found in the open.
#[must_use]
pub fn leaked(to: &str, company: &str, token: &str, action: LeakAction) -> Letter {
    let done = match action {
        LeakAction::Revoke => "It was revoked at once: systems that use it no longer get in.",
        LeakAction::Quarantine => {
            "It can only read from now on, until an admin of your company lets it go."
        }
        LeakAction::Notify => "Your company's policy is to do nothing more. The token still works.",
    };
    Letter {
        kind: "uat_leaked",
        to: to.to_owned(),
        subject: format!("A token of {company} was found in the open"),
        text: format!(
            "Somebody reported the whole text of your token \"{token}\" to Countermark.\n\n\
             {done}\n\n\
             Make a new token, give it to the system that used this one, revoke this one, and \
             take its text out of the place where it was. The portal lists it under your name; \
             when and from where it was last used stands there, too.\n"
        ),
        useful_seconds: NOTICE_SECONDS,
    }
}
