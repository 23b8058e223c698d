//! Cancels uploads of own codes that nobody processed: their file is gone by then.

use crate::app::App;
use countermark_store::{DbError, ingestions};

/// Seconds for which the file of an upload is awaited or kept.
const KEPT: i64 = 86_400;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    ingestions::give_up(&mut tx, now.plus_seconds(-KEPT), now).await?;
    tx.commit_unaudited().await
}
