//! Turns at background work: of several nodes on one database, one does a task at a time.

use crate::{
    DbError,
    conn::{Tx, args},
};
use countermark_core::time::Timestamp;

/// Takes the next turn at the task called `name`; `false` when it was begun, here or on another
/// node, less than `seconds` ago. The turn counts once the transaction is committed.
pub async fn take(tx: &mut Tx, name: &str, seconds: i64, now: Timestamp) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "INSERT INTO task_turn (name, begun_at) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET begun_at = $2 WHERE task_turn.begun_at <= $3",
            args![name, now, now.plus_seconds(-seconds)],
        )
        .await?;
    Ok(touched == 1)
}
