//! Ends a replaced token before its overlap does, once its successor is in use and nobody uses
//! the old one any more.

use crate::{app::App, auth::facts::Changed};
use countermark_core::audit::Entry;
use countermark_store::{DbError, uats::rotation};
use serde_json::json;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    // What this node knows of the last minutes comes first.
    app.uses.flush(&app.db).await?;
    let now = app.clock.now();
    let quiet = rotation::quiet(&mut app.db.read().await?, now).await?;
    for old in quiet {
        let mut tx = app.db.write().await?;
        // Used meanwhile, or ended by another node.
        if !rotation::end_quiet(&mut tx, old.company, old.id, now).await? {
            continue;
        }
        let entry = Entry::event("uat.supersede", "uat", old.id, old.name)
            .after(json!({"overlap_until": now.to_string()}));
        let changes = vec![Changed::Uat(old.id)];
        super::commit(app, tx, old.company, vec![entry], changes).await?;
    }
    Ok(())
}
