//! `/api/v2/scm/`

mod import;
mod limits;
mod tasks;
mod upload;
mod upload_async;
