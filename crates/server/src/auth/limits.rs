//! Rate limits of the contract (§7), each counted by what it protects, and what answers tell of
//! them (IETF draft `RateLimit` header fields for HTTP, `draft-ietf-httpapi-ratelimit-headers`).
//!
//! A call with a good credential is counted by that credential: each token has its own allowance,
//! so that one system gone wild does not starve its owner's other ones. A person's log-ins share
//! one, so that logging in again buys nothing. Above the tokens stands a ceiling for their person:
//! [`CEILING`] tokens at work are as good as any number.

use crate::{
    auth::{Credential, Principal, address::network},
    error::ApiError,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use countermark_core::ids::{UatId, UserId};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use std::{cell::Cell, fmt::Write as _, net::IpAddr, num::NonZeroU32, pin::Pin};
use tokio::task::futures::TaskLocalFuture;

/// How many times the allowance of one token all tokens of a person have together, on each node.
pub const CEILING: u32 = 5;

/// A kind of call that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Calls without a good credential, by network.
    Anonymous,
    /// Passwords and codes that are tried, by network.
    Login,
    /// Calls with a good credential, by credential.
    User,
    /// Calls with a campaign's consumer key, by campaign.
    Consumer,
    /// Changes of supply-chain data, by credential. Counts instead of [`Scope::User`].
    ScmUpdate,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [
        Self::Anonymous,
        Self::Login,
        Self::User,
        Self::Consumer,
        Self::ScmUpdate,
    ];

    /// Its name in the headers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Login => "login",
            Self::User => "user",
            Self::Consumer => "consumer",
            Self::ScmUpdate => "scm_update",
        }
    }

    /// How many calls in how many seconds (contract §7).
    #[must_use]
    pub const fn allowance(self) -> (u32, u64) {
        match self {
            Self::Anonymous => (200, 60),
            Self::Login => (10, 60),
            Self::User => (3_000, 60),
            Self::Consumer => (2_000, 60),
            Self::ScmUpdate => (10, 1),
        }
    }

    fn quota(self, times: u32) -> Quota {
        let (calls, seconds) = self.allowance();
        let calls = NonZeroU32::new(calls * times).unwrap_or(NonZeroU32::MIN);
        match seconds {
            1 => Quota::per_second(calls),
            _ => Quota::per_minute(calls),
        }
    }
}

/// Whose calls are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A network.
    Network(IpAddr),
    /// A token.
    Token(UatId),
    /// A person's log-ins, cookies and JWTs together.
    Person(UserId),
    /// A campaign.
    Campaign(i64),
}

impl Key {
    /// The credential of a caller.
    #[must_use]
    pub fn of(caller: &Principal) -> Self {
        match &caller.credential {
            Credential::Uat(uat) => Self::Token(uat.id),
            Credential::Session(_) => Self::Person(caller.user()),
        }
    }
}

type Keyed = RateLimiter<Key, DashMapStateStore<Key>, DefaultClock, StateInformationMiddleware>;

/// The limiters of this node, or none (benches and tests).
pub struct Limits(Option<All>);

struct All {
    scopes: [Keyed; Scope::ALL.len()],
    /// All tokens of a person together.
    ceilings: [Keyed; Scope::ALL.len()],
    clock: DefaultClock,
}

impl Limits {
    /// The contract's limits.
    #[must_use]
    pub fn contract() -> Self {
        let limiters = |times| {
            Scope::ALL.map(|scope| RateLimiter::keyed(scope.quota(times)).with_middleware())
        };
        Self(Some(All {
            scopes: limiters(1),
            ceilings: limiters(CEILING),
            clock: DefaultClock::default(),
        }))
    }

    /// No limits.
    #[must_use]
    pub const fn off() -> Self {
        Self(None)
    }

    /// A call without a good credential: 200 a minute from one network.
    ///
    /// # Errors
    /// 429.
    pub fn anonymous(&self, address: IpAddr) -> Result<(), ApiError> {
        self.count(Scope::Anonymous, Key::Network(network(address)))
    }

    /// Something that tries a password or a code: 10 a minute from one network.
    ///
    /// # Errors
    /// 429.
    pub fn login(&self, address: IpAddr) -> Result<(), ApiError> {
        self.count(Scope::Login, Key::Network(network(address)))
    }

