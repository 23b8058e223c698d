//! What a code is, apart from its data: its ids, its status, and why it is blacklisted (contract
//! §4.5, §4.8, §5).

use std::str::FromStr;

/// Whether a code on an item is good. On the wire of the admin API it is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Not on sale yet.
    Inactive = 0,
    /// Good.
    Active = 1,
    /// Not to be trusted; there may be a reason.
    Blacklisted = 2,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Inactive, Self::Active, Self::Blacklisted];

    /// The status of that number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let at = usize::try_from(number).ok()?;
        Self::ALL.get(at).copied()
    }

    /// The number on the wire and in the database.
    #[must_use]
    pub const fn number(self) -> i64 {
        self as i64
    }
}

/// Why codes are blacklisted, by number (contract §4.5).
pub const REASONS: [&str; 11] = [
    "none",
    "counterfeits detected",
    "low quality",
    "overprint",
    "stolen",
    "damage",
    "lost",
    "misprint",
    "not sold",
    "work order canceled",
    "max scan count exceeded",
];

/// Why a code is blacklisted: a number below that of [`REASONS`]. Zero is "none", and what every
/// code has that is not blacklisted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason(i64);

impl Reason {
    /// No reason is given.
    pub const NONE: Self = Self(0);
    /// It was scanned more than is allowed.
    pub const MAX_SCANS: Self = Self(10);

    /// The reason of that number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let at = usize::try_from(number).ok()?;
        (at < REASONS.len()).then_some(Self(number))
    }

    /// The number on the wire and in the database.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// The longest id of a code: a GS1 Digital Link path with every part at its longest fits.
const LONGEST: usize = 200;

/// An id as a scan or a path names it. It may still be nobody's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExtendedId(String);

impl ExtendedId {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExtendedId {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let good = !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control);
        good.then(|| Self(text.to_owned())).ok_or(())
    }
}
