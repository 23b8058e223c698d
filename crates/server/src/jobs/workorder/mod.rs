//! What is done for work orders: codes are generated, then packed; those of a canceled order are
//! withdrawn, those of a removed one removed.

mod generate;
mod package;
mod remove;
mod withdraw;

pub use generate::Generate;
pub use package::{Package, told};
pub use remove::Remove;
pub use withdraw::Withdraw;

use super::{Ended, Step, Stop, follow};
use countermark_core::ids::WorkorderId;
use countermark_store::{
    Conn, DbError, Tx,
    audit::By,
    workorders::{self, Workorder},
};
use serde_json::{Value, json};

/// The input of every job about an order.
#[must_use]
pub fn input(order: WorkorderId) -> Value {
    json!({"workorder": order.0})
}

fn id_in(input: &Value) -> WorkorderId {
    WorkorderId(input["workorder"].as_i64().unwrap_or_default())
}

/// The order that a step is about, if it is still to be carried out and within reach.
async fn order_of(step: &Step<'_>, conn: &mut Conn) -> Result<Workorder, Stop> {
    let found = workorders::get(conn, &step.owner.scope, id_in(&step.job.input)).await?;
    found
        .filter(|order| order.state == workorders::State::New)
        .ok_or_else(gone)
}

/// As [`order_of`], and nobody else changes the order until the transaction ends.
async fn lock(step: &Step<'_>, tx: &mut Tx) -> Result<Workorder, Stop> {
    let found = workorders::lock(tx, &step.owner.scope, id_in(&step.job.input)).await?;
    found
        .filter(|order| order.state == workorders::State::New)
        .ok_or_else(gone)
}

fn gone() -> Stop {
    Stop::fail("The work order was canceled, or is out of the token's reach.")
}

/// An order whose job has failed is a canceled one, and its codes are withdrawn.
async fn give_up(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
    let (company, order) = (ended.company, id_in(ended.input));
    let why = ended.failure.unwrap_or("");
    if workorders::cancel(tx, company, order, why).await? {
        let by = By::here(company, "task", ended.now);
        follow::<Withdraw>(tx, &by, ended.input, None).await?;
    }
    Ok(())
}
