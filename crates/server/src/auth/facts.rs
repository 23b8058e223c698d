//! What this node knows by heart: companies, members, sessions, tokens and verified JWTs, so that
//! an authenticated request needs no SQL and no signature check.
//!
//! The truth is in the database. A change that takes a right away drops the fact before its own
//! request is answered, so the next request reads the truth again. Whoever read a row while it
//! was being changed cannot put the old one back: every drop raises a generation, and a row that
//! was read under an older one is used once but not kept.

use countermark_core::ids::{CompanyId, SessionId, UatId, UserId};
use countermark_store::{
    Db, DbError, Engine, companies, companies::Company, members, members::Member, sessions,
    sessions::Session, uats, uats::Uat,
};
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// With several nodes a fact may have been changed elsewhere: it is believed for so long only.
const SHARED_MAX_AGE: Duration = Duration::from_millis(750);

/// Facts of one kind are dropped together when there are more.
const CAPACITY: usize = 1_000_000;

/// What a change made untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A company's policy or state.
    Company(CompanyId),
    /// A person's role or state in a company, or their details.
    Member(CompanyId, UserId),
    /// A session ended or was confirmed.
    Session(SessionId),
    /// A token was narrowed, renamed or revoked.
    Uat(UatId),
}

struct Cache<K, V> {
    map: RwLock<HashMap<K, (Instant, Arc<V>)>>,
    generation: AtomicU64,
    max_age: Option<Duration>,
}

impl<K: Eq + Hash + Clone, V> Cache<K, V> {
    fn new(max_age: Option<Duration>) -> Self {
        Self {
            map: RwLock::default(),
            generation: AtomicU64::new(0),
            max_age,
        }
    }

    fn known(&self, key: &K) -> Option<Arc<V>> {
        let map = self.map.read().unwrap_or_else(PoisonError::into_inner);
        let (since, value) = map.get(key)?;
        let young = self.max_age.is_none_or(|max| since.elapsed() < max);
        young.then(|| value.clone())
    }

    async fn get(
        &self,
        key: K,
        load: impl Future<Output = Result<Option<V>, DbError>>,
    ) -> Result<Option<Arc<V>>, DbError> {
        if let Some(value) = self.known(&key) {
            return Ok(Some(value));
        }
        let generation = self.generation.load(Ordering::Acquire);
        // The age counts from before the read: that is how old the truth in it can be.
        let since = Instant::now();
        let Some(value) = load.await?.map(Arc::new) else {
            return Ok(None);
        };
        self.keep(key, value.clone(), generation, since);
        Ok(Some(value))
    }

    fn keep(&self, key: K, value: Arc<V>, generation: u64, since: Instant) {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        if self.generation.load(Ordering::Acquire) != generation {
            return;
        }
        if map.len() >= CAPACITY {
            map.clear();
        }
        map.insert(key, (since, value));
    }

    fn forget(&self, key: &K) {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::AcqRel);
        map.remove(key);
    }
}

/// The node's memory.
pub struct Facts {
    db: Db,
    companies: Cache<CompanyId, Company>,
    members: Cache<(CompanyId, UserId), Member>,
    sessions: Cache<SessionId, Session>,
    uats: Cache<UatId, Uat>,
    /// Verified JWTs by the SHA-256 of their text. What they claim cannot change, so there is
    /// nothing to forget; whether it still counts is asked of the session at every call.
    jwts: Cache<[u8; 32], crate::auth::jwt::Claims>,
}

impl Facts {
    /// An empty memory over that database.
    #[must_use]
    pub fn new(db: Db) -> Self {
        let max_age = match db.engine() {
            Engine::Sqlite => None,
            Engine::Postgres => Some(SHARED_MAX_AGE),
        };
        Self {
            db,
            companies: Cache::new(max_age),
            members: Cache::new(max_age),
            sessions: Cache::new(max_age),
            uats: Cache::new(max_age),
            jwts: Cache::new(None),
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
            }
        }
    }

    /// A company.
    pub async fn company(&self, id: CompanyId) -> Result<Option<Arc<Company>>, DbError> {
        let load = async { companies::get(&mut self.db.read().await?, id).await };
        self.companies.get(id, load).await
    }

    /// A member of a company.
    pub async fn member(
        &self,
        company: CompanyId,
        user: UserId,
    ) -> Result<Option<Arc<Member>>, DbError> {
        let load = async { members::get(&mut self.db.read().await?, company, user).await };
        self.members.get((company, user), load).await
    }

    /// A session.
    pub async fn session(&self, id: SessionId) -> Result<Option<Arc<Session>>, DbError> {
        let load = async { sessions::get(&mut self.db.read().await?, id).await };
        self.sessions.get(id, load).await
    }

    /// A token. One that is not known here is not wrong until the database has said so.
    pub async fn uat(&self, id: UatId) -> Result<Option<Arc<Uat>>, DbError> {
        let load = async { uats::for_authentication(&mut self.db.read().await?, id).await };
        self.uats.get(id, load).await
    }

    /// The claims of a JWT whose signature was verified before.
    #[must_use]
    pub fn verified_jwt(&self, digest: &[u8; 32]) -> Option<Arc<crate::auth::jwt::Claims>> {
        self.jwts.known(digest)
    }

    /// Remembers that a JWT's signature is good.
    pub fn remember_jwt(&self, digest: [u8; 32], claims: Arc<crate::auth::jwt::Claims>) {
        self.jwts.keep(digest, claims, 0, Instant::now());
    }
}
