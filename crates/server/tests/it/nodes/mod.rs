//! Two nodes of the built program on one PostgreSQL of their own. Rights are taken away on node A
//! while node B is hammered with the credentials that lose them, in good weather and in bad. What
//! is measured goes into `docs/revocation.md` (`COUNTERMARK_WRITE_FIGURES=1` writes it there).
//!
//! One clock, the test's, judges: a request that *started* more than [`BOUND`] after A's answer
//! had arrived, which is after the commit, must not be accepted anywhere; on A none that started
//! after the answer.

mod calls;
mod change;
mod cut;
mod deaf;
mod figures;
mod frozen;
mod hammer;
mod installation;
mod many;
mod metrics;
mod operator;
mod paused;
mod stalled;
mod tunnel;
mod usual;
mod weather;

use std::time::Duration;

/// The promise is 750 ms; the rest is for the noise of a small machine. Not to be moved.
const BOUND: Duration = Duration::from_secs(1);
