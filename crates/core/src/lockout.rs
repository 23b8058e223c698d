//! How guessing a password is slowed down (NIST SP 800-63B-4 §3.2.2; OWASP ASVS 5.0 §6.3.1).
//!
//! Failures are counted twice: for an account from one network, and for the account from
//! everywhere. The second count holds up only networks from which the right password never came:
//! a stranger with many addresses is slowed down, and the person at their usual place is not.

use crate::time::Timestamp;

/// Failures from one network that cost nothing.
pub const FREE: i64 = 5;
/// Failures from all networks together that cost strangers nothing. Ten later the longest wait
/// is reached, well before the hundred in a row that NIST allows.
pub const FREE_IN_ALL: i64 = 50;
/// The longest wait: a quarter of an hour, so that nobody is locked out for good.
pub const LONGEST_SECONDS: i64 = 900;

/// Failures in a row, and until when the next try has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i64,
    /// Until when; in the past when nobody has to wait.
    pub wait_until: Timestamp,
}

impl Failures {
    /// None.
    pub const NONE: Self = Self {
        count: 0,
        wait_until: Timestamp(0),
    };

    fn one_more(self, free: i64, now: Timestamp) -> Self {
        let count = self.count.saturating_add(1);
        let seconds = match count - free {
            beyond if beyond < 0 => 0,
            beyond => (1 << beyond.min(20)).min(LONGEST_SECONDS),
        };
        Self {
            count,
            wait_until: now.plus_seconds(seconds),
        }
    }

    /// Whether the next try has to wait. A clock that was wrong when the failure was noted locks
    /// nobody out until it is right: no wait is longer than the longest.
    fn waits(self, now: Timestamp) -> bool {
        self.wait_until > now && self.wait_until <= now.plus_seconds(LONGEST_SECONDS)
    }
}

/// How an account stands with somebody who tries its password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Failures from their network.
    pub own: Failures,
    /// Failures from everywhere.
    pub in_all: Failures,
    /// When the right password last came from their network; `None`: never, as far as is kept.
    pub known_since: Option<Timestamp>,
}

impl Standing {
    /// How an account stands that nothing is noted about.
    pub const NEW: Self = Self {
        own: Failures::NONE,
        in_all: Failures::NONE,
        known_since: None,
    };

    /// Until when the next try has to wait; `None`: it may come.
    #[must_use]
    pub fn wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        let in_all = Some(self.in_all).filter(|_| self.known_since.is_none());
        [Some(self.own), in_all]
            .into_iter()
            .flatten()
            .filter(|failures| failures.waits(now))
            .map(|failures| failures.wait_until)
            .max()
    }

    /// How it stands after one more failure.
    #[must_use]
    pub fn after_failure(self, now: Timestamp) -> Self {
        Self {
            own: self.own.one_more(FREE, now),
            in_all: self.in_all.one_more(FREE_IN_ALL, now),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FREE, FREE_IN_ALL, LONGEST_SECONDS, Standing};
    use crate::time::Timestamp;

    const NOW: Timestamp = Timestamp(1_795_521_600_000_000);

    fn wait(standing: &Standing) -> i64 {
        let until = standing.wait_until(NOW);
        until.map_or(0, |until| until.seconds() - NOW.seconds())
    }

    /// Security checklist 9: the wait grows and ends.
    #[test]
    fn the_wait_doubles_up_to_its_bound() {
        let mut standing = Standing::NEW;
        let mut waits = vec![];
        for _ in 0..FREE + 12 {
            standing = standing.after_failure(NOW);
            waits.push(wait(&standing));
        }
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900
            ]
        );
        for _ in 0..1_000 {
            standing = standing.after_failure(NOW);
        }
        assert_eq!(wait(&standing), LONGEST_SECONDS);
    }

    /// Security checklist 9, 10: all networks together are bound, a known one is not by theirs.
    #[test]
    fn a_known_network_is_bound_by_its_own_failures_only() {
        let mut strangers = Standing::NEW;
        for _ in 0..FREE_IN_ALL {
            strangers = strangers.after_failure(NOW);
        }
        let other = Standing {
            own: Standing::NEW.own,
            ..strangers
        };
        assert_eq!(wait(&other), 1);
        let known = Standing {
            known_since: Some(NOW),
            ..other
        };
        assert_eq!(wait(&known), 0);
        let clumsy = Standing {
            known_since: Some(NOW),
            ..strangers
        };
        assert_eq!(wait(&clumsy), LONGEST_SECONDS);
    }

    /// A failure noted by a clock far in the future locks nobody out (fault test F-14).
    #[test]
    fn a_wrong_clock_locks_nobody_out() {
        let mut standing = Standing::NEW;
        let wrong = NOW.plus_seconds(400 * 86_400);
        for _ in 0..100 {
            standing = standing.after_failure(wrong);
        }
        assert_eq!(wait(&standing), 0);
    }
}
