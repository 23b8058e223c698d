//! Moves rules whose day has come into the companies' rows. They count from the first moment of
//! their day without it; lists and notices then show what has become of tokens.

use crate::{api::v2::policy::settle, app::App};
use countermark_store::{DbError, companies};

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let due = companies::due(&mut app.db.read().await?, now).await?;
    for id in due {
        let mut tx = app.db.write().await?;
        // Another node may have been first.
        let (_, entries, changes) = settle(&mut tx, id, now).await?;
        if entries.is_empty() {
            continue;
        }
        super::commit(app, tx, id, entries, changes).await?;
    }
    Ok(())
}
