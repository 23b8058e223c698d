//! Every flag, from tables of facts (contract §5, alert types).

use crate::{
    scan_flags::{Bound, Earlier, Facts, Flag, Flags, Point, is_yes, judge},
    time::Timestamp,
};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 24);
const AT: i64 = 1_795_521_600_000_000;

const fn sessions(most: i64) -> Bound {
    Bound::SessionCount {
        most,
        auto_blacklist: false,
    }
}

/// An active code that nothing is to be said of.
fn quiet() -> Facts<'static> {
    Facts {
        activation_status: 1,
        country: "BE",
        today: Some(TODAY),
        at: AT,
        scans: 1,
        sessions: 1,
        ..Facts::default()
    }
}

fn names(facts: &Facts<'_>, bounds: &[Bound]) -> Vec<&'static str> {
    judge(facts, bounds).names()
}

#[test]
fn an_active_code_raises_nothing() {
    assert!(judge(&quiet(), &[]).is_empty());
    let unknown = Facts {
        country: "",
        ..quiet()
    };
    assert!(judge(&unknown, &[]).is_empty());
}

#[test]
fn the_codes_state_is_told() {
    for (activation_status, expected) in [
        (0, vec!["inactive"]),
        (1, vec![]),
        (2, vec!["blacklisted"]),
        (7, vec![]),
    ] {
        let facts = Facts {
            activation_status,
            ..quiet()
        };
        assert_eq!(names(&facts, &[]), expected, "{activation_status}");
    }
}

#[test]
fn a_market_is_left_only_when_both_countries_are_known() {
    for (meant, country, off) in [
        (None, "BE", false),
        (Some("be"), "BE", false),
        (Some("BE"), "BE", false),
        (Some(" be "), "BE", false),
        (Some("fr"), "BE", true),
        (Some("FR"), "BE", true),
        (Some("fr"), "", false),
        (Some(""), "BE", false),
        (Some("Europe"), "BE", false),
    ] {
        let facts = Facts {
            intended_market: meant,
            country,
            ..quiet()
        };
        let flags = judge(&facts, &[]);
        assert_eq!(
            flags.contains(Flag::OffMarket),
            off,
            "{meant:?} in {country}"
        );
    }
}

#[test]
fn the_sell_by_date_is_a_whole_day_and_other_forms_say_nothing() {
    for (sell_by_date, after) in [
        (None, false),
        (Some("2026-11-23"), true),
        (Some("2026-11-24"), false),
        (Some("2026-11-25"), false),
        (Some(" 2026-11-23 "), true),
        (Some("01/12/2016"), false),
        (Some("2026-11-23T00:00:00"), false),
        (Some("2026-02-30"), false),
        (Some(""), false),
    ] {
        let facts = Facts {
            sell_by_date,
            ..quiet()
        };
        let flags = judge(&facts, &[]);
        assert_eq!(flags.contains(Flag::AfterSellBy), after, "{sell_by_date:?}");
    }
}

#[test]
fn consumed_in_any_spelling() {
    for (value, yes) in [
        ("1", true),
        ("true", true),
        ("True", true),
        (" YES ", true),
        ("0", false),
        ("", false),
        ("no", false),
        ("2026-01-01", false),
    ] {
        assert_eq!(is_yes(value), yes, "{value}");
        let facts = Facts {
            is_consumed: Some(value),
            ..quiet()
        };
        let flags = judge(&facts, &[]);
        assert_eq!(flags.contains(Flag::AlreadyConsumed), yes, "{value}");
    }
}

#[test]
fn bounds_count_only_where_a_campaign_has_set_them() {
    let facts = Facts {
        scans: 11,
        sessions: 4,
        ..quiet()
    };
    assert_eq!(names(&facts, &[]), Vec::<&str>::new());
    for (bound, expected) in [
        (Bound::ScanCount { most: 10 }, vec!["scan-count"]),
        (Bound::ScanCount { most: 11 }, vec![]),
        (sessions(3), vec!["session-count"]),
        (sessions(4), vec![]),
        (
            Bound::ExceptionalCountry {
                countries: vec!["KP".into(), "be".into()],
            },
            vec!["exceptional-country"],
        ),
        (
            Bound::ExceptionalCountry {
                countries: vec!["KP".into()],
            },
            vec![],
        ),
    ] {
        assert_eq!(
            names(&facts, std::slice::from_ref(&bound)),
            expected,
            "{bound:?}"
        );
    }
}

#[test]
fn an_anomaly_is_many_scans_far_apart_in_a_short_time() {
    let brussels = Point::of_degrees(50.85, 4.35);
    let paris = Point::of_degrees(48.85, 2.35);
    let ago = |seconds: i64, place| Earlier {
        at: Timestamp(AT).plus_seconds(-seconds),
        place,
    };
    let cases = [
        // How many, within, how far; earlier scans; here; told.
        ((3, 60, 0), vec![ago(10, None), ago(20, None)], None, true),
        ((3, 60, 0), vec![ago(10, None), ago(61, None)], None, false),
        ((3, 60, 0), vec![ago(10, None)], None, false),
        ((2, 60, 0), vec![ago(-10, None)], None, false),
        ((2, 3_600, 200), vec![ago(60, paris)], brussels, true),
        ((2, 3_600, 300), vec![ago(60, paris)], brussels, false),
        ((2, 3_600, 200), vec![ago(60, brussels)], brussels, false),
        ((2, 3_600, 200), vec![ago(60, None)], brussels, false),
        ((2, 3_600, 200), vec![ago(60, paris)], None, false),
        ((2, 30, 200), vec![ago(60, paris)], brussels, false),
    ];
    for ((scans, seconds, kilometres), earlier, place, told) in cases {
        let facts = Facts {
            earlier: &earlier,
            place,
            ..quiet()
        };
        let bound = Bound::Anomaly {
            scans,
            seconds,
            kilometres,
        };
        let flags = judge(&facts, &[bound]);
        let case = (scans, seconds, kilometres, &earlier, place);
        assert_eq!(flags.contains(Flag::Anomaly), told, "{case:?}");
    }
}

#[test]
fn distances_are_those_of_the_earth() {
    let point = |a, b| Point::of_degrees(a, b).expect("on the earth");
    let (brussels, paris) = (point(50.85, 4.35), point(48.85, 2.35));
    let far = brussels.kilometres(paris);
    assert!((260.0..270.0).contains(&far), "{far}");
    assert!(brussels.kilometres(brussels) < 0.001);
    let half_way_round = point(0.0, 0.0).kilometres(point(0.0, 180.0));
    assert!((20_000.0..20_050.0).contains(&half_way_round));
    // Across the date line it is near.
    assert!(point(0.0, 179.9).kilometres(point(0.0, -179.9)) < 30.0);
    for (a, b) in [
        (90.1, 0.0),
        (0.0, 180.1),
        (f64::NAN, 0.0),
        (0.0, f64::INFINITY),
    ] {
        assert_eq!(Point::of_degrees(a, b), None, "{a} {b}");
    }
}

#[test]
fn flags_are_stored_and_read_again() {
    let facts = Facts {
        activation_status: 0,
        intended_market: Some("fr"),
        ..quiet()
    };
    let flags = judge(&facts, &[]);
    let stored = flags.to_stored();
    assert_eq!(stored, " inactive  out-of-market ");
    assert_eq!(Flags::from_stored(&stored), flags);
    assert_eq!(Flags::from_stored(""), Flags::default());
    assert_eq!(Flags::from_stored(" from-the-future "), Flags::default());
    for flag in Flag::ALL {
        assert_eq!(Flag::parse(flag.name()), Some(flag));
    }
    assert_eq!(Flag::parse("counterfeit"), None);
}
