//! Removes the codes of a work order that was deleted, and then the order.

use super::id_in;
use crate::jobs::{Next, Step, Stop, Work};
use countermark_core::permissions::Permission;
use countermark_store::{DbError, Tx, codes::generate, workorders};
use serde_json::json;

/// Codes of one step.
const PORTION: i64 = 2_000;

/// See the module.
pub struct Remove;

impl Work for Remove {
    const KIND: &'static str = "workorder_remove";
    const NEEDS: &'static [Permission] = &[Permission::WorkorderDelete];
    const CANCELABLE: bool = false;
    const OBJECT: Option<&'static str> = Some("workorder");
    type Portion = ();

    async fn gather(_: &Step<'_>) -> Result<(), Stop> {
        Ok(())
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, (): ()) -> Result<Next, Stop> {
        let (company, order) = (step.job.company, id_in(&step.job.input));
        let after = step.job.cursor["after"].as_i64().unwrap_or(0);
        let last = generate::remove(tx, company, order, after, PORTION).await;
        if let Some(last) = last.map_err(scanned)? {
            return Ok(Next::from(json!({"after": last}), last));
        }
        workorders::remove(tx, company, order)
            .await
            .map_err(scanned)?;
        let result = json!({"workorder": order.0, "codes": after});
        Ok(Next::from(json!({"after": after}), after).complete(result))
    }
}

/// A code that somebody has scanned stays, blacklisted, for as long as its scans do.
fn scanned(error: DbError) -> Stop {
    match error {
        DbError::Referenced => {
            Stop::fail("Codes of this order have been scanned; they stay blacklisted.")
        }
        other => other.into(),
    }
}
