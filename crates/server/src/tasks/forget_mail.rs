//! Forgets mails that were sent or given up a month ago, and codes that are past their time:
//! addresses are personal data.

use crate::app::App;
use countermark_store::{DbError, codes, mail};

/// Seconds that a mail's row is kept: thirty days.
const KEEP_SECONDS: i64 = 30 * 86_400;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let before = app.clock.now().plus_seconds(-KEEP_SECONDS);
    let mut tx = app.db.write().await?;
    mail::forget(&mut tx, before).await?;
    codes::forget(&mut tx, app.clock.now()).await?;
    tx.commit_unaudited().await
}
