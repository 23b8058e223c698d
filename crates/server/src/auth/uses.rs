//! How tokens are used: last time, addresses, user agents, calls by permission, operation and day,
//! refusals by reason and operation. Noted in memory, written in batches; lost rather than slow.
//!
//! On the path of a call stands one look-up in one map. A token that is already in it costs no
//! allocation unless something about it is new.

use super::operation::Operation;
use axum::http::{HeaderMap, header};
use countermark_core::{ids::UatId, permissions::Permission, time::Timestamp};
use countermark_store::{
    Conn, Db, DbError, keys,
    uses::{self, KEPT, Kind, Use},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// Tokens that wait to be written; calls of further ones are not noted until the next batch.
const CAPACITY: usize = 100_000;
/// Tokens of one transaction: the writer is not held for long.
const BATCH: usize = 500;
/// Bytes of a user agent that are kept.
const AGENT: usize = 200;
/// The longest list of counts by what; more kinds than there are say something is wrong.
const MOST_COUNTS: usize = 128;
/// Under this name calls are counted that need no permission.
pub const NONE: &str = "none";

/// Under this name all calls of a day are counted that were let in.
pub const ALL: &str = "all";

/// What is noted of a call beside what became of it.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// What was called.
    pub operation: Operation,
    /// Where it came from.
    pub address: IpAddr,
    /// Its head, for what it calls itself.
    pub headers: &'a HeaderMap,
}

