//! What tokens have used up of their daily budgets, for those who look at them.

use super::UatShown;
use crate::{app::App, auth::Principal, error::ApiResult};
use countermark_core::{budget::Unit, time};
use countermark_store::budgets;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Numbers by the names of their units.
pub(super) fn shown(numbers: impl Iterator<Item = (Unit, i64)>) -> BTreeMap<&'static str, i64> {
    numbers
        .map(|(unit, number)| (unit.name(), number))
        .collect()
}

/// Fills in what tokens of the caller's company have used up today. Tokens without budgets cost
/// nothing.
///
/// # Errors
/// 503 when the database failed.
pub async fn with_use(app: &App, caller: &Principal, uats: &mut [UatShown]) -> ApiResult<()> {
    if uats.iter().all(|uat| uat.budgets.is_empty()) {
        return Ok(());
    }
    let zone = time::zone(&caller.company.time_zone).unwrap_or(TimeZone::UTC);
    let day = app.clock.now().date_in(&zone).to_string();
    let mut conn = app.db.read().await?;
    for (id, unit, used) in budgets::used_by_all(&mut conn, caller.company(), &day).await? {
        for uat in uats.iter_mut().filter(|uat| uat.family == id) {
            if let Some(shown) = uat.used_today.get_mut(unit.name()) {
                *shown = used;
            }
        }
    }
    Ok(())
}
