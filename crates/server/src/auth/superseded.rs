//! Somebody uses a token that was replaced, after its end: a system was forgotten, or the token
//! is in wrong hands. Its owner is told, and if the company wishes so its whole family ends.

use crate::{
    app::App,
    auth::facts::Changed,
    error::ApiError,
    mail::{self, tokens},
};
use countermark_core::{audit::Entry, ids::UatId, policy::SupersededUse, time::Timestamp};
use countermark_store::{
    DbError, Tx,
    audit::By,
    companies::Company,
    notices,
    uats::{self, Grant, rotation},
};
use serde_json::json;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Seconds in which one token raises one alarm.
const QUIET_SECONDS: i64 = 3_600;
/// Tokens whose alarm is remembered here; the database remembers the rest.
const CAPACITY: usize = 10_000;

/// Whether the company lets the whole family end.
fn ends_family(company: &Company) -> bool {
    company.policy.superseded_use == SupersededUse::RevokeFamily
}

/// Alarms that this node has raised lately: a token that is sent again and again costs one look
/// into a map.
#[derive(Default)]
pub struct Alarms(Mutex<HashMap<(UatId, bool), Timestamp>>);

impl Alarms {
    /// Whether it is time for another alarm; then it counts as raised.
    fn is_due(&self, key: (UatId, bool), now: Timestamp) -> bool {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = now.plus_seconds(-QUIET_SECONDS);
        if map.get(&key).is_some_and(|at| *at > old) {
            return false;
        }
        if map.len() >= CAPACITY {
            map.clear();
        }
        map.insert(key, now);
        true
    }

    fn forget(&self, key: (UatId, bool)) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.remove(&key);
    }
}

/// Where a call came from.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// Its address.
    pub address: IpAddr,
    /// Its id.
    pub request_id: &'a str,
}

/// Raises the alarm about a call with a replaced token. The call is refused in any case; when the
/// alarm cannot be written, the next call raises it.
pub async fn alarm(app: &App, uat: &Grant, call: Call<'_>) {
    let company = app
        .facts
        .company(uat.company, app.clock.now())
        .await
        .ok()
        .flatten();
    let Some(company) = company else { return };
    let key = (uat.id, ends_family(&company));
    if !app.alarms.is_due(key, app.clock.now()) {
        return;
    }
    if let Err(error) = raise(app, uat, call, key.1).await {
        app.alarms.forget(key);
        tracing::warn!(?error, "an alarm about a replaced token was not written");
    }
}

async fn raise(app: &App, uat: &Grant, call: Call<'_>, family: bool) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let ended = if family {
        let reason = "A replaced token of this family was used after its end.";
        rotation::revoke_family(&mut tx, uat.company, uat.family(), reason, now).await?
    } else {
        Vec::new()
    };
    // Of several nodes, and of what ended the family before, one tells.
    let first = rotation::alarm(&mut tx, uat.company, uat.id, QUIET_SECONDS, now).await?;
    if !first && ended.is_empty() {
        return Ok(());
    }
    let facts = json!({"address": call.address.to_string(), "revoked": ended.len()});
    tell(app, &mut tx, uat, &facts, now).await?;
    let mut entries =
        vec![Entry::event("uat.superseded_use", "uat", uat.id, uat.name.to_string()).after(facts)];
    for (id, name) in &ended {
        let why = json!({"reason": "superseded_use", "family": uat.family().to_string()});
        entries.push(Entry::event("uat.revoke", "uat", *id, name.clone()).after(why));
    }
    let changes = ended.iter().map(|(id, _)| Changed::Uat(*id)).collect();
    // Nobody is signed in: what is known of the caller is which token they hold.
    let credential = ("uat", uat.id.to_string());
    let from = (call.address, call.request_id);
    let by = By::over_http(uat.company, None, credential, from, now);
    app.commit(tx, by, entries, changes).await
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    uat: &Grant,
    facts: &serde_json::Value,
    now: Timestamp,
) -> Result<(), DbError> {
    let new = notices::NewNotice {
        person: uat.owner,
        kind: "uat_superseded_use",
        uat: uat.id,
        mark: &now.to_string(),
        facts,
    };
    notices::add(tx, uat.company, &new, now).await?;
    let link = tokens::link(&app.settings.link_base(), uat.id);
    let from = facts["address"].as_str().unwrap_or("");
    let revoked = facts["revoked"] != 0;
    let uat = uats::get(tx, uat.company, uat.id).await?;
    let uat = uat.ok_or_else(|| DbError::Corrupt("uat without owner".into()))?;
    let letter = tokens::superseded_use(&uat.owner.email, &uat.name, from, revoked, &link);
    mail::queue(&app.secrets, tx, Some(uat.company), &letter, now).await
}
