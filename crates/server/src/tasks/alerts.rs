//! Mails alerts to their recipients: each at most once an hour, with all that came together.

use crate::{
    app::App,
    mail::{self, alerts as letters},
};
use countermark_store::{DbError, scans::alerts};

/// Seconds between two mails of one alert.
const PAUSE_SECONDS: i64 = 3_600;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let before = now.plus_seconds(-PAUSE_SECONDS);
    let due = alerts::due(&mut app.db.read().await?, before).await?;
    for (company, id) in due {
        let mut tx = app.db.write().await?;
        // Another node was quicker.
        let Some(digest) = alerts::take(&mut tx, company, id, (before, now)).await? else {
            continue;
        };
        for to in &digest.to {
            let letter = letters::alert(to, &digest);
            mail::queue(&app.secrets, &mut tx, Some(company), &letter, now).await?;
        }
        tx.commit_unaudited().await?;
    }
    Ok(())
}
