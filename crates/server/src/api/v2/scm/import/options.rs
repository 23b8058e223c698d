//! What the query of an import says.

use crate::{
    api::v2::products::import::NO_REHEARSAL,
    error::{ApiError, ApiResult},
    extract::Query,
};
use countermark_core::scm::DataKey;
use serde_json::{Map, Value, json};

/// The most columns that a query maps.
const MOST_COLUMNS: usize = 200;

/// The whole query.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each parameter")]
pub(super) struct Options {
    /// The key by which rows find their codes.
    pub(super) by: DataKey,
    /// Keys, and the column or text that each comes from; none: every column by its header.
    pub(super) columns: Vec<(String, String)>,
    /// A blank cell clears.
    pub(super) clear_blank: bool,
    /// Rows whose code is not there are left out.
    pub(super) skip_unknown: bool,
    /// Nothing is written.
    pub(super) dry_run: bool,
    /// It is done in the background.
    pub(super) background: bool,
}

impl Options {
    /// Reads them.
    ///
    /// # Errors
    /// 400 with everything that is wrong.
    pub(super) fn read(query: &Query) -> ApiResult<Self> {
        let mut wrong = Map::new();
        let by = query
            .get("data_key")
            .map_or(Ok(DataKey::ExtendedId), DataKey::parse);
        let by = by.unwrap_or_else(|sentence| {
            wrong.insert("data_key".into(), json!([sentence]));
            DataKey::ExtendedId
        });
        let columns: Vec<_> = query
            .beginning("column_")
            .map(|(key, column)| (key.to_owned(), column.to_owned()))
            .collect();
        if columns.len() > MOST_COLUMNS {
            let sentence = format!("Use at most {MOST_COLUMNS} columns.");
            wrong.insert("column_".into(), json!([sentence]));
        }
        for (place, (key, _)) in columns.iter().enumerate() {
            if columns[..place].iter().any(|(there, _)| there == key) {
                wrong.insert(
                    format!("column_{key}"),
                    json!(["Send this parameter once."]),
                );
            }
        }
        let options = Self {
            by,
            columns,
            clear_blank: choice(query, "blank", ["keep", "clear"], &mut wrong),
            skip_unknown: choice(query, "unknown", ["error", "skip"], &mut wrong),
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

fn flag(query: &Query, name: &str, wrong: &mut Map<String, Value>) -> bool {
    query.flag(name).unwrap_or_else(|error| {
        if let ApiError::Fields(fields) = error {
            wrong.extend(fields);
        }
        false
    })
}

/// Whether the second of two words is given; the first is the default.
fn choice(
    query: &Query,
    name: &str,
    [first, second]: [&str; 2],
    wrong: &mut Map<String, Value>,
) -> bool {
    match query.get(name) {
        None => false,
        Some(word) if word == first => false,
        Some(word) if word == second => true,
        Some(_) => {
            let sentence = format!("Use {first} or {second}.");
            wrong.insert(name.to_owned(), json!([sentence]));
            false
        }
    }
}
