//! Which days a dashboard shows.

use super::scans::back;
use crate::{
    error::{ApiError, ApiResult},
    extract::Query,
};
use countermark_core::time::{Timestamp, day_of_date};
use jiff::{civil::Date, tz::TimeZone};

/// Days when the caller does not say.
const USUAL: i64 = 30;
/// The most days: three years, one of them with a day more.
const MOST: i64 = 1_096;

/// The first and the last day, as days since 1970-01-01.
pub(super) fn days(query: &Query, now: Timestamp, zone: &TimeZone) -> ApiResult<(i64, i64)> {
    let today = day_of_date(now.date_in(zone));
    let to = date(query, "date_to")?.unwrap_or(today);
    let from = match (date(query, "date_from")?, query.get("timeframe")) {
        (Some(from), _) => from,
        // A day is today: so long, and today included.
        (None, Some(text)) => {
            let wrong = || ApiError::field("timeframe", "Use a number and d, w, m or y, as 1m.");
            let since = back(text, now, zone).ok_or_else(wrong)?;
            to - (today - day_of_date(since.date_in(zone))) + 1
        }
        (None, None) => to - USUAL + 1,
    };
    if from > to {
        let sentence = "This is before the first date.";
        return Err(ApiError::field("date_to", sentence));
    }
    if to - from >= MOST {
        let name = match query.get("date_from") {
            Some(_) => "date_from",
            None => "timeframe",
        };
        return Err(ApiError::field(name, "At most three years are shown."));
    }
    Ok((from, to))
}

fn date(query: &Query, name: &str) -> ApiResult<Option<i64>> {
    let Some(text) = query.get(name) else {
        return Ok(None);
    };
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day: Option<Date> = plain.then(|| text.parse().ok()).flatten();
    let day = day.ok_or_else(|| ApiError::field(name, "Use a date (YYYY-MM-DD)."))?;
    Ok(Some(day_of_date(day)))
}
