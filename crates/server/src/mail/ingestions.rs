//! Mails about uploads of own codes.

use super::{
    Letter,
    catalogue::Text,
    letters::{both, notice},
};
use countermark_core::ids::IngestionKey;

/// Tells that all codes are there.
#[must_use]
pub fn complete(to: &str, key: &IngestionKey, codes: i64) -> Letter {
    let key = key.to_string();
    notice("ingestion", to, |words| {
        let codes = words.count(codes, Text::IngestionCode, Text::IngestionCodes);
        let known = [("key", key.as_str()), ("codes", &codes)];
        let texts = [Text::IngestionCompleteSubject, Text::IngestionComplete];
        both(words, texts, &known)
    })
}

/// Why no code was made.
#[derive(Clone, Copy)]
pub enum Why<'a> {
    /// So many rows are wrong.
    Errors(i64),
    /// What the upload itself says.
    Said(&'a str),
}

/// Tells that no code was made, and why.
#[must_use]
pub fn failed(to: &str, key: &IngestionKey, why: Why<'_>) -> Letter {
    let key = key.to_string();
    notice("ingestion", to, |words| {
        let why = match why {
            Why::Errors(count) => words.count(count, Text::IngestionError, Text::IngestionErrors),
            Why::Said(sentence) => match Text::of_sentence(sentence) {
                Some(text) => words.say(text, &[]),
                None => sentence.to_owned(),
            },
        };
        let known = [("key", key.as_str()), ("why", &why)];
        let texts = [Text::IngestionFailedSubject, Text::IngestionFailed];
        both(words, texts, &known)
    })
}
