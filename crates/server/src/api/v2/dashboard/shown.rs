//! A dashboard as it is shown.

use countermark_core::time;
use countermark_store::scans::dashboard::{Codes, Day, Named, Parts, Verdicts};
use serde::Serialize;
use utoipa::ToSchema;

/// How many scans there were.
#[derive(Serialize, ToSchema)]
pub struct Dashboard {
    /// The first day.
    #[schema(format = "date")]
    pub from: String,
    /// The last day, all of it.
    #[schema(format = "date")]
    pub to: String,
    /// The time zone of the days: the company's.
    pub time_zone: String,
    /// Scans up to this time are in the numbers; usually a few seconds ago.
    #[schema(format = "date-time")]
    pub counted_until: String,
    /// All scans of these days.
    pub totals: DashboardTotals,
    /// The same of as many days before.
    pub previous: DashboardTotals,
    /// Every day from the first to the last.
    pub by_day: Vec<DashboardDay>,
    /// The 20 countries with the most scans.
    pub by_country: DashboardCountries,
    /// The 20 products with the most scans.
    pub by_product: DashboardParts,
    /// The 20 campaigns with the most scans, as products were in them at the time.
    pub by_campaign: DashboardParts,
    /// The codes that there are now, whatever the days and countries.
    pub codes: DashboardCodes,
}

/// Scans in numbers.
#[derive(Serialize, ToSchema)]
pub struct DashboardTotals {
    /// All of them.
    pub scans: i64,
    /// By verdict.
    #[serde(flatten)]
    pub verdicts: DashboardVerdicts,
    /// Scans with a flag.
    pub flagged: i64,
    /// Scans by a device that had not scanned the code before.
    pub new_devices: i64,
}

/// Scans by the verdict that was given.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct DashboardVerdicts {
    /// Of codes that were active.
    pub genuine: i64,
    /// Of codes that nobody had activated.
    pub inactive: i64,
    /// Of codes that were blacklisted.
    pub blacklisted: i64,
}

/// The scans of a day.
#[derive(Serialize, ToSchema)]
pub struct DashboardDay {
    /// The day, in the company's time zone when they were counted.
    #[schema(format = "date")]
    pub date: String,
    /// By verdict.
    #[serde(flatten)]
    pub verdicts: DashboardVerdicts,
}

/// Countries.
#[derive(Serialize, ToSchema)]
pub struct DashboardCountries {
    /// Those with the most scans, the most first.
    pub results: Vec<DashboardCountry>,
    /// What is not among these.
    pub others: DashboardVerdicts,
}

/// The scans from a country.
#[derive(Serialize, ToSchema)]
pub struct DashboardCountry {
    /// ISO 3166 alpha-2; empty when unknown.
    pub country: String,
    /// By verdict.
    #[serde(flatten)]
    pub verdicts: DashboardVerdicts,
}

/// Products or campaigns.
#[derive(Serialize, ToSchema)]
pub struct DashboardParts {
    /// Those with the most scans, the most first.
    pub results: Vec<DashboardPart>,
    /// What is not among these.
    pub others: DashboardVerdicts,
}

/// The scans of a product or campaign.
#[derive(Serialize, ToSchema)]
pub struct DashboardPart {
    /// Its id; null: of none.
    pub id: Option<i64>,
    /// The name that it has now; null when it was deleted, or the caller does not reach it.
    pub name: Option<String>,
    /// By verdict.
    #[serde(flatten)]
    pub verdicts: DashboardVerdicts,
}

/// Codes that are on products, by their state.
#[derive(Serialize, ToSchema)]
pub struct DashboardCodes {
    /// All of them.
    pub total: i64,
    /// Active ones.
    pub active: i64,
    /// Those that nobody has activated.
    pub inactive: i64,
    /// Blacklisted ones.
    pub blacklisted: i64,
}

/// A day as people write it.
pub(super) fn date(day: i64) -> String {
    time::date_of_day(day).to_string()
}

impl DashboardTotals {
    /// Of these days.
    pub(super) fn of<'a>(days: impl Iterator<Item = &'a Day>) -> Self {
        let (mut sum, mut flagged, mut new_devices) = (Verdicts::default(), 0, 0);
        for day in days {
            sum = sum.and(day.verdicts);
            flagged += day.flagged;
            new_devices += day.new_devices;
        }
        Self {
            scans: sum.all(),
            verdicts: sum.into(),
            flagged,
            new_devices,
        }
    }
}

impl DashboardDay {
    pub(super) fn of(day: i64, verdicts: Verdicts) -> Self {
        Self {
            date: date(day),
            verdicts: verdicts.into(),
        }
    }
}

impl DashboardVerdicts {
    /// All of them.
    pub(super) fn all(self) -> i64 {
        self.genuine + self.inactive + self.blacklisted
    }
}

impl From<Verdicts> for DashboardVerdicts {
    fn from(verdicts: Verdicts) -> Self {
        Self {
            genuine: verdicts.genuine,
            inactive: verdicts.inactive,
            blacklisted: verdicts.blacklisted,
        }
    }
}

impl From<Parts<String>> for DashboardCountries {
    fn from(parts: Parts<String>) -> Self {
        let shown = |(country, verdicts): (String, Verdicts)| DashboardCountry {
            country,
            verdicts: verdicts.into(),
        };
        Self {
            results: parts.first.into_iter().map(shown).collect(),
            others: parts.others.into(),
        }
    }
}

impl From<Parts<Named>> for DashboardParts {
    fn from(parts: Parts<Named>) -> Self {
        let shown = |((id, name), verdicts): (Named, Verdicts)| DashboardPart {
            id,
            name,
            verdicts: verdicts.into(),
        };
        Self {
            results: parts.first.into_iter().map(shown).collect(),
            others: parts.others.into(),
        }
    }
}

impl From<Codes> for DashboardCodes {
    fn from(codes: Codes) -> Self {
        Self {
            total: codes.total,
            active: codes.active,
            inactive: codes.total - codes.active - codes.blacklisted,
            blacklisted: codes.blacklisted,
        }
    }
}
