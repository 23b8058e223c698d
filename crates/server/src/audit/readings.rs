//! Who reads the log stands in the log. Turning pages is one reading: the same person with the
//! same credential and the same filters is noted once a minute.

use crate::{app::App, auth::Principal, error::ApiResult};
use countermark_core::{audit::Entry, ids::CompanyId, time::Timestamp};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Seconds in which a reading is not noted again.
const ONCE_IN: i64 = 60;
/// Readings that are remembered; beyond, some are noted twice.
const CAPACITY: usize = 10_000;

/// A company, a credential of it, and what was read.
type Key = (CompanyId, String, String);

/// The readings of the last minute on this node.
#[derive(Default)]
pub struct Readings(Mutex<HashMap<Key, Timestamp>>);

impl Readings {
    fn is_noted(&self, key: &Key, now: Timestamp) -> bool {
        let map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.get(key)
            .is_some_and(|at| now < at.plus_seconds(ONCE_IN) && *at <= now)
    }

    fn remember(&self, key: Key, now: Timestamp) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= CAPACITY {
            map.clear();
        }
        map.insert(key, now);
    }
}

/// Notes a page of the log that was read with these filters, unless it is noted already.
///
/// # Errors
/// 503 when it cannot be noted: nobody reads the log without a trace, so nothing is shown then.
pub async fn page(app: &App, caller: &Principal, filters: &Value) -> ApiResult<()> {
    let now = app.clock.now();
    let key = (
        caller.company(),
        caller.credential_id(),
        filters.to_string(),
    );
    if app.readings.is_noted(&key, now) {
        return Ok(());
    }
    note(app, caller, "list", filters).await?;
    app.readings.remember(key, now);
    Ok(())
}

/// What the log says of a reading.
#[must_use]
pub fn entry(what: &str, about: &Value) -> Entry {
    Entry::event("audit.read", "audit", "", what).after(json!({"what": what, "about": about}))
}

/// Notes a reading of another kind, every time.
///
/// # Errors
/// 503 when it cannot be noted.
pub async fn note(app: &App, caller: &Principal, what: &str, about: &Value) -> ApiResult<()> {
    let now = app.clock.now();
    let entry = entry(what, about);
    let tx = app.db.write().await?;
    app.commit(tx, caller.by(now), vec![entry], vec![]).await
}
