//! What this node knows by heart: companies, members, sessions, tokens and verified JWTs, so that
//! an authenticated request needs no SQL and no signature check.
//!
//! The truth is in the database. A change that takes a right away drops the fact before its own
//! request is answered, so the next request on this node reads the truth again. What another node
//! changed is dropped by [`super::watch`], and memory is believed only while the [`Lease`] holds.
//!
//! **A slow reader and a fast change.** Every drop raises a generation. Whoever loads a row notes
//! the generation before it asks, and keeps the row only if the generation is still the same. Let
//! a change be committed while a load is under way, here or elsewhere, and its drop be applied:
//! - after the row was kept: the drop removes it;
//! - between the noting and the keeping: the generation differs, the row is used for this request
//!   and not kept;
//! - before the noting: the change was visible in the database before the load was sent, and the
//!   load, a statement on its own on the primary, has a newer snapshot: it reads the new row.
//!
//! So once a drop is applied, no older row stands in memory, nor can come into it. A poll applies
//! all its drops and then renews the lease; hence while the lease holds, memory is at most 750 ms
//! behind the commits.
//!
//! **A process that is stopped.** The lease is asked after the value was read, by a clock that
//! goes on while the process is stopped: stopped before the question, it finds the lease over.
//! Stopped after it, the decision has been made, and the request goes on as one that was answered
//! slowly. What is promised is about requests that *start* after the bound; one that started
//! before it may end later. A row that was loaded for a request is as new as its load, which began
//! within the request ([`super::loads`]), however long the answer took.

use crate::auth::{lease::Lease, loads::Loads, source};
use countermark_core::{
    ids::{CompanyId, SessionId, UatId, UserId},
    time::Timestamp,
};
pub use countermark_store::changes::Changed;
use countermark_store::{
    Db, DbError, Engine, companies, companies::Company, members, members::Member, sessions,
    sessions::Session, uats, uats::Grant,
};
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How long a shared database may take to answer who somebody is, before it counts as away.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// Facts of one kind are dropped together when there are more.
const CAPACITY: usize = 1_000_000;

struct Cache<K, V> {
    map: RwLock<HashMap<K, Arc<V>>>,
    generation: AtomicU64,
    loads: Loads<K, V>,
}

impl<K: Eq + Hash + Clone, V> Cache<K, V> {
    fn new() -> Self {
        Self {
            map: RwLock::default(),
            generation: AtomicU64::new(0),
            loads: Loads::new(),
        }
    }

    fn known(&self, key: &K) -> Option<Arc<V>> {
        let map = self.map.read().unwrap_or_else(PoisonError::into_inner);
        map.get(key).cloned()
    }

    fn keep(&self, key: K, value: Arc<V>, generation: u64) {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        if self.generation.load(Ordering::Acquire) != generation {
            return;
        }
        if map.len() >= CAPACITY {
            map.clear();
        }
        map.insert(key, value);
    }

    fn forget(&self, key: &K) {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::AcqRel);
        map.remove(key);
    }

    fn forget_all(&self) {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::AcqRel);
        map.clear();
    }
}

/// A company under its present rules, and under those that wait for their day: which of the two
/// counts is a matter of the clock alone, on every node.
struct Rules {
    present: Arc<Company>,
    later: Option<(Timestamp, Arc<Company>)>,
}

impl Rules {
    fn of(company: Company) -> Self {
        let later = company
            .settled()
            .map(|(at, settled)| (at, Arc::new(settled)));
        Self {
            present: Arc::new(company),
            later,
        }
    }

    fn at(&self, now: Timestamp) -> Arc<Company> {
        match &self.later {
            Some((at, company)) if *at <= now => company.clone(),
            _ => self.present.clone(),
        }
    }
}

/// The node's memory.
pub struct Facts {
    db: Db,
    lease: Lease,
    companies: Cache<CompanyId, Rules>,
    members: Cache<(CompanyId, UserId), Member>,
    sessions: Cache<SessionId, Session>,
    uats: Cache<UatId, Grant>,
    /// Verified JWTs by the SHA-256 of their text. What they claim cannot change, so there is
    /// nothing to forget; whether it still counts is asked of the key and the session at every
    /// call.
    jwts: Cache<[u8; 32], crate::auth::jwt::Checked>,
}

