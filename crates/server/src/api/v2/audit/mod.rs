//! `/api/v2/audit/`: who did what, and the proof that nobody has changed it since.

pub mod check;
pub mod checkpoints;
pub mod export;
pub mod keys;
pub mod keys_rotate;
pub mod list;

use countermark_core::{chain, checkpoint::Checkpoint};
use serde::Serialize;
use utoipa::ToSchema;

/// A signed statement about the log at one position.
#[derive(Serialize, ToSchema)]
pub struct CheckpointShown {
    /// How many entries the log had.
    pub position: i64,
    /// The hash of the last of them.
    pub head: String,
    /// When it was signed.
    #[schema(format = "date-time")]
    pub at: String,
    /// By which key.
    pub key: String,
    /// The line to keep elsewhere.
    pub text: String,
}

impl CheckpointShown {
    fn of(checkpoint: &Checkpoint) -> Self {
        let statement = &checkpoint.statement;
        Self {
            position: statement.position,
            head: chain::hex(&statement.head),
            at: statement.at.to_string(),
            key: statement.key.clone(),
            text: checkpoint.text(),
        }
    }
}
