//! Forgets limiters that are back at their full allowance.

use crate::app::App;
use countermark_store::DbError;

#[expect(clippy::unused_async, reason = "every task has this shape")]
pub(super) async fn run(app: &App) -> Result<(), DbError> {
    app.limits.sweep();
    Ok(())
}
