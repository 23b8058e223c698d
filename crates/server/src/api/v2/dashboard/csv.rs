//! A dashboard as a table: the numbers that are shown, one row each.

use super::shown::{Dashboard, DashboardParts};
use crate::csv::write_row;

const COLUMNS: [&str; 6] = [
    "breakdown",
    "key",
    "name",
    "genuine",
    "inactive",
    "blacklisted",
];

/// The whole file.
pub(super) fn text(shown: &Dashboard) -> String {
    let mut text = String::new();
    write_row(&mut text, COLUMNS);
    let mut row = |breakdown, key: &str, name: &str, numbers: [i64; 3]| {
        let [genuine, inactive, blacklisted] = numbers.map(|number| number.to_string());
        write_row(
            &mut text,
            [breakdown, key, name, &genuine, &inactive, &blacklisted],
        );
    };
    for (breakdown, totals) in [("total", &shown.totals), ("previous", &shown.previous)] {
        let numbers = [totals.genuine, totals.inactive, totals.blacklisted];
        row(breakdown, "", "", numbers);
    }
    for day in &shown.by_day {
        let numbers = [day.genuine, day.inactive, day.blacklisted];
        row("day", &day.date, "", numbers);
    }
    for one in &shown.by_country.results {
        let numbers = [one.genuine, one.inactive, one.blacklisted];
        row("country", &one.country, "", numbers);
    }
    let others = &shown.by_country.others;
    let numbers = [others.genuine, others.inactive, others.blacklisted];
    row("country", "others", "", numbers);
    let parts: [(&str, &DashboardParts); 2] = [
        ("product", &shown.by_product),
        ("campaign", &shown.by_campaign),
    ];
    for (breakdown, parts) in parts {
        for part in &parts.results {
            let id = part.id.map_or_else(String::new, |id| id.to_string());
            let numbers = [part.genuine, part.inactive, part.blacklisted];
            row(breakdown, &id, part.name.as_deref().unwrap_or(""), numbers);
        }
        let others = &parts.others;
        let numbers = [others.genuine, others.inactive, others.blacklisted];
        row(breakdown, "others", "", numbers);
    }
    text
}
