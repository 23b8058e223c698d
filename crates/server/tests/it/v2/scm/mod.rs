//! `/api/v2/scm/`

mod limits;
mod tasks;
mod upload;
