//! Makes the codes of a work order, some thousands a step.

use super::{Package, give_up, input, lock};
use crate::{
    files::room,
    jobs::{Ended, Next, Step, Stop, Work, follow},
    random,
};
use countermark_core::permissions::Permission;
use countermark_store::{
    DbError, Tx,
    codes::generate::{self, Draw},
    files::{self, NewFile},
    workorders,
};
use serde_json::json;

/// Codes of one step: so many are in memory at a time.
const PORTION: i64 = 5_000;

/// See the module.
pub struct Generate;

impl Work for Generate {
    const KIND: &'static str = "workorder_generate";
    const NEEDS: &'static [Permission] = &[Permission::WorkorderCreate];
    const CANCELABLE: bool = false;
    const OBJECT: Option<&'static str> = Some("workorder");
    type Portion = ();

    async fn gather(_: &Step<'_>) -> Result<(), Stop> {
        Ok(())
    }

    async fn apply(step: &Step<'_>, tx: &mut Tx, (): ()) -> Result<Next, Stop> {
        let company = step.job.company;
        let order = lock(step, tx).await?;
        let first = step.job.cursor["made"].as_i64().unwrap_or(0) + 1;
        if first == 1 {
            // Once more: others may have been written while this one waited.
            room(step.app, tx, company).await?;
        }
        let last = order.quantity.min(first + PORTION - 1);
        let mut draw = Draw {
            id: &mut random::compact_12,
            serial_number: &mut random::serial_number,
        };
        let by = step.job.person;
        generate::generate(tx, company, &order, first..=last, by, &mut draw, step.now).await?;
        let next = Next::from(json!({"made": last}), last);
        if last < order.quantity {
            return Ok(next);
        }
        // The file has its name before its bytes: whoever writes it again writes the same one.
        let key = random::key();
        let name = format!("workorder-{}.zip", order.id);
        let file = NewFile {
            key: &key,
            purpose: "workorder",
            name: &name,
            media_type: "application/zip",
            forget_at: None,
        };
        files::create(tx, company, &file, step.now).await?;
        let mut wanted = input(order.id);
        wanted["file"] = json!(key);
        let total = Some(order.quantity);
        let job = follow::<Package>(tx, &step.owner.by, &wanted, total).await?;
        files::set_job(tx, company, &key, job).await?;
        workorders::set_job(tx, company, order.id, job).await?;
        Ok(next.complete(json!({"workorder": order.id.0, "codes": last})))
    }

    async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
        give_up(tx, ended).await
    }
}
