//! What a scan tells of its code (contract §5, alert types): a pure judgement over facts, so that
//! it can be written down as a table.
//!
//! Some flags follow from the code alone. Others need a bound that a campaign has set in one of
//! its alerts; without the alert the flag is never raised.

use crate::time::Timestamp;
use jiff::civil::Date;
use std::fmt::Write as _;

/// Something about a scan that somebody may want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// The code is blacklisted.
    Blacklisted,
    /// The code is not active.
    Inactive,
    /// Scanned in another country than the one it was meant for.
    OffMarket,
    /// Scanned after its sell-by date.
    AfterSellBy,
    /// The code was marked as consumed before.
    AlreadyConsumed,
    /// Scanned in one of the countries that the campaign names.
    ExceptionalCountry,
    /// Scanned more often than the campaign expects.
    ScanCount,
    /// Scanned by more devices than the campaign expects.
    SessionCount,
    /// Scanned too often, or too far apart, in too short a time.
    Anomaly,
}

impl Flag {
    /// Every flag, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Blacklisted,
        Self::Inactive,
        Self::OffMarket,
        Self::AfterSellBy,
        Self::AlreadyConsumed,
        Self::ExceptionalCountry,
        Self::ScanCount,
        Self::SessionCount,
        Self::Anomaly,
    ];

    /// The name on the wire (`out-of-market` is contract §4.7; the others follow its form).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blacklisted => "blacklisted",
            Self::Inactive => "inactive",
            Self::OffMarket => "out-of-market",
            Self::AfterSellBy => "after-sell-by",
            Self::AlreadyConsumed => "already-consumed",
            Self::ExceptionalCountry => "exceptional-country",
            Self::ScanCount => "scan-count",
            Self::SessionCount => "session-count",
            Self::Anomaly => "anomaly",
        }
    }

    /// The flag of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.name() == name)
    }
}

