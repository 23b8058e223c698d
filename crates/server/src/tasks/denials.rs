//! Writes refused calls of known callers into the audit logs.

use crate::app::App;
use countermark_store::DbError;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    app.denied.flush(app).await
}
