//! A dashboard as a table: the numbers that are shown, one row each.

use super::shown::{Dashboard, DashboardParts, DashboardTotals, DashboardVerdicts};
use crate::csv::write_row;

const COLUMNS: [&str; 10] = [
    "breakdown",
    "key",
    "name",
    "scans",
    "genuine",
    "inactive",
    "blacklisted",
    "flagged",
    "new_devices",
    "codes",
];

/// The whole file.
pub(super) fn text(shown: &Dashboard) -> String {
    let mut table = Table(String::new());
    write_row(&mut table.0, COLUMNS);
    table.totals("total", &shown.totals);
    table.totals("previous", &shown.previous);
    for day in &shown.by_day {
        table.scans(["day", &day.date, ""], day.verdicts);
    }
    for one in &shown.by_country.results {
        table.scans(["country", &one.country, ""], one.verdicts);
    }
    table.scans(["country", "others", ""], shown.by_country.others);
    table.parts("product", &shown.by_product);
    table.parts("campaign", &shown.by_campaign);
    let codes = &shown.codes;
    for (state, number) in [
        ("all", codes.total),
        ("active", codes.active),
        ("inactive", codes.inactive),
        ("blacklisted", codes.blacklisted),
    ] {
        let codes = Numbers {
            codes: Some(number),
            ..Numbers::default()
        };
        table.row(["codes", state, ""], &codes);
    }
    table.0
}

/// What a row may say; its cells are empty where it says nothing.
#[derive(Default)]
struct Numbers {
    verdicts: Option<DashboardVerdicts>,
    flagged: Option<i64>,
    new_devices: Option<i64>,
    codes: Option<i64>,
}

struct Table(String);

impl Table {
    fn row(&mut self, what: [&str; 3], numbers: &Numbers) {
        let verdicts = numbers.verdicts;
        let cells = [
            verdicts.map(DashboardVerdicts::all),
            verdicts.map(|verdicts| verdicts.genuine),
            verdicts.map(|verdicts| verdicts.inactive),
            verdicts.map(|verdicts| verdicts.blacklisted),
            numbers.flagged,
            numbers.new_devices,
            numbers.codes,
        ]
        .map(|number| number.map_or_else(String::new, |number| number.to_string()));
        let cells = cells.iter().map(String::as_str);
        write_row(&mut self.0, what.into_iter().chain(cells));
    }

    fn scans(&mut self, what: [&str; 3], verdicts: DashboardVerdicts) {
        let numbers = Numbers {
            verdicts: Some(verdicts),
            ..Numbers::default()
        };
        self.row(what, &numbers);
    }

    fn totals(&mut self, breakdown: &str, totals: &DashboardTotals) {
        let numbers = Numbers {
            verdicts: Some(totals.verdicts),
            flagged: Some(totals.flagged),
            new_devices: Some(totals.new_devices),
            codes: None,
        };
        self.row([breakdown, "", ""], &numbers);
    }

    fn parts(&mut self, breakdown: &str, parts: &DashboardParts) {
        for part in &parts.results {
            let id = part.id.map_or_else(String::new, |id| id.to_string());
            let name = part.name.as_deref().unwrap_or("");
            self.scans([breakdown, &id, name], part.verdicts);
        }
        self.scans([breakdown, "others", ""], parts.others);
    }
}