    /// A call with a good credential: 3,000 a minute for each token, and for each person's
    /// log-ins together, or what `scope` allows in its place; [`CEILING`] times that for all
    /// tokens of a person.
    ///
    /// # Errors
    /// 429.
    pub fn user(&self, scope: Scope, caller: &Principal) -> Result<(), ApiError> {
        match Key::of(caller) {
            Key::Token(uat) => self.token(scope, uat, caller.user()),
            key => self.count(scope, key),
        }
    }

    /// Counts a call by a token, and under its person's ceiling. The headers tell of whichever has
    /// less left. What the token itself may not do any more is not counted for the person.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn token(&self, scope: Scope, uat: UatId, person: UserId) -> Result<(), ApiError> {
        self.count(scope, Key::Token(uat))?;
        let Some(all) = &self.0 else { return Ok(()) };
        match all.ceilings[scope as usize].check_key(&Key::Person(person)) {
            Ok(state) => {
                note(scope, state.remaining_burst_capacity());
                Ok(())
            }
            Err(until) => {
                note(scope, 0);
                let wait = until.wait_time_from(all.clock.now());
                Err(ApiError::throttled(wait.as_secs() + 1))
            }
        }
    }

    /// Counts a call of that scope; the answer's headers will tell of it.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn count(&self, scope: Scope, key: Key) -> Result<(), ApiError> {
        let Some(all) = &self.0 else { return Ok(()) };
        match all.scopes[scope as usize].check_key(&key) {
            Ok(state) => {
                note(scope, state.remaining_burst_capacity());
                Ok(())
            }
            Err(until) => {
                note(scope, 0);
                let wait = until.wait_time_from(all.clock.now());
                Err(ApiError::throttled(wait.as_secs() + 1))
            }
        }
    }

    /// Forgets keys that are back at their full allowance, so that memory does not grow.
    pub fn sweep(&self) {
        let all = self.0.iter();
        for limiter in all.flat_map(|all| all.scopes.iter().chain(&all.ceilings)) {
            limiter.retain_recent();
        }
    }
}

/// For each scope that a request was counted in, how many calls it has left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted([Option<u32>; Scope::ALL.len()]);

tokio::task_local! {
    /// What the request that this task is busy with was counted in: counting happens at the gates
    /// and deep in handlers, and no place of it can be forgotten this way.
    static COUNTED: Cell<Counted>;
}

fn note(scope: Scope, left: u32) {
    // Outside of a request there is nobody to tell.
    let _ = COUNTED.try_with(|cell| {
        let mut counted = cell.get();
        // Counted twice in one scope, the tighter bound is what the caller must know.
        let left = counted.0[scope as usize].map_or(left, |before| before.min(left));
        counted.0[scope as usize] = Some(left);
        cell.set(counted);
    });
}

/// A request that is counted: [`Counted::by`] says in what.
pub type Counting<F> = TaskLocalFuture<Cell<Counted>, F>;

