//! Files of a company's own codes (contract §4.8): read piece by piece, so that the longest file
//! takes no more memory than a short one.
//!
//! [`Source`] takes whole rows from the file storage, some thousands at a time, from any place on
//! where a row begins; [`read`] makes lines of them, without a database; [`Judge`] says what codes
//! they are.

mod cut;
mod judge;
mod lines;
mod list;
mod source;
#[cfg(test)]
mod tests;

pub use judge::{Judge, Own, TAKEN};
pub use lines::{Columns, Defaults, Errors, Line, Seen, check, read, refuse_members};
pub use source::{Place, Portion, Source, Trouble};

use serde_json::{Map, Value};

/// Rows that are looked at together.
pub const PORTION: usize = 5_000;
/// The most bytes of them.
const PORTION_BYTES: usize = 4 << 20;
/// The most bytes of one row.
const ROW_BYTES: usize = 1 << 20;
/// The most codes of one upload, as of one order.
pub const MOST_CODES: i64 = 1_000_000;

/// Keys that say one thing together.
const JUDGED: [&str; 2] = ["activation_status", "blacklist_reason"];

/// What is said of a code, and what is said of all where nothing is said of this one. Status and
/// reason are one thing: who says either says both.
#[must_use]
pub fn over(all: &Map<String, Value>, said: Map<String, Value>) -> Map<String, Value> {
    let judged = JUDGED.iter().any(|key| said.contains_key(*key));
    let kept = |key: &str| !(judged && JUDGED.contains(&key));
    let mut members: Map<_, _> = all
        .iter()
        .filter(|(key, _)| kept(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    members.extend(said);
    members
}
