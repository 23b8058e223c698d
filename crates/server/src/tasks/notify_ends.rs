//! Tells owners that a token comes to its end: 30, 14, 7, 3 and 1 day before, in the portal and by
//! mail, each once.

use crate::{
    app::App,
    mail::{self, tokens},
};
use countermark_core::time::Timestamp;
use countermark_store::{
    DbError,
    notices::{self, Ending, NewNotice},
    turns,
};
use serde_json::json;

/// Seconds between two looks of all nodes together.
const EVERY_SECONDS: i64 = 300;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !turns::take(&mut tx, "notify_ends", EVERY_SECONDS, now).await? {
        return Ok(());
    }
    tx.commit_unaudited().await?;
    loop {
        let ending = notices::ending(&mut app.db.read().await?, now).await?;
        if ending.is_empty() {
            return Ok(());
        }
        tell(app, &ending, now).await?;
    }
}

/// Notices and mails in one transaction: both or neither.
async fn tell(app: &App, ending: &[Ending], now: Timestamp) -> Result<(), DbError> {
    let mut tx = app.db.write().await?;
    for token in ending {
        let facts = json!({
            "valid_until": token.valid_until, "expires_at": token.expires_at.to_string(),
            "days": token.days,
        });
        let new = NewNotice {
            person: token.owner,
            kind: "uat_ends",
            uat: token.uat,
            mark: &token.days.to_string(),
            facts: &facts,
        };
        // Another node may have been quicker: then it has sent the mail, too.
        if notices::add(&mut tx, token.company, &new, now).await? {
            let link = tokens::link(&app.settings.link_base(), token.uat);
            let letter = tokens::ends(token, &link, now);
            mail::queue(&app.secrets, &mut tx, Some(token.company), &letter, now).await?;
        }
    }
    tx.commit_unaudited().await
}
