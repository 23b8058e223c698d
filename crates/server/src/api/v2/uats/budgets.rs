//! What tokens have used up of their daily budgets, for those who look at them.

use super::UatShown;
use crate::{app::App, auth::Principal, error::ApiResult};
use countermark_core::{budget::Unit, time::Timestamp};
use countermark_store::{budgets, uats::Uat};
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
    let day = app.clock.now().date_in(&caller.zone()).to_string();
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

/// Shows one token as it stands now, with what it has used up today.
///
/// # Errors
/// 503 when the database failed.
pub async fn show(app: &App, caller: &Principal, uat: Uat, now: Timestamp) -> ApiResult<UatShown> {
    let mut shown = [UatShown::of(uat, now)];
    with_use(app, caller, &mut shown).await?;
    let [shown] = shown;
    Ok(shown)
}
