//! Forgets calls of webhooks that ended a month ago.

use crate::app::App;
use countermark_store::{DbError, webhooks};

/// How long the delivery log is kept.
const SECONDS: i64 = 30 * 86_400;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let before = app.clock.now().plus_seconds(-SECONDS);
    let mut tx = app.db.write().await?;
    webhooks::forget(&mut tx, before).await?;
    tx.commit_unaudited().await
}
