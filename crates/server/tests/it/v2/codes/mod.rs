//! `/api/v2/codes/`

mod download;
mod edit;
mod get;
mod list;
mod status;
