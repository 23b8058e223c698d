//! Mails about accounts, and what a mail is before it is sealed.

use super::{catalogue::Text, words::Words};
use countermark_core::{language::Language, policy::LeakAction};

/// A mail before it is sealed, in every language: which one it is sent in is looked up when it is
/// put into the outbox. No `Debug`: its text may hold a link that lets somebody in.
pub struct Letter {
    /// What it is about, in one word: for counting.
    pub kind: &'static str,
    /// The address it goes to.
    pub to: String,
    /// Seconds after which it is of no use and no longer tried.
    pub useful_seconds: i64,
    /// The language of somebody who has not said which they read.
    pub otherwise: Language,
    /// Subject and text, in the order of [`Language::ALL`].
    texts: [(String, String); Language::ALL.len()],
}

impl Letter {
    /// A letter that says that, subject and text, in each language.
    #[must_use]
    pub fn new(
        kind: &'static str,
        to: &str,
        useful_seconds: i64,
        say: impl Fn(Words) -> (String, String),
    ) -> Self {
        Self {
            kind,
            to: to.to_owned(),
            useful_seconds,
            otherwise: Language::default(),
            texts: Language::ALL.map(|language| say(Words(language))),
        }
    }

    /// To somebody who has perhaps not said what they read; whoever causes it, or they themselves
    /// under another address, read this.
    #[must_use]
    pub fn otherwise(self, language: Option<Language>) -> Self {
        Self {
            otherwise: language.unwrap_or_default(),
            ..self
        }
    }

    /// Subject and text in that language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> (&str, &str) {
        let at = Language::ALL.iter().position(|one| *one == language);
        let (subject, text) = &self.texts[at.unwrap_or(0)];
        (subject, text)
    }
}

/// Three days: how long a notice is tried that does not run out.
const NOTICE_SECONDS: i64 = 3 * 86_400;

/// Tells somebody of what has happened.
pub(super) fn notice(
    kind: &'static str,
    to: &str,
    say: impl Fn(Words) -> (String, String),
) -> Letter {
    Letter::new(kind, to, NOTICE_SECONDS, say)
}

/// A subject and a text that tell of the same.
pub(super) fn both(words: Words, texts: [Text; 2], known: &[(&str, &str)]) -> (String, String) {
    let [subject, text] = texts.map(|text| words.say(text, known));
    (subject, text)
}

/// The link into a company.
#[must_use]
pub fn invitation(to: &str, company: &str, link: &str, seconds: i64) -> Letter {
    let hours = (seconds / 3_600).to_string();
    let known = [("company", company), ("hours", &hours), ("link", link)];
    Letter::new("invitation", to, seconds, |words| {
        both(words, [Text::InvitationSubject, Text::Invitation], &known)
    })
}

/// The link to a new password.
#[must_use]
pub fn reset(to: &str, link: &str, seconds: i64) -> Letter {
    let minutes = (seconds / 60).to_string();
    let known = [("minutes", minutes.as_str()), ("link", link)];
    Letter::new("reset", to, seconds, |words| {
        both(words, [Text::ResetSubject, Text::Reset], &known)
    })
}

/// The link that proves an address.
#[must_use]
pub fn verify(to: &str, link: &str, seconds: i64) -> Letter {
    let hours = (seconds / 3_600).to_string();
    let known = [("hours", hours.as_str()), ("link", link)];
    Letter::new("verify", to, seconds, |words| {
        both(words, [Text::VerifySubject, Text::Verify], &known)
    })
}

/// The link that makes an address the one to sign in with.
#[must_use]
pub fn new_address(to: &str, link: &str, seconds: i64) -> Letter {
    let hours = (seconds / 3_600).to_string();
    let known = [("hours", hours.as_str()), ("link", link)];
    Letter::new("new_address", to, seconds, |words| {
        both(words, [Text::NewAddressSubject, Text::NewAddress], &known)
    })
}

/// Tells somebody that their password was changed. `base` is where the portal is.
#[must_use]
pub fn password_changed(to: &str, base: &str) -> Letter {
    let texts = [Text::PasswordChangedSubject, Text::PasswordChanged];
    notice("password_changed", to, |words| {
        both(words, texts, &[("base", base)])
    })
}

/// Tells the present address that another one is to replace it.
#[must_use]
pub fn address_asked(to: &str, new: &str, base: &str) -> Letter {
    let texts = [Text::AddressAskedSubject, Text::AddressAsked];
    notice("address_asked", to, |words| {
        both(words, texts, &[("new", new), ("base", base)])
    })
}

/// Tells the former address that it was replaced.
#[must_use]
pub fn address_changed(to: &str, new: &str) -> Letter {
    let texts = [Text::AddressChangedSubject, Text::AddressChanged];
    notice("address_changed", to, |words| {
        both(words, texts, &[("new", new)])
    })
}

/// A token was found in the open.
#[must_use]
pub fn leaked(to: &str, company: &str, token: &str, action: LeakAction) -> Letter {
    let done = match action {
        LeakAction::Revoke => Text::LeakedRevoked,
        LeakAction::Quarantine => Text::LeakedHeld,
        LeakAction::Notify => Text::LeakedTold,
    };
    notice("uat_leaked", to, |words| {
        let done = words.say(done, &[]);
        let known = [("company", company), ("token", token), ("done", &done)];
        both(words, [Text::LeakedSubject, Text::Leaked], &known)
    })
}
