//! Periods in queries: `from`, or `from,to`; dates and times (contract §4.6).

use crate::{error::ApiError, extract::Query};
use countermark_core::time::{Timestamp, end_of_day};
use countermark_store::codes::Period;
use jiff::{civil::Date, tz::TimeZone};

impl Query {
    /// A period: from a date or time on, and until the end of another when there are two. Dates
    /// are days of that time zone.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn period(&self, name: &str, zone: &TimeZone) -> Result<Period, ApiError> {
        let Some(text) = self.get(name) else {
            return Ok((None, None));
        };
        let (from, to) = text.split_once(',').map_or((text, ""), |pair| pair);
        let side = |text: &str, read: fn(&str, &TimeZone) -> Option<Timestamp>| {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            let sentence = "Use a date or a time (2027-01-31, 2027-01-31T12:00:00Z), or two with \
                            a comma between.";
            let read = read(text, zone).map(Some);
            read.ok_or_else(|| ApiError::field(name, sentence))
        };
        Ok((side(from, begins)?, side(to, ends)?))
    }
}

fn date(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then(|| text.parse().ok())?
}

/// The first moment that counts.
fn begins(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    match date(text) {
        Some(day) => end_of_day(day.yesterday().ok()?, zone).ok(),
        None => Timestamp::parse(text),
    }
}

/// The first moment that no longer counts: what is named counts itself.
fn ends(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    match date(text) {
        Some(day) => end_of_day(day, zone).ok(),
        None => Timestamp::parse(text).map(|at| Timestamp(at.0.saturating_add(1))),
    }
}