impl Facts {
    /// An empty memory over that database.
    #[must_use]
    pub fn new(db: Db) -> Self {
        let lease = match db.engine() {
            Engine::Sqlite => Lease::own(),
            Engine::Postgres => Lease::shared(),
        };
        Self {
            db,
            lease,
            companies: Cache::new(),
            members: Cache::new(),
            sessions: Cache::new(),
            uats: Cache::new(),
            jwts: Cache::new(),
        }
    }

    /// Drops what a committed change made untrue. Called before the change is answered.
    pub fn forget(&self, changes: &[Changed]) {
        for change in changes {
            match change {
                Changed::Company(id) => self.companies.forget(id),
                Changed::Member(company, user) => self.members.forget(&(*company, *user)),
                Changed::Session(id) => self.sessions.forget(id),
                Changed::Uat(id) => self.uats.forget(id),
                Changed::Everything => self.forget_everything(),
            }
        }
    }

    fn forget_everything(&self) {
        self.companies.forget_all();
        self.members.forget_all();
        self.sessions.forget_all();
        self.uats.forget_all();
    }

    /// How long memory may be believed.
    #[must_use]
    pub const fn lease(&self) -> &Lease {
        &self.lease
    }

    async fn get<K: Eq + Hash + Clone, V>(
        &self,
        cache: &Cache<K, V>,
        key: K,
        load: impl AsyncFnOnce() -> Result<Option<V>, DbError>,
    ) -> Result<Option<Arc<V>>, DbError> {
        // The value first, the lease after it: the order is the point.
        if let Some(value) = cache.known(&key)
            && self.lease.holds()
        {
            return Ok(Some(value));
        }
        source::asked();
        // Boxed: most calls do not come here, and need not carry what it takes.
        let loaded = Box::pin(cache.loads.one(key.clone(), async {
            let generation = cache.generation.load(Ordering::Acquire);
            let loaded = load().await?.map(Arc::new);
            if let Some(value) = &loaded {
                cache.keep(key, value.clone(), generation);
            }
            Ok(loaded)
        }));
        if !self.lease.is_shared() {
            return loaded.await;
        }
        let late = |_| DbError::Unavailable("no answer in time".into());
        tokio::time::timeout(PATIENCE, loaded).await.map_err(late)?
    }

    /// A company under the rules of that time.
    pub async fn company(
        &self,
        id: CompanyId,
        now: Timestamp,
    ) -> Result<Option<Arc<Company>>, DbError> {
        let load = async || {
            let company = companies::get(&mut self.db.read_who().await?, id).await?;
            Ok(company.map(Rules::of))
        };
        let rules = self.get(&self.companies, id, load).await?;
        Ok(rules.map(|rules| rules.at(now)))
    }

    /// A member of a company.
    pub async fn member(
        &self,
        company: CompanyId,
        user: UserId,
    ) -> Result<Option<Arc<Member>>, DbError> {
        let load = async || members::get(&mut self.db.read_who().await?, company, user).await;
        self.get(&self.members, (company, user), load).await
    }

    /// A session.
    pub async fn session(&self, id: SessionId) -> Result<Option<Arc<Session>>, DbError> {
        let load = async || sessions::get(&mut self.db.read_who().await?, id).await;
        self.get(&self.sessions, id, load).await
    }

    /// A token. One that is not known here is not wrong until the database has said so.
    pub async fn uat(&self, id: UatId) -> Result<Option<Arc<Grant>>, DbError> {
        let load = async || uats::grant(&mut self.db.read_who().await?, id).await;
        self.get(&self.uats, id, load).await
    }

    /// What is known of a JWT whose signature was verified before.
    #[must_use]
    pub fn verified_jwt(&self, digest: &[u8; 32]) -> Option<Arc<crate::auth::jwt::Checked>> {
        self.jwts.known(digest)
    }

    /// Remembers that a JWT's signature is good.
    pub fn remember_jwt(&self, digest: [u8; 32], verified: Arc<crate::auth::jwt::Checked>) {
        self.jwts.keep(digest, verified, 0);
    }
}
