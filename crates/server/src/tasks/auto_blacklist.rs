//! Blacklists codes that more devices have scanned than an alert of their campaign allows. What
//! was scanned is noted in the transaction of the scans (`store::scans::blacklist`).

use super::commit;
use crate::app::App;
use countermark_core::{
    audit::Entry,
    codes::{Reason, Status},
    ids::CompanyId,
};
use countermark_store::{
    DbError,
    scans::blacklist::{self, Blacklisted},
    webhooks::{self, Event},
};
use serde_json::json;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let waiting = blacklist::waiting(&mut app.db.read().await?).await?;
    for company in waiting {
        // What is wrong in one company holds up no other.
        if let Err(error) = of_company(app, company).await {
            tracing::warn!(company = company.0, %error, "codes could not be blacklisted");
        }
    }
    Ok(())
}

async fn of_company(app: &App, company: CompanyId) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let done = blacklist::take(&mut tx, company, now).await?;
    for one in &done {
        let about = format!("{}-{}", one.code, now.0);
        let event = (Event::CodeBlacklisted, about.as_str());
        let data = json!({
            "code": {
                "extended_id": one.extended_id,
                "activation_status": Status::Blacklisted.number(),
                "blacklist_reason": Reason::MAX_SCANS.number(),
            },
            "product": {"id": one.product.0, "campaign_id": one.campaign.0},
            "alert": {"id": one.alert.0, "most": one.most, "sessions": one.sessions},
        });
        webhooks::emit(&mut tx, company, event, &data, now).await?;
    }
    let entries = done.iter().map(entry).collect();
    commit(app, tx, company, entries, vec![]).await
}

fn entry(one: &Blacklisted) -> Entry {
    let label = one.extended_id.clone();
    let before = json!({
        "activation_status": one.before.number(),
        "blacklist_reason": Reason::NONE.number(),
    });
    let after = json!({
        "activation_status": Status::Blacklisted.number(),
        "blacklist_reason": Reason::MAX_SCANS.number(),
        "alert": one.alert.0,
        "most": one.most,
        "sessions": one.sessions,
    });
    Entry::event("alert.blacklist", "code", one.code, label).change(&before, &after)
}
