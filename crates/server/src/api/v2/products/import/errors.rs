//! What is wrong with a file, row by row.

use crate::{csv::Problem, error::ApiError};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, json};
use std::borrow::Cow;
use utoipa::ToSchema;

/// Errors that are listed; the others are counted.
const MOST_LISTED: usize = 100;

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowError {
    /// The row as a spreadsheet shows it; 1 is the header.
    pub row: usize,
    /// The member; `file` for the row as a whole.
    #[schema(value_type = String)]
    pub field: Cow<'static, str>,
    /// For people.
    pub message: String,
}

/// Everything that is wrong.
#[derive(Debug, Default)]
pub(in crate::api::v2) struct Errors {
    listed: Vec<RowError>,
    count: usize,
}

impl Errors {
    /// Notes an error.
    pub(in crate::api::v2) fn add(
        &mut self,
        row: usize,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) {
        self.count += 1;
        if self.listed.len() < MOST_LISTED {
            let message = message.into();
            self.listed.push(RowError {
                row,
                field: field.into(),
                message,
            });
        }
    }

    /// Notes that the file cannot be read on.
    pub(in crate::api::v2) fn add_problem(&mut self, problem: Problem) {
        self.add(problem.row, "file", problem.message);
    }

    /// Passes only when there were none.
    ///
    /// # Errors
    /// The 400 that lists them.
    pub(in crate::api::v2) fn check(self) -> Result<(), ApiError> {
        match self.count {
            0 => Ok(()),
            1 => Err(self.into_error("Nothing was imported: there is 1 error.")),
            n => Err(self.into_error(&format!("Nothing was imported: there are {n} errors."))),
        }
    }

    fn into_error(mut self, detail: &str) -> ApiError {
        // Rows are looked at more than once, for different things.
        self.listed.sort_by_key(|error| error.row);
        ApiError::Other {
            status: StatusCode::BAD_REQUEST,
            code: "import_failed",
            detail: detail.to_owned(),
            retry_after: None,
            more: Some(Box::new(Map::from_iter([
                ("errors".to_owned(), json!(self.listed)),
                ("error_count".to_owned(), json!(self.count)),
            ]))),
        }
    }
}
