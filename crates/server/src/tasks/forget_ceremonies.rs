//! Forgets passkey ceremonies that nobody finished.

use crate::app::App;
use countermark_store::{DbError, passkeys};

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let mut tx = app.db.write().await?;
    passkeys::sweep(&mut tx, app.clock.now()).await?;
    tx.commit_unaudited().await
}
