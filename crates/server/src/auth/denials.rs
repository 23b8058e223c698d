//! Refused calls of callers who are who they say: noted in memory, written to their company's
//! audit log in batches (security checklist 37; OWASP ASVS 5.0 §16.3.2).
//!
//! One entry stands for all calls of one credential to one operation that were refused for one
//! reason within a batch. A request never waits for it; what does not fit is lost, and counted.

use crate::{app::App, auth::Principal, error::ApiError};
use countermark_core::{audit::Entry, ids::CompanyId, time::Timestamp};
use countermark_store::{DbError, audit::By, chain};
use serde_json::json;
use std::{
    collections::{HashMap, hash_map::Entry as Slot},
    sync::{Mutex, PoisonError},
};

/// Kinds of refusals of one company that wait to be written: one tenant's noise costs the others
/// no room, and no log grows faster than by so many entries a batch.
const OF_A_COMPANY: usize = 200;
/// Companies that wait to be written.
const COMPANIES: usize = 500;

/// A credential's id, what it called, and the `code` of the answer.
type Key = (String, String, &'static str);

struct Denial {
    by: By,
    calls: i64,
    needs: Vec<&'static str>,
    last_at: Timestamp,
}

type Denials = HashMap<Key, Denial>;

/// The refusals since the last batch.
#[derive(Default)]
pub struct Denied(Mutex<HashMap<CompanyId, Denials>>);

impl Denied {
    /// Notes a refusal.
    pub fn note(&self, caller: &Principal, refused: &ApiError, now: Timestamp) {
        let key = (
            caller.credential_id(),
            caller.operation.to_string(),
            refused.code(),
        );
        let denial = Denial {
            by: By {
                budget: None,
                ..caller.by(now)
            },
            calls: 1,
            needs: match refused {
                ApiError::Refused(refusal) => {
                    let needed = refusal.required.iter();
                    needed.map(|permission| permission.name()).collect()
                }
                _ => vec![],
            },
            last_at: now,
        };
        self.add(caller.company(), key, denial);
    }

    fn add(&self, company: CompanyId, key: Key, denial: Denial) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= COMPANIES && !all.contains_key(&company) {
            return lose(denial.calls);
        }
        let of_company = all.entry(company).or_default();
        let room = of_company.len() < OF_A_COMPANY;
        match of_company.entry(key) {
            Slot::Occupied(mut known) => {
                let known = known.get_mut();
                known.calls = known.calls.saturating_add(denial.calls);
                known.last_at = known.last_at.max(denial.last_at);
            }
            Slot::Vacant(free) if room => {
                free.insert(denial);
            }
            Slot::Vacant(_) => lose(denial.calls),
        }
    }

    /// Writes what was noted, a company at a time. What cannot be written is tried again with the
    /// next batch.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn flush(&self, app: &App) -> Result<(), DbError> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut result = Ok(());
        for (company, denials) in taken {
            let written = match &result {
                Ok(()) => write(app, &denials).await,
                Err(_) => Err(DbError::Unavailable("the batch before failed".into())),
            };
            if let Err(error) = written {
                for (key, denial) in denials {
                    self.add(company, key, denial);
                }
                result = result.and(Err(error));
            }
        }
        result
    }
}

fn lose(calls: i64) {
    metrics::counter!("countermark_denials_dropped_total")
        .increment(u64::try_from(calls).unwrap_or(0));
}

async fn write(app: &App, denials: &Denials) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut rows: Vec<_> = denials.iter().collect();
    rows.sort_by_key(|(key, denial)| (denial.by.at, *key));
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|((_, operation, code), denial)| {
            let entry = Entry::event("access.denied", "operation", "", operation.as_str());
            let entry = entry.after(json!({
                "code": code,
                "calls": denial.calls,
                "needs": denial.needs,
                "first_at": denial.by.at.to_string(),
                "last_at": denial.last_at.to_string(),
            }));
            // An entry's time is when it joins the log: the order of the log is that of time.
            (
                By {
                    at: now,
                    ..denial.by.clone()
                },
                entry,
            )
        })
        .collect();
    let Some((by, entry)) = rows.pop() else {
        return Ok(());
    };
    let mut tx = app.db.write().await?;
    for (by, entry) in &rows {
        chain::also(&mut tx, by, entry).await?;
    }
    tx.commit(&by, &[entry]).await
}
