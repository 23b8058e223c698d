//! `/api/v2/scm/`

mod import;
mod import_background;
mod limits;
mod tasks;
mod upload;
mod upload_async;
