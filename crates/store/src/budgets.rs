//! What tokens have used up of their daily budgets.

use crate::{
    DbError,
    audit::By,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    audit::Entry,
    budget::{Budgets, Unit},
    ids::{CompanyId, UatId},
    time::Timestamp,
};

/// A caller whose token has budgets.
#[derive(Clone, Debug)]
pub struct Spender {
    /// The token, by the first one of its family: successors share what was used.
    pub uat: UatId,
    /// Its budgets.
    pub budgets: Budgets,
    /// The day in the company's time zone, `YYYY-MM-DD`.
    pub day: String,
    /// When that day ends.
    pub ends: Timestamp,
    /// Seconds until then.
    pub seconds: u64,
}

/// A budget does not allow it: nothing was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// Which budget.
    pub unit: Unit,
    /// How much the day allows.
    pub limit: i64,
    /// How much of that is used already.
    pub used: i64,
    /// When the day ends.
    pub ends: Timestamp,
    /// Seconds until then.
    pub seconds: u64,
}

/// Takes what the entries stand for out of the caller's budgets, last before the commit. Callers
/// without budgets cost nothing.
pub(crate) async fn spend_for(tx: &mut Tx, by: &By, entries: &[Entry]) -> Result<(), DbError> {
    let Some(spender) = &by.budget else {
        return Ok(());
    };
    let amounts = entries
        .iter()
        .filter_map(|entry| Some((Unit::of_action(entry.action)?, entry.amount)));
    let amounts: Vec<_> = amounts.collect();
    for unit in Unit::ALL {
        let amount = amounts.iter().filter(|(of, _)| *of == unit);
        let amount: i64 = amount.map(|(_, amount)| amount).sum();
        spend(tx, by.company, spender, unit, amount).await?;
    }
    Ok(())
}

/// Takes so much out of one budget, in the transaction of the work itself: what is rolled back is
/// not spent, and two nodes at once never overspend.
pub async fn spend(
    tx: &mut Tx,
    company: CompanyId,
    spender: &Spender,
    unit: Unit,
    amount: i64,
) -> Result<(), DbError> {
    let Some(limit) = spender.budgets.get(unit).filter(|_| amount > 0) else {
        return Ok(());
    };
    let uat = spender.uat;
    // A node whose clock is still in yesterday spends of today: it must not begin the day anew.
    let touched = if amount > limit {
        0
    } else {
        tx.run(
            "INSERT INTO budget_spent (company_id, uat_id, unit, day, used) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (company_id, uat_id, unit) DO UPDATE SET \
             used = CASE WHEN budget_spent.day >= excluded.day \
             THEN budget_spent.used + excluded.used ELSE excluded.used END, \
             day = CASE WHEN budget_spent.day > excluded.day \
             THEN budget_spent.day ELSE excluded.day END \
             WHERE budget_spent.day < excluded.day OR budget_spent.used + excluded.used <= $6",
            args![
                company,
                uat,
                unit.name(),
                spender.day.as_str(),
                amount,
                limit
            ],
        )
        .await?
    };
    if touched == 1 {
        return Ok(());
    }
    let used = used(tx, company, uat, &spender.day).await?;
    let used = used.iter().find(|(of, _)| *of == unit);
    Err(DbError::Budget(Box::new(Exhausted {
        unit,
        limit,
        used: used.map_or(0, |(_, used)| *used),
        ends: spender.ends,
        seconds: spender.seconds,
    })))
}

/// What the company's tokens have used up on that day, those that have used anything.
pub async fn used_by_all(
    conn: &mut Conn,
    company: CompanyId,
    day: &str,
) -> Result<Vec<(String, Unit, i64)>, DbError> {
    let rows = conn
        .all(
            "SELECT uat_id, unit, used FROM budget_spent WHERE company_id = $1 AND day >= $2",
            args![company, day],
        )
        .await?;
    let mut used = Vec::new();
    for row in &rows {
        if let Some(unit) = Unit::parse(&row.get::<String>(1)?) {
            used.push((row.get(0)?, unit, row.get(2)?));
        }
    }
    Ok(used)
}

/// What a token has used up on that day.
pub async fn used(
    conn: &mut Conn,
    company: CompanyId,
    uat: UatId,
    day: &str,
) -> Result<Vec<(Unit, i64)>, DbError> {
    let rows = conn
        .all(
            "SELECT unit, used FROM budget_spent \
             WHERE company_id = $1 AND uat_id = $2 AND day >= $3",
            args![company, uat, day],
        )
        .await?;
    let mut used = Vec::new();
    for row in &rows {
        if let Some(unit) = Unit::parse(&row.get::<String>(0)?) {
            used.push((unit, row.get(1)?));
        }
    }
    Ok(used)
}
