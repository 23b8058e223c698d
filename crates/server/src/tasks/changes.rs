//! Deletes the rows by which nodes have told each other of changes.

use crate::app::App;
use countermark_store::{DbError, Engine, changes, turns};

/// How long rows are kept. A node reads them within a second; one that was away for longer
/// forgets everything when it comes back.
const KEEP_SECONDS: i64 = 3_600;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    if app.db.engine() == Engine::Sqlite {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    if turns::take(&mut tx, "changes", KEEP_SECONDS / 6, app.clock.now()).await? {
        changes::sweep(&mut tx, KEEP_SECONDS).await?;
        tx.commit_unaudited().await?;
    }
    Ok(())
}
