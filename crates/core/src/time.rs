//! Time as a value. Nothing in this crate asks a clock; callers hand the time in.

use jiff::{
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

/// An instant in microseconds since 1970-01-01T00:00:00Z. Stored as BIGINT; on the wire
/// RFC 3339 in UTC with six decimals and `Z`, as the contract's dates are (contract §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This instant and so many seconds (negative: before).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds since 1970, as JWT claims carry them (RFC 7519 §2, `NumericDate`).
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Reads RFC 3339.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let instant: jiff::Timestamp = text.parse().ok()?;
        Some(Self(instant.as_microsecond()))
    }

    /// The first moment of a day in UTC; days are counted from 1970-01-01.
    #[must_use]
    pub const fn of_day(day: i64) -> Self {
        Self(day.saturating_mul(86_400_000_000))
    }

    /// Days since 1970-01-01 in UTC, as counts by day are kept.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.0.div_euclid(86_400_000_000)
    }

    /// The calendar day that this instant falls on in `zone`.
    #[must_use]
    pub fn date_in(self, zone: &TimeZone) -> Date {
        self.instant().to_zoned_datetime(zone.clone()).date()
    }

    /// This instant less a span of the calendar of `zone`; a month before 31 March is the last
    /// day of February.
    #[must_use]
    pub fn before(self, span: jiff::Span, zone: &TimeZone) -> Option<Self> {
        let here = self.instant().to_zoned_datetime(zone.clone());
        let before = here.checked_sub(span).ok()?;
        Some(Self(before.timestamp().as_microsecond()))
    }

    /// This instant as HTTP writes it, to the second (RFC 9110 §5.6.7).
    #[must_use]
    pub fn http_date(self) -> String {
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.instant())
            .unwrap_or_default()
    }

    /// What clocks and calendars in `zone` show at this instant.
    #[must_use]
    pub fn civil_in(self, zone: &TimeZone) -> DateTime {
        self.instant().to_zoned_datetime(zone.clone()).datetime()
    }

    fn instant(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let utc = Offset::UTC.to_datetime(self.instant());
        let Ok(year) = u16::try_from(utc.year()) else {
            return write!(f, "{:.6}", self.instant());
        };
        // A file has millions of these: digits into their places, and no printer.
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        put(&mut text[..4], year.into());
        for (place, number) in [
            (5, utc.month()),
            (8, utc.day()),
            (11, utc.hour()),
            (14, utc.minute()),
            (17, utc.second()),
        ] {
            put(&mut text[place..place + 2], number.unsigned_abs().into());
        }
        let micros = utc.subsec_nanosecond().unsigned_abs() / 1_000;
        put(&mut text[20..26], micros);
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Writes a number with as many digits as there are places.
fn put(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}

/// The date of a number of days since 1970-01-01.
#[must_use]
pub fn date_of_day(day: i64) -> Date {
    let start = jiff::civil::date(1970, 1, 1);
    start
        .checked_add(jiff::Span::new().try_days(day).unwrap_or_default())
        .unwrap_or(Date::MAX)
}

/// The number of days from 1970-01-01 to a date.
#[must_use]
pub fn day_of_date(date: Date) -> i64 {
    let start = jiff::civil::date(1970, 1, 1);
    date.duration_since(start).as_hours() / 24
}

/// The first instant after `day` in `zone`: a token valid until `day` is refused from here on
/// (contract §8.20: the end date is inclusive).
///
/// # Errors
/// When the day has no successor that can be represented.
pub fn end_of_day(day: Date, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    let next = day.tomorrow()?.to_zoned_datetime(zone.clone())?;
    Ok(Timestamp(next.timestamp().as_microsecond()))
}

/// The time zone of that IANA name, from the database inside the program.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// Where the time comes from. The program has a system clock; tests have one they can move.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is told to move.
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock that shows `at`.
    #[must_use]
    pub const fn new(at: Timestamp) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.0))
    }

    /// Moves the clock by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0
            .fetch_add(seconds * 1_000_000, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
