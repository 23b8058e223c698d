//! A soft lock on guessing: after a few failures the next try for the same account *from the same
//! network* has to wait, longer each time. Nobody can lock a person out from elsewhere (NIST SP
//! 800-63B-4 §3.2.2), and tokens and open sessions are not touched at all.

use crate::{auth::address::network, error::ApiError};
use countermark_core::time::Timestamp;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Failures that cost nothing.
const FREE: u32 = 5;
/// The longest wait: a quarter of an hour.
const LONGEST_SECONDS: i64 = 900;
/// Entries are dropped when there are more; an attacker with that many addresses has other means.
const CAPACITY: usize = 100_000;

struct Failures {
    count: u32,
    wait_until: Timestamp,
}

/// The failures that this node remembers.
#[derive(Default)]
pub struct Lockout(Mutex<HashMap<(String, IpAddr), Failures>>);

impl Lockout {
    /// Lets a try through, or says how long to wait. `account` is the folded address, whether it
    /// exists or not.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn check(&self, account: &str, from: IpAddr, now: Timestamp) -> Result<(), ApiError> {
        let map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match map.get(&(account.to_owned(), network(from))) {
            Some(failures) if failures.wait_until > now => {
                let seconds = failures.wait_until.seconds() - now.seconds();
                Err(ApiError::throttled(u64::try_from(seconds).unwrap_or(1)))
            }
            _ => Ok(()),
        }
    }

    /// Notes a failure.
    pub fn failed(&self, account: &str, from: IpAddr, now: Timestamp) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= CAPACITY {
            map.clear();
        }
        let failures = map
            .entry((account.to_owned(), network(from)))
            .or_insert(Failures {
                count: 0,
                wait_until: now,
            });
        failures.count = failures.count.saturating_add(1);
        if let Some(beyond) = failures.count.checked_sub(FREE) {
            let wait = 1_i64.checked_shl(beyond.min(30)).unwrap_or(LONGEST_SECONDS);
            failures.wait_until = now.plus_seconds(wait.min(LONGEST_SECONDS));
        }
    }

    /// Forgets the failures after the right password.
    pub fn succeeded(&self, account: &str, from: IpAddr) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.remove(&(account.to_owned(), network(from)));
    }
}
