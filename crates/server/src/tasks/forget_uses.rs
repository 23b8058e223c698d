//! Forgets how and from where tokens were used more than 90 days ago, and what retries of rotations needed a
//! day ago.

use crate::app::App;
use countermark_store::{
    DbError, uat_addresses,
    uats::rotation,
    uses::{self, KEPT_DAYS},
};

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    rotation::sweep(&mut tx, now.plus_seconds(-rotation::RETRY_SECONDS)).await?;
    tx.commit_unaudited().await?;
    // A bounded number at a time: the writer is not held for long.
    loop {
        let mut tx = app.db.write().await?;
        let removed = uses::sweep(&mut tx, now.day() - KEPT_DAYS + 1).await?;
        tx.commit_unaudited().await?;
        if removed == 0 {
            break;
        }
    }
    loop {
        let mut tx = app.db.write().await?;
        let removed = uat_addresses::sweep(&mut tx, now.plus_seconds(-KEPT_DAYS * 86_400)).await?;
        tx.commit_unaudited().await?;
        if removed == 0 {
            return Ok(());
        }
    }
}
