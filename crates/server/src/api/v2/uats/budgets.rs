//! What tokens have used up of their daily budgets, for those who look at them.

use super::UatShown;
use countermark_core::{
    budget::Unit,
    time::{self, Timestamp},
};
use countermark_store::{Conn, DbError, budgets, companies::Company};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Numbers by the names of their units.
pub(super) fn shown(numbers: impl Iterator<Item = (Unit, i64)>) -> BTreeMap<&'static str, i64> {
    numbers
        .map(|(unit, number)| (unit.name(), number))
        .collect()
}

/// Fills in what tokens of that company have used up today. Tokens without budgets cost nothing.
///
/// # Errors
/// When the database failed.
pub(super) async fn with_use(
    conn: &mut Conn,
    company: &Company,
    uats: &mut [UatShown],
    now: Timestamp,
) -> Result<(), DbError> {
    if uats.iter().all(|uat| uat.budgets.is_empty()) {
        return Ok(());
    }
    let zone = time::zone(&company.time_zone).unwrap_or(TimeZone::UTC);
    let day = now.date_in(&zone).to_string();
    for (id, unit, used) in budgets::used_by_all(conn, company.id, &day).await? {
        for uat in uats.iter_mut().filter(|uat| uat.family == id) {
            if let Some(shown) = uat.used_today.get_mut(unit.name()) {
                *shown = used;
            }
        }
    }
    Ok(())
}
