//! How long a node may believe what it knows by heart (design §6).
//!
//! A poll of the primary that was begun at a moment *s* and has been applied makes the memory as
//! good as the database was at *s*. The lease lasts until *s* + 750 ms; while it holds, nothing
//! in memory is older than that. When it is over, every request asks the primary, and is refused
//! with 503 when the primary is away: the bound holds whatever breaks.
//!
//! The clock goes on while the machine sleeps, so that a machine that wakes up believes nothing.

use crate::clock::since_boot;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// How long a good poll lets a node answer from memory, counted from the poll's start. The bound
/// that `docs/revocation.md` promises.
pub const LEASE: Duration = Duration::from_millis(750);

/// A node on its own: nobody else changes its database.
const FOR_EVER: u64 = u64::MAX;

/// The lease of a node.
pub struct Lease(AtomicU64);

impl Lease {
    /// A node that has its database to itself.
    #[must_use]
    pub const fn own() -> Self {
        Self(AtomicU64::new(FOR_EVER))
    }

    /// A node that shares it, and has not polled yet.
    #[must_use]
    pub const fn shared() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Whether other nodes may change the database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.0.load(Ordering::Acquire) != FOR_EVER
    }

    /// Notes a good poll that was begun at that time since boot. Called after what the poll
    /// found has been forgotten, never before.
    pub fn renew(&self, begun: Duration) {
        self.0.store(nanos(begun + LEASE), Ordering::Release);
    }

    /// Whether memory may be believed. To be asked *after* the value was read: a process that is
    /// stopped between the two must find that its time is over.
    #[must_use]
    pub fn holds(&self) -> bool {
        let until = self.0.load(Ordering::Acquire);
        until == FOR_EVER || nanos(since_boot()) < until
    }

    /// How old the knowledge in memory is; `None` for a node on its own, or before the first poll.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        let until = self.0.load(Ordering::Acquire);
        let begun = Duration::from_nanos(until).checked_sub(LEASE)?;
        (until != FOR_EVER).then(|| since_boot().saturating_sub(begun))
    }

    /// What is left of it; `None` for a node on its own.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        let until = self.0.load(Ordering::Acquire);
        let left = until.saturating_sub(nanos(since_boot()));
        (until != FOR_EVER).then(|| Duration::from_nanos(left))
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(FOR_EVER - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bound is written down twice on purpose: whoever moves it moves a promise.
    #[test]
    fn it_lasts_750_ms_from_the_start_of_the_poll() {
        assert_eq!(LEASE.as_millis(), 750);
        let lease = Lease::shared();
        assert!(lease.is_shared() && !lease.holds(), "before the first poll");
        let now = since_boot();
        lease.renew(now);
        assert!(lease.holds());
        assert!(lease.remaining().is_some_and(|left| left <= LEASE));
        lease.renew(now.checked_sub(LEASE).expect("the machine is older"));
        assert!(!lease.holds(), "a poll that took as long as the lease");
        assert_eq!(lease.remaining(), Some(Duration::ZERO));
    }

    #[test]
    fn a_node_on_its_own_needs_none() {
        let lease = Lease::own();
        assert!(lease.holds() && !lease.is_shared());
        assert_eq!(lease.remaining(), None);
    }
}
