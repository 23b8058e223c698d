//! May a token be used from where a call comes from? Decided at every call, from memory alone.
//! What was refused or only watched is noted in memory and written in batches, as uses are.

use crate::{app::App, error::ApiError};
use countermark_core::{ids::UatId, networks::Mode, time::Timestamp};
use countermark_store::{
    Db, DbError,
    uat_addresses::{self, Origin, Whence},
    uats::Grant,
};
use metrics::counter;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// The code of a call from elsewhere.
pub const ELSEWHERE: &str = "address_not_allowed";

/// Pairs of token and address that wait to be written. Calls from further ones are still counted,
/// but not by their address.
const CAPACITY: usize = 50_000;
/// Rows of one transaction: the writer is not held for long.
const BATCH: usize = 500;

/// Checks a good token's call against the token's list, and notes the call where somebody wants
/// to know. `from` is the address that is known for certain, or nothing.
///
/// # Errors
/// 403 `address_not_allowed` that names the address: 401 would have a client throw away a token
/// that is good (security checklist 39).
pub fn check(app: &App, uat: &Grant, from: Option<IpAddr>) -> Result<(), ApiError> {
    let special = uat.special();
    match special.network_mode {
        Mode::Enforce if special.networks.admits(from) => Ok(()),
        Mode::Enforce => {
            let known = if from.is_some() { "yes" } else { "no" };
            counter!(REFUSED, "address_known" => known).increment(1);
            let (now, refused) = (app.clock.now(), 1);
            app.origins.note(uat.id, from, now, 0, refused);
            Err(refusal(from))
        }
        Mode::Observe => {
            app.origins.note(uat.id, from, app.clock.now(), 1, 0);
            Ok(())
        }
    }
}

/// As [`check`] for a call that has been let in and noted before.
///
/// # Errors
/// The same 403.
pub fn still(uat: &Grant, from: Option<IpAddr>) -> Result<(), ApiError> {
    let special = uat.special();
    if special.network_mode == Mode::Observe || special.networks.admits(from) {
        return Ok(());
    }
    Err(refusal(from))
}

/// Only who holds the right secret reads this. It does not tell the list.
fn refusal(from: Option<IpAddr>) -> ApiError {
    let sentence = match from {
        Some(address) => format!(
            "This token may not be used from {address}. Its owner or an Account Admin can let this \
             network in."
        ),
        None => "This token may be used from certain networks only, and the server cannot tell \
                 where this call comes from. Its operator can look at the setting trusted_proxies."
            .into(),
    };
    ApiError::forbidden(ELSEWHERE, sentence)
}

/// The name of the counter of refused calls.
pub const REFUSED: &str = "countermark_address_refused_total";

type Noted = HashMap<(UatId, Whence), Origin>;

/// The calls since the last batch.
#[derive(Default)]
pub struct Origins(Mutex<Noted>);

fn put(map: &mut Noted, (id, whence): (UatId, Whence), calls: &Origin) {
    let full = map.len() >= CAPACITY;
    let known = map.get_mut(&(id, whence));
    if let Some(known) = known {
        known.add(calls);
    } else if !full {
        map.insert((id, whence), *calls);
    } else if let Some(known) = map.get_mut(&(id, Whence::Others)) {
        known.add(calls);
    } else if map.len() < 2 * CAPACITY {
        map.insert((id, Whence::Others), *calls);
    }
}

impl Origins {
    fn note(&self, id: UatId, from: Option<IpAddr>, at: Timestamp, seen: i64, refused: i64) {
        let whence = from.map_or(Whence::Unknown, Whence::Address);
        let calls = Origin {
            seen,
            refused,
            first_at: at,
            last_at: at,
        };
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        put(&mut map, (id, whence), &calls);
    }

    /// Writes what was noted. What cannot be written now waits for the next batch.
    pub async fn flush(&self, db: &Db) -> Result<(), DbError> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut rest: Vec<_> = taken.into_iter().collect();
        // One order for all nodes, so that two batches never wait for each other.
        rest.sort_unstable_by_key(|(key, _)| *key);
        while !rest.is_empty() {
            let batch: Vec<_> = rest.drain(..rest.len().min(BATCH)).collect();
            if let Err(error) = write(db, &batch).await {
                let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                for (key, calls) in batch.iter().chain(&rest) {
                    put(&mut map, *key, calls);
                }
                return Err(error);
            }
        }
        Ok(())
    }
}

async fn write(db: &Db, batch: &[((UatId, Whence), Origin)]) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    uat_addresses::record(&mut tx, batch).await?;
    tx.commit_unaudited().await
}
