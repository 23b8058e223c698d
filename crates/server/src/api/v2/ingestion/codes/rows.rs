//! Codes in the body of a request.

use crate::{
    error::{ApiError, ApiResult},
    extract::{Field, list_in, objects_in},
    ingest::{Defaults, check},
};
use serde_json::{Map, Value, json};

/// The most codes of one body; the bytes bound it earlier.
const MOST: usize = 100_000;
/// The most errors that are told.
const MOST_ERRORS: usize = 100;

/// Codes as they came.
pub struct Codes(pub Vec<Map<String, Value>>);

impl Field for Codes {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        if list.len() > MOST {
            return Err(format!(
                "Ensure this field has no more than {MOST} elements. Send a file."
            ));
        }
        objects_in(list).map(Self)
    }
}

impl Codes {
    /// What can be said of them at once.
    ///
    /// # Errors
    /// `{"codes": {"<place from 0>": {"<key>": ["…"]}}}`.
    pub(super) fn check(&self, defaults: &Defaults) -> ApiResult<()> {
        let errors = check(&self.0, defaults);
        if errors.is_empty() {
            return Ok(());
        }
        let mut told: Map<String, Value> = Map::new();
        for error in errors.listed.into_iter().take(MOST_ERRORS) {
            let place = (error.row - 1).to_string();
            let item = told.entry(place).or_insert_with(|| json!({}));
            item[error.field] = json!([error.message]);
        }
        let told = Value::Object(told);
        Err(ApiError::Fields(Map::from_iter([("codes".into(), told)])))
    }

    /// Whether any of them names a product.
    pub(super) fn name_products(&self) -> bool {
        self.0.iter().any(|code| code.contains_key("product"))
    }

    /// The same as a file.
    pub(super) fn to_file(&self) -> Vec<u8> {
        json!(self.0).to_string().into_bytes()
    }
}
