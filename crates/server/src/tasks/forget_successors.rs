//! Forgets what JWTs were renewed to, once nobody may ask for it again.

use crate::{api::v2::auth::refresh::RETRY_SECONDS, app::App};
use countermark_store::{DbError, successors};

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let since = app.clock.now().plus_seconds(-RETRY_SECONDS);
    if !successors::any(&mut app.db.read().await?, since).await? {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    successors::forget(&mut tx, since).await?;
    tx.commit_unaudited().await
}
