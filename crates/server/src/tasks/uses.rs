//! Writes when tokens and portal sessions were last used, and from where tokens are used whose
//! networks are limited.

use crate::app::App;
use countermark_store::DbError;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    app.uses.begin(&app.db, app.clock.now()).await?;
    let uses = app.uses.flush(&app.db).await;
    let seen = app.seen.flush(&app.db, app.clock.now(), false).await;
    let origins = app.origins.flush(&app.db).await;
    uses.and(seen).and(origins)
}
