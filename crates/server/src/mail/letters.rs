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
const NOTICE_SECONDS: i64 = 3 * 86_400;

/// The link into a company.
#[must_use]
pub fn invitation(to: &str, company: &str, link: &str, seconds: i64) -> Letter {
    let hours = seconds / 3_600;
    let why = format!(
        "You are invited to work with {company} on Countermark.\n\n\
         Open this link to accept. It works once, within {hours} hours:"
    );
    let otherwise = "If you did not expect this, do nothing: without the link nothing happens.";
    let subject = format!("You are invited to {company}");
    with_link("invitation", to, subject, [&why, link, otherwise], seconds)
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
    let text = format!(
        "Somebody reported the whole text of your token \"{token}\" to Countermark.\n\n\
         {done}\n\n\
         Make a new token, give it to the system that used this one, revoke this one, and \
         take its text out of the place where it was. The portal lists it under your name; \
         when and from where it was last used stands there, too.\n"
    );
    let subject = format!("A token of {company} was found in the open");
    notice("uat_leaked", to, &subject, text)
}

fn with_link(
    kind: &'static str,
    to: &str,
    subject: String,
    parts: [&str; 3],
    seconds: i64,
) -> Letter {
    let [why, link, otherwise] = parts;
    Letter {
        kind,
        to: to.to_owned(),
        subject,
        text: format!("{why}\n\n{link}\n\n{otherwise}\n"),
        useful_seconds: seconds,
    }
}

/// The link to a new password.
#[must_use]
pub fn reset(to: &str, link: &str, seconds: i64) -> Letter {
    let minutes = seconds / 60;
    let why = format!(
        "Somebody asked to reset the password of this address on Countermark.\n\n\
         Open this link to choose a new one. It works once, within {minutes} minutes:"
    );
    let otherwise = "If it was not you, do nothing: your password stays as it is.";
    let subject = "Choose a new password".to_owned();
    with_link("reset", to, subject, [&why, link, otherwise], seconds)
}

/// The link that proves an address.
#[must_use]
pub fn verify(to: &str, link: &str, seconds: i64) -> Letter {
    let hours = seconds / 3_600;
    let why = format!(
        "Please confirm that this is your e-mail address.\n\n\
         Open this link. It works once, within {hours} hours:"
    );
    let otherwise = "If you have no account on Countermark, do nothing.";
    let subject = "Confirm your e-mail address".to_owned();
    with_link("verify", to, subject, [&why, link, otherwise], seconds)
}

/// The link that makes an address the one to sign in with.
#[must_use]
pub fn new_address(to: &str, link: &str, seconds: i64) -> Letter {
    let hours = seconds / 3_600;
    let why = format!(
        "This address is to become the one that you sign in to Countermark with.\n\n\
         Open this link to confirm it. It works once, within {hours} hours:"
    );
    let otherwise = "If you did not ask for this, do nothing: then nothing changes.";
    let subject = "Confirm your new e-mail address".to_owned();
    with_link("new_address", to, subject, [&why, link, otherwise], seconds)
}

/// Tells somebody of what has happened.
pub(super) fn notice(kind: &'static str, to: &str, subject: &str, text: String) -> Letter {
    Letter {
        kind,
        to: to.to_owned(),
        subject: subject.to_owned(),
        text,
        useful_seconds: NOTICE_SECONDS,
    }
}

/// Tells somebody that their password was changed. `base` is where the portal is.
#[must_use]
pub fn password_changed(to: &str, base: &str) -> Letter {
    let text = format!(
        "Your password on Countermark was changed just now, and your other sessions were ended.\n\n\
         If it was you, there is nothing to do.\n\n\
         If it was not you, choose a new password at once and tell your administrator:\n\n\
         {base}/#/forgot\n"
    );
    notice("password_changed", to, "Your password was changed", text)
}

/// Tells the present address that another one is to replace it.
#[must_use]
pub fn address_asked(to: &str, new: &str, base: &str) -> Letter {
    let text = format!(
        "You asked to sign in to Countermark with another address from now on:\n\n\
         {new}\n\n\
         It changes once the link in the mail to that address is opened.\n\n\
         If it was not you, change your password at once; that stops it:\n\n\
         {base}/\n"
    );
    notice(
        "address_asked",
        to,
        "Your e-mail address is to change",
        text,
    )
}

/// Tells the former address that it was replaced.
#[must_use]
pub fn address_changed(to: &str, new: &str) -> Letter {
    let text = format!(
        "From now on you sign in to Countermark with another address:\n\n{new}\n\n\
         If it was not you, tell your administrator at once.\n"
    );
    notice(
        "address_changed",
        to,
        "Your e-mail address was changed",
        text,
    )
}
