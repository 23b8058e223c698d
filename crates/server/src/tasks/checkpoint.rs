//! Signs every log that has grown: when a thousand entries have come since its last checkpoint,
//! or ten minutes have gone. Nothing is signed that does not follow from what was signed before.

use crate::{app::App, audit::check};
use countermark_core::{checkpoint::Checkpoint, verify::Verdict};
use countermark_store::{
    DbError,
    checkpoints::{self, Due},
    turns,
};

/// Entries after which a checkpoint is due.
const ENTRIES: i64 = 1_000;
/// Seconds after which one is due when there is anything new.
const SECONDS: i64 = 600;
/// Seconds for which a node's turn keeps the others away.
const TURN: i64 = 5;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let before = now.plus_seconds(-SECONDS);
    let due = checkpoints::due(&mut app.db.read().await?, ENTRIES, before).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    let mine = turns::take(&mut tx, "checkpoint", TURN, now).await?;
    tx.commit_unaudited().await?;
    if mine {
        for due in due {
            seal(app, &due).await?;
        }
    }
    Ok(())
}

async fn seal(app: &App, due: &Due) -> Result<(), DbError> {
    let mut conn = app.db.read().await?;
    let stored = checkpoints::newest(&mut conn, due.company, None, 1).await?;
    drop(conn);
    // What this process remembers stands, also when the row is gone.
    let known = stored.into_iter().chain(app.sealer.last(due.company));
    let whose = (due.company, due.uuid.as_str());
    let verdict = check::since(app, whose, known.collect()).await?;
    if let Some(found) = &verdict.finding {
        tracing::error!(
            target: "countermark::audit",
            company = due.company.0,
            position = found.position,
            wrong = found.wrong.name(),
            detail = found.detail,
            "the audit log was tampered with: nothing is signed",
        );
        return Ok(());
    }
    let checkpoint = sign(app, due, &verdict);
    let mut tx = app.db.write().await?;
    // A key that was followed by another meanwhile signs nothing any more; the next run does.
    checkpoints::lock_keys(&mut tx).await?;
    if checkpoints::is_ended(&mut tx, &checkpoint.statement.key).await? {
        return Ok(());
    }
    let added = checkpoints::add(&mut tx, due.company, &checkpoint).await?;
    tx.commit_unaudited().await?;
    if added {
        // Whoever collects this log keeps the checkpoint outside the database.
        tracing::info!(
            target: "countermark::audit",
            company = due.company.0,
            position = checkpoint.statement.position,
            checkpoint = checkpoint.text(),
            "checkpoint",
        );
        app.sealer.remember(due.company, checkpoint);
    }
    Ok(())
}

fn sign(app: &App, due: &Due, verdict: &Verdict) -> Checkpoint {
    app.sealer
        .ring()
        .sign(&due.uuid, verdict.last, verdict.head, app.clock.now())
}
