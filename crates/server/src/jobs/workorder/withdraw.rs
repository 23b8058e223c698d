//! Blacklists the codes of a canceled work order, with the reason that the contract has for it.

use super::id_in;
use crate::jobs::{Next, Step, Stop, Work};
use countermark_core::permissions::Permission;
use countermark_store::{Tx, codes::generate};
use serde_json::json;

/// Codes of one step.
const PORTION: i64 = 5_000;

/// See the module.
pub struct Withdraw;

impl Work for Withdraw {
    const KIND: &'static str = "workorder_withdraw";
    const NEEDS: &'static [Permission] = &[Permission::WorkorderCancel];
    const CANCELABLE: bool = false;
    const OBJECT: Option<&'static str> = Some("workorder");
    type Portion = ();

    async fn gather(_: &Step<'_>) -> Result<(), Stop> {
        Ok(())
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, (): ()) -> Result<Next, Stop> {
        let (company, order) = (step.job.company, id_in(&step.job.input));
        let after = step.job.cursor["after"].as_i64().unwrap_or(0);
        let last = generate::withdraw(tx, company, order, after, PORTION, step.now).await?;
        let next = Next::from(json!({"after": last}), last.unwrap_or(after));
        Ok(match last {
            Some(_) => next,
            None => next.complete(json!({"workorder": order.0, "codes": after})),
        })
    }
}
