//! `/api/v2/setup/`: the first start.

pub mod create;
pub mod get;
