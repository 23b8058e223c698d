//! `/api/v2/ingestion/codes/`: uploads as records.

pub mod cancel;
pub mod create_from_template;
pub mod errors;
pub mod get;
pub mod list;
pub mod process_from_file;
mod rows;

pub use rows::Codes;

use crate::extract::Field;
use countermark_store::ingestions::{Filetype, Ingestion, Mode, RowError, State};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An upload of own codes.
#[derive(Serialize, ToSchema)]
pub struct IngestionShown {
    /// What names it: 11 letters and digits.
    pub key: String,
    /// `api` or `file`.
    pub mode: &'static str,
    /// `csv` or `json`.
    pub filetype: &'static str,
    /// `uploading`, `pending`, `in-progress`, `complete`, `failed` or `canceled`.
    pub state: &'static str,
    /// The key of the template that it began with.
    pub template: String,
    /// The product of codes whose row names none.
    pub product: Option<i64>,
    /// What its codes carry unless their row says otherwise.
    #[schema(value_type = Object)]
    pub default_scm_data: Map<String, Value>,
    /// How many codes; null until that is known.
    pub quantity: Option<i64>,
    /// How many of them are made by now.
    pub done: i64,
    /// The work order of its codes; null until all of them are there.
    pub workorder: Option<i64>,
    /// Why it could not be done; null unless so.
    pub failure: Option<String>,
    /// How many errors its rows have.
    pub error_count: i64,
    /// Who began it.
    pub created_by: Uploader,
    /// When.
    #[schema(format = "date-time")]
    pub creation_date: String,
    /// When it ended.
    #[schema(format = "date-time")]
    pub completion_date: Option<String>,
}

/// Who began an upload.
#[derive(Serialize, ToSchema)]
pub struct Uploader {
    /// Their id.
    pub id: i64,
    /// Their address.
    pub email: String,
}

impl From<Ingestion> for IngestionShown {
    fn from(record: Ingestion) -> Self {
        let there = record.state == State::Complete;
        let workorder = record.workorder.filter(|_| there);
        Self {
            key: record.key.to_string(),
            mode: record.mode.name(),
            filetype: record.filetype.name(),
            state: record.state.name(),
            template: record.template.1,
            product: record.product.map(|id| id.0),
            default_scm_data: record.default_scm_data,
            quantity: record.quantity,
            done: record.done,
            workorder: workorder.map(|id| id.0),
            failure: Some(record.failure).filter(|text| !text.is_empty()),
            error_count: record.error_count,
            created_by: Uploader {
                id: record.created_by.0.0,
                email: record.created_by.1,
            },
            creation_date: record.created_at.to_string(),
            completion_date: record.completed_at.map(|at| at.to_string()),
        }
    }
}

/// A row that was refused.
#[derive(Serialize, ToSchema)]
pub struct IngestionError {
    /// The row: in a CSV file as a spreadsheet shows it, in a list its place from 1 on.
    pub row: i64,
    /// The key; `file` for the row as a whole.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl From<RowError> for IngestionError {
    fn from(error: RowError) -> Self {
        Self {
            row: error.row,
            field: error.field,
            message: error.message,
        }
    }
}

macro_rules! choices {
    ($($type:ty)+) => {$(
        impl Field for $type {
            fn parse(value: Value) -> Result<Self, String> {
                let known = value.as_str().and_then(Self::by_name);
                let names = Self::ALL.map(Self::name).join(", ");
                known.ok_or_else(|| format!("Use one of: {names}."))
            }
        }
    )+};
}

choices! { Mode Filetype }
