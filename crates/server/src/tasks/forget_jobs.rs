//! Forgets jobs that ended three months ago, with what they were given and the rows that they
//! refused.

use crate::app::App;
use countermark_store::{DbError, jobs};

/// Seconds that an ended job is kept: ninety days.
const KEEP_SECONDS: i64 = 90 * 86_400;
/// Jobs of one transaction.
const PORTION: i64 = 500;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let before = app.clock.now().plus_seconds(-KEEP_SECONDS);
    loop {
        let mut tx = app.db.write().await?;
        let gone = jobs::forget(&mut tx, before, PORTION).await?;
        tx.commit_unaudited().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}
