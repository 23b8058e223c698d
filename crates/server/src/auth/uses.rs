//! When a token was last used. Noted in memory, written in batches; lost rather than slow.

use axum::http::{header, request::Parts};
use countermark_core::{ids::UatId, time::Timestamp};
use countermark_store::{Db, DbError, uats};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Tokens that wait to be written; further ones are not noted until the next batch.
const CAPACITY: usize = 100_000;

/// The uses since the last batch.
#[derive(Default)]
pub struct Uses(Mutex<HashMap<UatId, uats::Use>>);

impl Uses {
    /// Notes a call.
    pub fn note(&self, id: UatId, address: IpAddr, parts: &Parts, at: Timestamp) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = map.get_mut(&id) {
            used.at = at;
            used.address = address;
            used.count += 1;
            return;
        }
        if map.len() >= CAPACITY {
            return;
        }
        let agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let user_agent = agent.unwrap_or("").chars().take(200).collect();
        map.insert(
            id,
            uats::Use {
                id,
                at,
                address,
                user_agent,
                count: 1,
            },
        );
    }

    /// Writes what was noted.
    pub async fn flush(&self, db: &Db) -> Result<(), DbError> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if taken.is_empty() {
            return Ok(());
        }
        let mut uses: Vec<_> = taken.into_values().collect();
        // One order for all nodes, so that two batches never wait for each other.
        uses.sort_by_key(|used| used.id);
        let mut tx = db.write().await?;
        uats::record_uses(&mut tx, &uses).await?;
        tx.commit_unaudited().await
    }
}
