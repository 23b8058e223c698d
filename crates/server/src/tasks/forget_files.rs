//! Removes files that are no longer kept: first the bytes, then the row, so that nothing is left
//! in the storage that no row knows.

use crate::app::App;
use countermark_store::{DbError, files};

/// Files of one round.
const PORTION: i64 = 100;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    loop {
        let gone = files::forgotten(&mut app.db.read().await?, app.clock.now(), PORTION).await?;
        if gone.is_empty() {
            return Ok(());
        }
        for file in &gone {
            let removed = app.settings.files.remove(file).await;
            // Tried again at the next time.
            removed.map_err(|error| DbError::Unavailable(error.to_string()))?;
        }
        let mut tx = app.db.write().await?;
        for file in &gone {
            files::remove(&mut tx, file.company, &file.key).await?;
        }
        tx.commit_unaudited().await?;
    }
}
