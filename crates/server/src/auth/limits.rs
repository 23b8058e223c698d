//! Rate limits of the contract (§7), each counted by what it protects.

use crate::{auth::address::network, error::ApiError};
use countermark_core::ids::UserId;
use governor::{
    Quota, RateLimiter, clock::Clock as _, clock::DefaultClock, state::keyed::DashMapStateStore,
};
use std::{hash::Hash, net::IpAddr, num::NonZeroU32};

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock>;

/// The limiters of this node, or none (benches and tests).
pub struct Limits(Option<All>);

struct All {
    anonymous: Keyed<IpAddr>,
    login: Keyed<IpAddr>,
    user: Keyed<UserId>,
    clock: DefaultClock,
}

const fn per_minute(calls: u32) -> Quota {
    match NonZeroU32::new(calls) {
        Some(calls) => Quota::per_minute(calls),
        None => unreachable!(),
    }
}

impl Limits {
    /// The contract's limits.
    #[must_use]
    pub fn contract() -> Self {
        Self(Some(All {
            anonymous: RateLimiter::keyed(per_minute(200)),
            login: RateLimiter::keyed(per_minute(10)),
            user: RateLimiter::keyed(per_minute(3_000)),
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
        self.check(|all| &all.anonymous, &network(address))
    }

    /// Something that tries a password or a code: 10 a minute from one network.
    ///
    /// # Errors
    /// 429.
    pub fn login(&self, address: IpAddr) -> Result<(), ApiError> {
        self.check(|all| &all.login, &network(address))
    }

    /// A call with a good credential: 3,000 a minute for each person.
    ///
    /// # Errors
    /// 429.
    pub fn user(&self, user: UserId) -> Result<(), ApiError> {
        self.check(|all| &all.user, &user)
    }

    fn check<K: Hash + Eq + Clone>(
        &self,
        which: impl Fn(&All) -> &Keyed<K>,
        key: &K,
    ) -> Result<(), ApiError> {
        let Some(all) = &self.0 else { return Ok(()) };
        which(all).check_key(key).map_err(|until| {
            let wait = until.wait_time_from(all.clock.now());
            ApiError::throttled(wait.as_secs() + 1)
        })
    }

    /// Forgets keys that are back at their full allowance, so that memory does not grow.
    pub fn sweep(&self) {
        if let Some(all) = &self.0 {
            all.anonymous.retain_recent();
            all.login.retain_recent();
            all.user.retain_recent();
        }
    }
}
