//! `/api/v2/scm/`: supply-chain data onto codes (contract §4.5).

pub mod import;
pub mod tasks;
pub mod upload;
pub mod upload_async;

use crate::error::ApiError;
use countermark_core::scm::Asked;
use countermark_store::scm::{ItemError, MOST_CODES, Refused, tasks::Source};
use serde_json::{Map, Value, json};

/// The most bytes that a task keeps of what was asked.
const MOST_KEPT: usize = 64 << 10;
/// The most keys that a task names.
const MOST_KEYS: usize = 200;

/// What a task tells of an upload.
pub(super) struct Told {
    /// Where it came from.
    pub(super) source: Source,
    /// What was asked.
    pub(super) parameters: Value,
}

/// As many of them as a task keeps.
pub(super) fn kept(list: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut bytes = 0;
    list.take_while(|value| {
        bytes += value.to_string().len();
        bytes <= MOST_KEPT
    })
    .collect()
}

/// The keys that items pass, each once.
pub(super) fn passed(items: &[Asked]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in items.iter().flat_map(Asked::keys) {
        if keys.len() < MOST_KEYS && !keys.iter().any(|there| there == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

/// What is wrong with members, as a body's errors.
pub(in crate::api::v2) fn field_errors(errors: Vec<(String, String)>) -> ApiError {
    let errors = errors.into_iter();
    ApiError::Fields(
        errors
            .map(|(key, sentence)| (key, json!([sentence])))
            .collect(),
    )
}

/// What is wrong with items: `{"items": {"<place>": {"<key>": ["…"]}}}`.
pub(super) fn item_errors(errors: Vec<ItemError>) -> ApiError {
    let mut items: Map<String, Value> = Map::new();
    for error in errors {
        let item = items
            .entry(error.item.to_string())
            .or_insert_with(|| json!({}));
        item[error.key] = json!([error.message]);
    }
    ApiError::Fields(Map::from_iter([("items".to_owned(), Value::Object(items))]))
}

/// Why an upload was refused.
pub(super) fn refused(why: Refused) -> ApiError {
    match why {
        Refused::Items(errors) => item_errors(errors),
        Refused::TooMany => ApiError::non_field(format!(
            "This would change more than {MOST_CODES} codes. Use /api/v2/scm/upload/async/."
        )),
        Refused::Db(error) => error.into(),
    }
}

/// The same for what has one item only, without its place.
pub(super) fn refused_for_one(why: Refused) -> ApiError {
    match why {
        Refused::Items(errors) => {
            let errors = errors.into_iter().map(|error| (error.key, error.message));
            field_errors(errors.collect())
        }
        other => refused(other),
    }
}
