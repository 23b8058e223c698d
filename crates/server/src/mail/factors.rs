//! Notices about second factors: whoever did not do it themselves learns of it.

use super::{
    Letter,
    catalogue::Text,
    letters::{both, notice},
};

/// What has happened to somebody's second factors.
#[derive(Clone, Copy)]
pub enum Change<'a> {
    /// An authenticator app was set up.
    AppAdded,
    /// It was removed.
    AppRemoved,
    /// A passkey of that name was added.
    PasskeyAdded(&'a str),
    /// It was removed.
    PasskeyRemoved(&'a str),
    /// There are new recovery codes.
    NewCodes,
    /// One was used; so many are left.
    CodeUsed(i64),
    /// Somebody of that name has removed them all.
    Taken(&'a str),
    /// The operator has.
    TakenByOperator,
}

/// Tells a person what has just happened to their second factors.
#[must_use]
pub fn changed(to: &str, change: Change<'_>) -> Letter {
    let count;
    let (text, known) = match change {
        Change::AppAdded => (Text::FactorAppAdded, vec![]),
        Change::AppRemoved => (Text::FactorAppRemoved, vec![]),
        Change::PasskeyAdded(name) => (Text::FactorPasskeyAdded, vec![("name", name)]),
        Change::PasskeyRemoved(name) => (Text::FactorPasskeyRemoved, vec![("name", name)]),
        Change::NewCodes => (Text::FactorNewCodes, vec![]),
        Change::CodeUsed(left) => {
            count = left.to_string();
            (Text::FactorCodeUsed, vec![("left", count.as_str())])
        }
        Change::Taken(name) => (Text::FactorsTaken, vec![("name", name)]),
        Change::TakenByOperator => (Text::FactorsTakenByOperator, vec![]),
    };
    notice("factors", to, |words| {
        let sentence = words.say(text, &known);
        let texts = [Text::FactorsSubject, Text::Factors];
        both(words, texts, &[("sentence", &sentence)])
    })
}
