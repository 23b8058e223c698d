//! `/api/v2/ingestion/`: a company's own codes (contract §4.8).

pub mod codes;
pub mod upload;
