//! Instants as text.

use crate::time::{Timestamp, date_of_day, day_of_date};
use proptest::prelude::*;

/// The printer that knows the calendar.
fn printed(at: i64) -> String {
    let instant = jiff::Timestamp::from_microsecond(at).unwrap_or(jiff::Timestamp::MAX);
    format!("{instant:.6}")
}

#[test]
fn instants_are_written_to_the_microsecond() {
    let text = |at| Timestamp(at).to_string();
    assert_eq!(text(0), "1970-01-01T00:00:00.000000Z");
    assert_eq!(text(-1), "1969-12-31T23:59:59.999999Z");
    assert_eq!(text(1_709_251_199_000_042), "2024-02-29T23:59:59.000042Z");
    for at in [
        i64::MIN,
        -62_167_219_200_000_001,
        -62_167_219_200_000_000,
        i64::MAX,
    ] {
        assert_eq!(text(at), printed(at), "{at}");
    }
}

proptest! {
    #[test]
    fn days_and_dates_are_the_same(day in -4_000_000..2_900_000_i64) {
        prop_assert_eq!(day_of_date(date_of_day(day)), day);
    }

    #[test]
    fn every_instant_is_written_as_the_calendar_has_it(at in -70_000_000_000_000_000..260_000_000_000_000_000_i64) {
        prop_assert_eq!(Timestamp(at).to_string(), printed(at));
    }
}
