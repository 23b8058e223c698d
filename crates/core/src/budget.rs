//! Daily budgets of tokens: how much a token may change in a day, in the units of the business.
//! A rate limit bounds how often a system calls; a budget bounds what a stolen or runaway token
//! can do before somebody notices.

use std::fmt::Write as _;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Products and brands that were made, changed, archived, restored or deleted.
    ProductsChanged,
    /// Codes that were made.
    CodesCreated,
    /// Rows of supply-chain data that were changed.
    ScmRowsChanged,
    /// Scans that were exported.
    ScansExported,
}

impl Unit {
    /// Every unit, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::ProductsChanged,
        Self::CodesCreated,
        Self::ScmRowsChanged,
        Self::ScansExported,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProductsChanged => "products_changed",
            Self::CodesCreated => "codes_created",
            Self::ScmRowsChanged => "scm_rows_changed",
            Self::ScansExported => "scans_exported",
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The unit that something written to the audit log uses up. Every change is written there,
    /// so no handler can forget to count.
    #[must_use]
    pub fn of_action(action: &str) -> Option<Self> {
        if matches!(action, "workorder.create" | "ingestion.insert") {
            return Some(Self::CodesCreated);
        }
        match action.split_once('.')?.0 {
            "product" | "brand" => Some(Self::ProductsChanged),
            "scm" => Some(Self::ScmRowsChanged),
            _ => None,
        }
    }
}

/// A token's budgets: for each unit how much it may use up in a day, or nothing where there is no
/// bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budgets([Option<i64>; Unit::ALL.len()]);

impl Budgets {
    /// The largest budget that can be set.
    pub const MOST: i64 = 1_000_000_000;

    /// The bound of a unit.
    #[must_use]
    pub const fn get(&self, unit: Unit) -> Option<i64> {
        self.0[unit as usize]
    }

    /// Sets or lifts the bound of a unit.
    pub const fn set(&mut self, unit: Unit, most: Option<i64>) {
        self.0[unit as usize] = most;
    }

    /// Whether there are no bounds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The bounds that there are.
    pub fn iter(&self) -> impl Iterator<Item = (Unit, i64)> {
        Unit::ALL
            .into_iter()
            .filter_map(|unit| Some((unit, self.get(unit)?)))
    }

    /// Whether these allow something that `other` does not.
    #[must_use]
    pub fn are_wider_than(&self, other: &Self) -> bool {
        other
            .iter()
            .any(|(unit, most)| self.get(unit).is_none_or(|wanted| wanted > most))
    }

    /// The form in which they are kept: `unit=number`, blanks between.
    #[must_use]
    pub fn to_stored(&self) -> String {
        let mut text = String::new();
        for (unit, most) in self.iter() {
            let blank = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{blank}{}={most}", unit.name());
        }
        text
    }

    /// Reads what [`Budgets::to_stored`] wrote. What cannot be read bounds everything to nothing:
    /// a damaged row must not free a token.
    #[must_use]
    pub fn from_stored(text: &str) -> Self {
        let mut budgets = Self::default();
        for word in text.split_whitespace() {
            let read = word
                .split_once('=')
                .and_then(|(unit, most)| Some((Unit::parse(unit)?, most.parse().ok()?)));
            match read {
                Some((unit, most)) => budgets.set(unit, Some(most)),
                None => return Self([Some(0); Unit::ALL.len()]),
            }
        }
        budgets
    }
}
