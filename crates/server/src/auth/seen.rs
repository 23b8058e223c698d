//! When a portal session was last used, so that one left open ends by itself (NIST SP 800-63B-4
//! §2.2.3). Noted in memory at each request and written about once a minute.

use countermark_core::{ids::SessionId, time::Timestamp};
use countermark_store::{Db, DbError, sessions, sessions::Session};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Seconds after which an unused portal session ends: two hours.
pub const IDLE_SECONDS: i64 = 2 * 3_600;
/// Seconds that a note may wait before it is written.
const WRITE_AFTER_SECONDS: i64 = 60;

struct Note {
    seen: Timestamp,
    written: Timestamp,
}

/// The sessions that this node has seen lately.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<SessionId, Note>>);

impl Seen {
    /// Notes a use now; `false` when the session has been idle for too long.
    #[must_use]
    pub fn note(&self, session: &Session, now: Timestamp) -> bool {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = session.seen_at;
        let note = map.entry(session.id).or_insert(Note {
            seen: stored,
            written: stored,
        });
        // Another node may have seen it later than this one.
        let last = note.seen.max(stored);
        if last.plus_seconds(IDLE_SECONDS) <= now {
            return false;
        }
        note.seen = now;
        true
    }

    /// Writes what is old enough (or `all`), and forgets sessions that have ended by idleness.
    pub async fn flush(&self, db: &Db, now: Timestamp, all: bool) -> Result<(), DbError> {
        let due = self.due(now, all);
        if due.is_empty() {
            return Ok(());
        }
        let mut tx = db.write().await?;
        sessions::record_seen(&mut tx, &due).await?;
        tx.commit_unaudited().await
    }

    fn due(&self, now: Timestamp, all: bool) -> Vec<(SessionId, Timestamp)> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.retain(|_, note| note.seen.plus_seconds(IDLE_SECONDS) > now);
        let mut due = Vec::new();
        for (id, note) in map.iter_mut() {
            let waits = note.seen.seconds() - note.written.seconds();
            if note.seen > note.written && (all || waits >= WRITE_AFTER_SECONDS) {
                note.written = note.seen;
                due.push((*id, note.seen));
            }
        }
        // One order for all nodes, so that two batches never wait for each other.
        due.sort_by_key(|(id, _)| *id);
        due
    }
}