/// The flags of a scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// Whether it is among them.
    #[must_use]
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u16) != 0
    }

    /// Adds one if that is so.
    const fn set(&mut self, flag: Flag, holds: bool) {
        if holds {
            self.0 |= 1 << flag as u16;
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them, in the order of [`Flag::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL
            .into_iter()
            .filter(move |flag| self.contains(*flag))
    }

    /// Their names.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Flag::name).collect()
    }

    /// The stored form: each name between blanks, so that one is found in it by ` name `.
    #[must_use]
    pub fn to_stored(self) -> String {
        let mut text = String::new();
        for flag in self.iter() {
            let _ = write!(text, " {} ", flag.name());
        }
        text
    }

    /// Reads the stored form. A name that this version does not know is no flag.
    #[must_use]
    pub fn from_stored(text: &str) -> Self {
        let mut flags = Self::default();
        for flag in text.split_whitespace().filter_map(Flag::parse) {
            flags.set(flag, true);
        }
        flags
    }
}

/// A point on the earth, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// North is positive.
    pub latitude: i64,
    /// East is positive.
    pub longitude: i64,
}

impl Point {
    /// The point, if there is one at those degrees.
    #[must_use]
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let in_range = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "in range, it is at most 180 million"
        )]
        let millionths = |degrees: f64| (degrees * 1e6).round() as i64;
        in_range.then(|| Self {
            latitude: millionths(latitude),
            longitude: millionths(longitude),
        })
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "nine digits at most")]
    pub fn degrees(self) -> (f64, f64) {
        (self.latitude as f64 / 1e6, self.longitude as f64 / 1e6)
    }

    /// Kilometres to another point along the surface (haversine formula).
    #[must_use]
    pub fn kilometres(self, other: Self) -> f64 {
        const EARTH_RADIUS: f64 = 6_371.0;
        let ((a, b), (c, d)) = (self.degrees(), other.degrees());
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let chord = half(a, c) + a.to_radians().cos() * c.to_radians().cos() * half(b, d);
        2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
    }
}

/// A bound that a campaign has set in an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// More scans of one code than this.
    ScanCount {
        /// As many are fine.
        most: i64,
    },
    /// More devices at one code than this.
    SessionCount {
        /// As many are fine.
        most: i64,
        /// Whether the code is blacklisted then.
        auto_blacklist: bool,
    },
    /// A scan in one of these countries.
    ExceptionalCountry {
        /// ISO 3166 alpha-2, upper case.
        countries: Vec<String>,
    },
    /// So many scans of one code within a period, at least so far apart.
    Anomaly {
        /// From how many on; 2 or more.
        scans: i64,
        /// Within so many seconds.
        seconds: i64,
        /// Two of them at least so far apart; 0 asks for no distance.
        kilometres: i64,
    },
}

/// Another scan of the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// When.
    pub at: Timestamp,
    /// Where, as far as that is known.
    pub place: Option<Point>,
}

/// What is known at the moment of a scan.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// 0 inactive, 1 active, 2 blacklisted (contract §4.5).
    pub activation_status: i64,
    /// The country of the scan, upper case; empty when unknown.
    pub country: &'a str,
    /// What the code's `intended_market` says.
    pub intended_market: Option<&'a str>,
    /// What the code's `sell_by_date` says.
    pub sell_by_date: Option<&'a str>,
    /// What the code's `is_consumed` says.
    pub is_consumed: Option<&'a str>,
    /// The day of the scan in the company's time zone.
    pub today: Option<Date>,
    /// When it was scanned.
    pub at: i64,
    /// Where, as far as that is known.
    pub place: Option<Point>,
    /// How often the code was scanned, this scan included.
    pub scans: i64,
    /// By how many devices, this one included, since it was last taken off the blacklist.
    pub sessions: i64,
    /// Scans of the code before this one, as far back as some bound asks.
    pub earlier: &'a [Earlier],
}

/// Whether a stored value says yes.
#[must_use]
pub fn is_yes(value: &str) -> bool {
    ["1", "true", "yes", "y"].contains(&value.trim().to_lowercase().as_str())
}

/// The flags of a scan.
#[must_use]
pub fn judge(facts: &Facts<'_>, bounds: &[Bound]) -> Flags {
    let mut flags = Flags::default();
    flags.set(Flag::Blacklisted, facts.activation_status == 2);
    flags.set(Flag::Inactive, facts.activation_status == 0);
    flags.set(Flag::OffMarket, is_off_market(facts));
    flags.set(Flag::AfterSellBy, is_after_sell_by(facts));
    let consumed = facts.is_consumed.is_some_and(is_yes);
    flags.set(Flag::AlreadyConsumed, consumed);
    for bound in bounds {
        match bound {
            Bound::ScanCount { most } => flags.set(Flag::ScanCount, facts.scans > *most),
            Bound::SessionCount { most, .. } => {
                flags.set(Flag::SessionCount, facts.sessions > *most);
            }
            Bound::ExceptionalCountry { countries } => {
                let named = countries
                    .iter()
                    .any(|one| one.eq_ignore_ascii_case(facts.country));
                flags.set(Flag::ExceptionalCountry, named);
            }
            Bound::Anomaly {
                scans,
                seconds,
                kilometres,
            } => flags.set(
                Flag::Anomaly,
                is_anomaly(facts, *scans, *seconds, *kilometres),
            ),
        }
    }
    flags
}

/// Only two countries that are known can differ (compared in any case, contract §8.15).
fn is_off_market(facts: &Facts<'_>) -> bool {
    let meant = facts.intended_market.map_or("", str::trim);
    let known = |country: &str| country.len() == 2 && country.is_ascii();
    known(meant) && known(facts.country) && !meant.eq_ignore_ascii_case(facts.country)
}

/// Dates in another form than `YYYY-MM-DD` are kept verbatim and say nothing here.
fn is_after_sell_by(facts: &Facts<'_>) -> bool {
    let last = facts.sell_by_date.map(str::trim);
    let last = last
        .filter(|text| text.len() == 10)
        .and_then(|text| text.parse::<Date>().ok());
    matches!((last, facts.today), (Some(last), Some(today)) if today > last)
}

fn is_anomaly(facts: &Facts<'_>, scans: i64, seconds: i64, kilometres: i64) -> bool {
    let since = Timestamp(facts.at).plus_seconds(-seconds).0;
    let near = facts
        .earlier
        .iter()
        .filter(|one| (since..=facts.at).contains(&one.at.0));
    let near: Vec<_> = near.collect();
    if i64::try_from(near.len()).unwrap_or(i64::MAX) + 1 < scans {
        return false;
    }
    if kilometres == 0 {
        return true;
    }
    #[expect(clippy::cast_precision_loss, reason = "the earth is small")]
    let far = |a: Point, b: Point| a.kilometres(b) >= kilometres as f64;
    let Some(here) = facts.place else {
        return false;
    };
    near.iter()
        .filter_map(|one| one.place)
        .any(|there| far(here, there))
}
