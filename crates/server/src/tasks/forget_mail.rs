//! Forgets mails that were sent or given up a month ago, codes that are past their time, old failed
//! log-ins and networks that nobody came from for long: addresses are personal data.

use crate::app::App;
use countermark_store::{DbError, lockouts, mail, mail_codes};

/// Seconds that a mail's row is kept: thirty days.
const KEEP_SECONDS: i64 = 30 * 86_400;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let before = app.clock.now().plus_seconds(-KEEP_SECONDS);
    let mut tx = app.db.write().await?;
    mail::forget(&mut tx, before).await?;
    mail_codes::forget(&mut tx, app.clock.now()).await?;
    lockouts::forget(&mut tx, app.clock.now()).await?;
    tx.commit_unaudited().await
}
