//! What tokens have used up of their daily budgets, for those who look at them.

use super::UatShown;
use crate::{app::App, auth::Principal, error::ApiResult};
use countermark_core::{
    budget::Unit,
    time::{self, Timestamp},
};
use countermark_store::{Conn, DbError, budgets, companies::Company, uats::Uat};
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
pub async fn with_use(
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

/// Shows one token as it stands now, with what it has used up today.
///
/// # Errors
/// 503 when the database failed.
pub async fn show(app: &App, caller: &Principal, uat: Uat, now: Timestamp) -> ApiResult<UatShown> {
    let mut shown = [UatShown::of(uat, now)];
    let mut conn = app.db.read().await?;
    with_use(&mut conn, &caller.company, &mut shown, now).await?;
    let [shown] = shown;
    Ok(shown)
}
