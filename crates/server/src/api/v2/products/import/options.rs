//! What the query of an import says.

use crate::{
    error::{ApiError, ApiResult},
    extract::Query,
};
use serde_json::{Map, Value, json};

/// Why a rehearsal is not done in the background.
pub(in crate::api::v2) const NO_REHEARSAL: &str = "A rehearsal is not done in the background.";

/// What to do with a row whose SKU the company has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    /// It is an error.
    Error,
    /// Leave the product as it is.
    Skip,
    /// Change the product.
    Update,
}

/// Which columns a product is made of: a column's name, or a text with `{Column}` in it.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    pub(super) sku: String,
    pub(super) name: String,
    pub(super) brand: String,
    pub(super) label: Option<String>,
    pub(super) description: Option<String>,
    pub(super) client_url: Option<String>,
}

/// The whole query.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) mapping: Mapping,
    pub(super) existing: Existing,
    pub(super) create_brands: bool,
    pub(super) dry_run: bool,
    pub(super) background: bool,
}

impl Options {
    /// Reads them.
    ///
    /// # Errors
    /// 400 with everything that is wrong.
    pub(super) fn read(query: &Query) -> ApiResult<Self> {
        let mut wrong = Map::new();
        let options = Self {
            mapping: Mapping {
                sku: required(query, "sku", &mut wrong),
                name: required(query, "name", &mut wrong),
                brand: required(query, "brand", &mut wrong),
                label: query.text("label"),
                description: query.text("description"),
                client_url: query.text("client_url"),
            },
            existing: existing(query, &mut wrong),
            create_brands: flag(query, "create_brands", &mut wrong),
            dry_run: flag(query, "dry_run", &mut wrong),
            background: flag(query, "background", &mut wrong),
        };
        if options.dry_run && options.background {
            wrong.insert("background".into(), json!([NO_REHEARSAL]));
        }
        if wrong.is_empty() {
            Ok(options)
        } else {
            Err(ApiError::Fields(wrong))
        }
    }
}

fn required(query: &Query, name: &str, wrong: &mut Map<String, Value>) -> String {
    query.text(name).unwrap_or_else(|| {
        wrong.insert(name.into(), json!(["This field is required."]));
        String::new()
    })
}

fn existing(query: &Query, wrong: &mut Map<String, Value>) -> Existing {
    match query.get("existing") {
        None | Some("error") => Existing::Error,
        Some("skip") => Existing::Skip,
        Some("update") => Existing::Update,
        Some(_) => {
            wrong.insert("existing".into(), json!(["Use error, skip or update."]));
            Existing::Error
        }
    }
}

fn flag(query: &Query, name: &str, wrong: &mut Map<String, Value>) -> bool {
    query.flag(name).unwrap_or_else(|error| {
        if let ApiError::Fields(fields) = error {
            wrong.extend(fields);
        }
        false
    })
}