/// Begins with a request that was not counted yet.
pub fn counting<F: Future>(request: F) -> Counting<F> {
    COUNTED.scope(Cell::default(), request)
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

impl Counted {
    /// What that request was counted in so far.
    #[must_use]
    pub fn by<F>(request: Pin<&mut Counting<F>>) -> Self {
        request.take_value().unwrap_or_default().into_inner()
    }

    /// Writes `RateLimit-Policy` (`q` calls in `w` seconds) and `RateLimit` (`r` calls left, `t`
    /// seconds until all of them are back), one item for each scope.
    pub fn write(&self, headers: &mut HeaderMap) {
        let (mut policy, mut limit) = (String::new(), String::new());
        for scope in Scope::ALL {
            let Some(left) = self.0[scope as usize] else {
                continue;
            };
            let (calls, seconds) = scope.allowance();
            let used = u64::from(calls.saturating_sub(left));
            let until = (used * seconds).div_ceil(u64::from(calls));
            let (name, comma) = (scope.name(), if policy.is_empty() { "" } else { ", " });
            let _ = write!(policy, "{comma}\"{name}\";q={calls};w={seconds}");
            let _ = write!(limit, "{comma}\"{name}\";r={left};t={until}");
        }
        for (name, text) in [(POLICY, policy), (LIMIT, limit)] {
            if let Ok(value) = HeaderValue::try_from(text)
                && !value.is_empty()
            {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CEILING, Counted, Key, Limits, Scope, counting};
    use axum::http::HeaderMap;
    use countermark_core::ids::{UatId, UserId};
    use std::{pin::pin, time::Instant};

    async fn counted<T>(request: impl Future<Output = T>) -> (T, Counted) {
        let mut request = pin!(counting(request));
        let answer = request.as_mut().await;
        (answer, Counted::by(request))
    }

    /// Counts until one is refused; how many went through.
    fn through(limits: &Limits, scope: Scope, key: Key) -> u32 {
        let mut calls = 0;
        while limits.count(scope, key).is_ok() {
            calls += 1;
        }
        calls
    }

    /// Contract §7: each scope has its own allowance, for each key, and no more.
    #[test]
    fn every_scope_has_the_contracts_allowance() {
        let limits = Limits::contract();
        for scope in Scope::ALL {
            for key in [
                Key::Campaign(1),
                Key::Token(UatId(1)),
                Key::Person(UserId(1)),
            ] {
                let begun = Instant::now();
                let calls = f64::from(through(&limits, scope, key));
                let (allowed, seconds) = scope.allowance();
                let allowed = f64::from(allowed);
                #[expect(clippy::cast_precision_loss, reason = "a minute")]
                let grown = begun.elapsed().as_secs_f64() / seconds as f64 * allowed + 1.0;
                assert!(
                    (allowed..=allowed + grown).contains(&calls),
                    "{scope:?}: {calls}"
                );
            }
        }
        assert_eq!(Scope::ScmUpdate.allowance(), (10, 1));
        assert_eq!(Scope::Consumer.allowance(), (2_000, 60));
        assert!(limits.count(Scope::Consumer, Key::Campaign(2)).is_ok());
    }

    /// A person with a hundred tokens has not a hundred times the allowance.
    #[tokio::test]
    async fn all_tokens_of_a_person_are_under_one_ceiling() {
        let limits = Limits::contract();
        let (ada, bob) = (UserId(1), UserId(2));
        let scope = Scope::ScmUpdate;
        let begun = Instant::now();
        let mut calls = 0_u32;
        for number in 0..100 {
            while limits.token(scope, UatId(number), ada).is_ok() {
                calls += 1;
            }
        }
        let (allowed, _) = scope.allowance();
        let allowed = f64::from(allowed * CEILING);
        let grown = begun.elapsed().as_secs_f64() * allowed + 1.0;
        assert!(
            (allowed..=allowed + grown).contains(&f64::from(calls)),
            "{calls}"
        );
        // Nobody else has less of it, and her log-ins are counted by themselves.
        assert!(limits.token(scope, UatId(1_000), bob).is_ok());
        assert!(limits.count(scope, Key::Person(ada)).is_ok());
        // A token that has its own allowance left is told of the ceiling.
        while limits.token(Scope::User, UatId(7), ada).is_ok() {}
        for number in 0..u128::from(CEILING) - 1 {
            while limits.token(Scope::User, UatId(number + 10), ada).is_ok() {}
        }
        let told =
            |uat, person| counted(async move { limits.token(Scope::User, uat, person).is_ok() });
        let (went, left) = told(UatId(99), ada).await;
        assert!(
            left.0[Scope::User as usize].unwrap_or(9_999) < 1_000,
            "{went} {left:?}"
        );
    }

    #[tokio::test]
    async fn headers_tell_of_every_scope_that_was_counted() {
        let limits = Limits::contract();
        let key = Key::Person(UserId(1));
        let headers = async |calls: usize| {
            let ((), counted) = counted(async {
                for _ in 0..calls {
                    let _ = limits.count(Scope::Login, key);
                    let _ = limits.count(Scope::ScmUpdate, key);
                }
            })
            .await;
            let mut headers = HeaderMap::new();
            counted.write(&mut headers);
            headers
        };
        assert!(headers(0).await.is_empty());
        let told = headers(1).await;
        assert_eq!(
            told["ratelimit-policy"],
            "\"login\";q=10;w=60, \"scm_update\";q=10;w=1"
        );
        assert_eq!(
            told["ratelimit"],
            "\"login\";r=9;t=6, \"scm_update\";r=9;t=1"
        );
        let told = headers(40).await;
        let told = told["ratelimit"].to_str().expect("text");
        assert!(told.starts_with("\"login\";r=0;t=60, "), "{told}");
    }
}
