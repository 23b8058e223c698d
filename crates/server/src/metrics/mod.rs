//! What the server counts for its operator. No label names a person, a company or a token.
//!
//! Without a recorder, which `--metrics-listen` installs, counting costs next to nothing.

pub mod export;
pub mod requests;

use crate::{
    auth::{origins, source::Source},
    log,
};
use metrics::{
    Counter, Histogram, counter, describe_counter, describe_gauge, describe_histogram, histogram,
};

/// The counters that are used often, looked up once.
pub struct Metrics {
    /// Changes of rights that polls have found.
    pub changes: Counter,
    /// Polls that failed.
    pub polls_failed: Counter,
    /// How old the node's knowledge had become when a poll renewed it.
    pub poll_lag: Histogram,
    from_memory: Counter,
    from_primary: Counter,
    unavailable: Counter,
}

/// The name of the lease's gauge.
pub const LEASE_SECONDS: &str = "countermark_auth_lease_seconds";
/// The name of the poll's histogram.
pub const POLL_LAG: &str = "countermark_auth_poll_lag_seconds";
/// The name of the requests' counter.
pub const REQUESTS: &str = "countermark_http_requests_total";

impl Metrics {
    /// Asks the recorder, if there is one, for each of them.
    #[must_use]
    pub fn new() -> Self {
        describe();
        let requests =
            |from: &'static str| counter!("countermark_auth_requests_total", "from" => from);
        Self {
            changes: counter!("countermark_auth_changes_total"),
            polls_failed: counter!("countermark_auth_polls_failed_total"),
            poll_lag: histogram!(POLL_LAG),
            from_memory: requests("memory"),
            from_primary: requests("primary"),
            unavailable: requests("unavailable"),
        }
    }

    /// Counts a request with a credential by where the answer about its caller came from.
    pub fn authenticated(&self, source: Source) {
        match source {
            Source::Memory => self.from_memory.increment(1),
            Source::Primary => self.from_primary.increment(1),
        }
    }

    /// Counts a request that was refused because the truth could not be reached.
    pub fn unavailable(&self) {
        self.unavailable.increment(1);
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

fn describe() {
    describe_gauge!(
        LEASE_SECONDS,
        "Seconds for which this node may still answer from memory; 0: every request asks the database."
    );
    describe_histogram!(
        POLL_LAG,
        "How old the node's knowledge of rights had become when a poll renewed it."
    );
    describe_counter!(
        "countermark_auth_changes_total",
        "Changes of rights that polls have found."
    );
    describe_counter!(
        "countermark_auth_polls_failed_total",
        "Polls for changes of rights, or connections for them, that failed."
    );
    describe_counter!(
        "countermark_auth_requests_total",
        "Requests with a credential, by where the answer about their caller came from."
    );
    describe_counter!(
        "countermark_uses_dropped_total",
        "Calls of tokens that were not noted because too many tokens were waiting."
    );
    describe_counter!(
        log::DROPPED,
        "Lines of the log that were lost because nobody took them, or they could not be written."
    );
    describe_counter!(
        origins::REFUSED,
        "Calls with a good token that were refused for where they came from, by whether the server knows where that is."
    );
    describe_counter!(REQUESTS, "Requests by method, route and status.");
}
