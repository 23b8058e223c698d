//! `/api/v2/codes/`

mod edit;
mod get;
mod list;
mod status;