/// What became of a call with the right secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was let in, by that permission if one was needed.
    Let(Option<Permission>),
    /// The token is good; the call was refused with that code.
    Denied(&'static str),
    /// The token is not good any more, or not here; that is the code.
    Shut(&'static str),
}

/// One token on one day.
#[derive(Default)]
struct Tally {
    calls: i64,
    at: Option<Timestamp>,
    counts: Vec<(bool, &'static str, i64)>,
    /// Calls that were let in, and refused ones; no more of them than the API has operations.
    operations: Vec<(Operation, i64, i64)>,
    addresses: Vec<(IpAddr, Timestamp)>,
    agents: Vec<(Box<str>, Timestamp)>,
    /// Most tokens have none.
    refused: Option<Box<Refused>>,
}

/// Calls of one token on one day that were refused.
#[derive(Default)]
struct Refused {
    calls: i64,
    at: Option<Timestamp>,
    addresses: Vec<(IpAddr, Timestamp)>,
}

/// Adds to a list that mostly stays as short as it is.
fn push<T>(list: &mut Vec<T>, one: T) {
    if list.len() < 2 {
        list.reserve_exact(1);
    }
    list.push(one);
}

/// Sets the time of the value, or puts it in the place of the one that was seen longest ago.
fn touch<T>(
    list: &mut Vec<(T, Timestamp)>,
    at: Timestamp,
    is_it: impl Fn(&T) -> bool,
    make: impl FnOnce() -> T,
) {
    if let Some(known) = list.iter_mut().find(|(value, _)| is_it(value)) {
        known.1 = known.1.max(at);
    } else if list.len() < KEPT {
        push(list, (make(), at));
    } else if let Some(oldest) = list.iter_mut().min_by_key(|(_, at)| *at) {
        *oldest = (make(), at);
    }
}

fn touch_address(list: &mut Vec<(IpAddr, Timestamp)>, at: Timestamp, address: IpAddr) {
    touch(list, at, |known| *known == address, || address);
}

impl Tally {
    fn refuse(&mut self, operation: Operation, code: &'static str, at: Timestamp) -> &mut Refused {
        self.count(true, code, 1);
        self.called(operation, 0, 1);
        let refused = self.refused.get_or_insert_default();
        refused.calls += 1;
        refused.at = Some(at);
        refused
    }

    fn called(&mut self, operation: Operation, calls: i64, refused: i64) {
        let mut known = self.operations.iter_mut();
        if let Some(known) = known.find(|(known, ..)| *known == operation) {
            known.1 += calls;
            known.2 += refused;
        } else {
            push(&mut self.operations, (operation, calls, refused));
        }
    }

    fn count(&mut self, refused: bool, what: &'static str, calls: i64) {
        let mut known = self.counts.iter_mut();
        if let Some(known) = known.find(|(r, w, _)| *r == refused && *w == what) {
            known.2 += calls;
        } else if self.counts.len() < MOST_COUNTS {
            push(&mut self.counts, (refused, what, calls));
        }
    }

    fn note(&mut self, call: Call<'_>, at: Timestamp, outcome: Outcome) {
        let Call {
            operation,
            address,
            headers,
        } = call;
        let good = !matches!(outcome, Outcome::Shut(_));
        if good {
            self.calls += 1;
            self.at = Some(at);
            touch_address(&mut self.addresses, at, address);
            let agent = headers.get(header::USER_AGENT);
            let agent = agent.and_then(|value| value.to_str().ok()).unwrap_or("");
            // A header's text is ASCII: every place is the start of a character.
            let agent = &agent[..agent.len().min(AGENT)];
            touch(
                &mut self.agents,
                at,
                |known| **known == *agent,
                || agent.into(),
            );
        }
        match outcome {
            Outcome::Let(permission) => {
                self.count(false, ALL, 1);
                self.count(false, permission.map_or(NONE, Permission::name), 1);
                self.called(operation, 1, 0);
            }
            Outcome::Denied(code) | Outcome::Shut(code) => {
                let refused = self.refuse(operation, code, at);
                touch_address(&mut refused.addresses, at, address);
            }
        }
    }

    /// Adds what could not be written to what came meanwhile.
    fn absorb(&mut self, older: Self) {
        self.calls += older.calls;
        self.at = self.at.max(older.at);
        for (refused, what, calls) in older.counts {
            self.count(refused, what, calls);
        }
        for (operation, calls, refused) in older.operations {
            self.called(operation, calls, refused);
        }
        for (address, at) in older.addresses {
            touch_address(&mut self.addresses, at, address);
        }
        if let Some(older) = older.refused {
            let refused = self.refused.get_or_insert_default();
            refused.calls += older.calls;
            refused.at = refused.at.max(older.at);
            for (address, at) in older.addresses {
                touch_address(&mut refused.addresses, at, address);
            }
        }
        for (agent, at) in older.agents {
            touch(
                &mut self.agents,
                at,
                |known| **known == *agent,
                || agent.clone(),
            );
        }
    }

    /// By permission or refusal, and by operation.
    fn counts(&self) -> Vec<(bool, &'static str, i64)> {
        let named = self.operations.iter();
        let named = named.filter_map(|(operation, calls, refused)| {
            let name = operation.name()?;
            Some([(false, name, *calls), (true, name, *refused)])
        });
        let of_operations = named.flatten().filter(|(.., calls)| *calls > 0);
        self.counts.iter().copied().chain(of_operations).collect()
    }

    fn to_use(&self, (id, day): (UatId, i64)) -> Use {
        let address =
            |kind| move |(address, at): &(IpAddr, Timestamp)| (kind, address.to_string(), *at);
        let good = self.addresses.iter().map(address(Kind::Address));
        let agents = self.agents.iter().filter(|(agent, _)| !agent.is_empty());
        let agents = agents.map(|(agent, at)| (Kind::Agent, agent.to_string(), *at));
        let refused = self.refused.as_deref();
        let addresses = refused.iter().flat_map(|refused| &refused.addresses);
        let elsewhere = addresses.map(address(Kind::Refused));
        Use {
            id,
            day,
            calls: self.calls,
            at: self.at,
            refused: refused.map_or(0, |refused| refused.calls),
            refused_at: refused.and_then(|refused| refused.at),
            counts: self.counts(),
            seen: good.chain(agents).chain(elsewhere).collect(),
        }
    }
}

type Tallies = HashMap<(UatId, i64), Tally>;

/// The uses since the last batch.
#[derive(Default)]
pub struct Uses {
    map: Mutex<Tallies>,
    dropped: AtomicU64,
    begun: AtomicBool,
}

impl Uses {
    /// Notes a call of a token whose secret was right.
    pub fn note(&self, id: UatId, call: Call<'_>, at: Timestamp, outcome: Outcome) {
        self.with(id, at, |tally| tally.note(call, at, outcome));
    }

    /// Notes that an operation asked its caller for one more permission on its way.
    pub fn also(&self, id: UatId, at: Timestamp, operation: Operation, outcome: Outcome) {
        self.with(id, at, |tally| match outcome {
            Outcome::Let(None) => {}
            Outcome::Let(Some(permission)) => tally.count(false, permission.name(), 1),
            Outcome::Denied(code) | Outcome::Shut(code) => {
                tally.refuse(operation, code, at);
            }
        });
    }

    fn with(&self, id: UatId, at: Timestamp, note: impl FnOnce(&mut Tally)) {
        let key = (id, at.day());
        let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        let room = map.len() < CAPACITY;
        match map.entry(key) {
            Entry::Occupied(mut known) => note(known.get_mut()),
            Entry::Vacant(free) if room => note(free.insert(Tally::default())),
            Entry::Vacant(_) => self.lose(1),
        }
    }

    fn lose(&self, calls: u64) {
        self.dropped.fetch_add(calls, Ordering::Relaxed);
        metrics::counter!("countermark_uses_dropped_total").increment(calls);
    }

    /// How many calls were not noted because too many tokens were waiting.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn take(&self) -> Tallies {
        std::mem::take(&mut *self.map.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put_back(&self, rest: Vec<((UatId, i64), Tally)>) {
        let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, older) in rest {
            if map.len() < CAPACITY || map.contains_key(&key) {
                map.entry(key).or_default().absorb(older);
            } else {
                let refused = older.refused.map_or(0, |refused| refused.calls);
                self.lose(u64::try_from(older.calls.max(refused)).unwrap_or(0));
            }
        }
    }

    /// Keeps the time from which on uses are counted by permission, the first one that is given.
    pub async fn begin(&self, db: &Db, now: Timestamp) -> Result<(), DbError> {
        if self.begun.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut tx = db.write().await?;
        keys::set_first(&mut tx, SINCE, &now.0.to_string()).await?;
        tx.commit_unaudited().await?;
        self.begun.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Writes what was noted. What cannot be written now waits for the next batch.
    pub async fn flush(&self, db: &Db) -> Result<(), DbError> {
        let mut rest: Vec<_> = self.take().into_iter().collect();
        // One order for all nodes, so that two batches never wait for each other.
        rest.sort_by_key(|(key, _)| *key);
        while !rest.is_empty() {
            let batch: Vec<_> = rest.drain(..rest.len().min(BATCH)).collect();
            if let Err(error) = write(db, &batch).await {
                rest.extend(batch);
                self.put_back(rest);
                return Err(error);
            }
        }
        Ok(())
    }
}

async fn write(db: &Db, batch: &[((UatId, i64), Tally)]) -> Result<(), DbError> {
    let rows: Vec<_> = batch
        .iter()
        .map(|(key, tally)| tally.to_use(*key))
        .collect();
    let mut tx = db.write().await?;
    uses::record(&mut tx, &rows).await?;
    tx.commit_unaudited().await
}

/// The name of the setting that holds since when uses are counted by permission.
pub const SINCE: &str = "uses_since";

/// Since when uses are counted by permission here: a right that was used before that looks as if
/// it never was. `None` when they have not been yet.
///
/// # Errors
/// When the database failed.
pub async fn counted_since(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let known = keys::setting(conn, SINCE).await?;
    Ok(known.and_then(|text| text.parse().ok()).map(Timestamp))
}
