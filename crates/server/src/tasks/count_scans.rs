//! Counts scans by day for the dashboard. Whoever scans waits for none of it: scans are read when
//! they are there, those of an earlier version from the first on (`store::scans::days`).

use crate::app::App;
use countermark_store::{
    DbError,
    scans::days::{self, Behind},
};

/// Scans of one step: what is in memory, and what one transaction adds up.
const STEP: i64 = 5_000;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    loop {
        let behind = days::behind(&mut app.db.read().await?).await?;
        let mut is_over = true;
        // A step of each company in turn: one with millions of old scans holds up no other.
        for company in behind {
            match step(app, &company).await {
                Ok(counted) => is_over &= !counted,
                Err(error) => {
                    let company = company.company.0;
                    tracing::warn!(company, %error, "scans could not be counted");
                }
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

/// Counts the next scans of a company; `false` when there was nothing to count.
async fn step(app: &App, behind: &Behind) -> Result<bool, DbError> {
    let mut conn = app.db.read().await?;
    let step = days::next(&mut conn, behind, STEP).await?;
    drop(conn);
    let Some(step) = step else { return Ok(false) };
    let mut tx = app.db.write().await?;
    if !days::add(&mut tx, &step).await? {
        // Another node is at it.
        return Ok(false);
    }
    // Nothing of the company's is changed.
    tx.commit_unaudited().await?;
    Ok(true)
}
