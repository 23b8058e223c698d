//! Walks over a company's chain, in steps between which other requests run.

use crate::app::App;
use countermark_core::{
    checkpoint::Checkpoint,
    ids::CompanyId,
    verify::{Keys, Verdict, Verifier},
};
use countermark_store::{
    DbError,
    chain::{self, Walk},
};
use std::time::{Duration, Instant};

/// Checks the company's log up to its end of now, against the keys of this installation, the
/// checkpoints in the log, the last one that this process remembers, and those given. `None` when
/// `most` did not suffice.
///
/// # Errors
/// When the database failed.
pub async fn whole(
    app: &App,
    (company, uuid): (CompanyId, &str),
    mut kept: Vec<Checkpoint>,
    most: Duration,
) -> Result<Option<Verdict>, DbError> {
    let begun = Instant::now();
    kept.extend(app.sealer.last(company));
    let (mut walk, mut keys) = begin(app, company).await?;
    // A checkpoint of a moment ago can be ahead of the end that was read before it.
    if let Some(own) = kept.last()
        && own.statement.position > walk.end().length
    {
        (walk, keys) = begin(app, company).await?;
    }
    let mut verifier = Verifier::new(uuid, keys, kept);
    loop {
        let mut conn = app.db.read().await?;
        let more = walk
            .step(&mut conn, |part| part.check(&mut verifier))
            .await?;
        drop(conn);
        if !more {
            break;
        }
        if begun.elapsed() > most {
            return Ok(None);
        }
        tokio::task::yield_now().await;
    }
    let end = walk.end();
    Ok(Some(verifier.finish(end.length, &end.head)))
}

/// The company's chain up to its end of now, and the keys that belong to that end: they may be
/// changed between the two readings.
async fn begin(app: &App, company: CompanyId) -> Result<(Walk, Keys), DbError> {
    let mut before = app.sealer.renewed(&app.db, &app.secrets).await?;
    loop {
        let walk = Walk::begin(&mut app.db.read().await?, company).await?;
        let after = app.sealer.renewed(&app.db, &app.secrets).await?;
        if after.signing_id() == before.signing_id() {
            return Ok((walk, after.trusted()));
        }
        before = after;
    }
}

/// Checks what has been added since the last of these checkpoints: that each is good, that the
/// chain still has what the last one was signed for, and that all after it is linked.
///
/// # Errors
/// When the database failed.
pub async fn since(
    app: &App,
    (company, uuid): (CompanyId, &str),
    known: Vec<Checkpoint>,
) -> Result<Verdict, DbError> {
    let positions = known.iter().map(|known| known.statement.position);
    let covered = positions.max().unwrap_or(0);
    let head = chain::hash_at(&mut app.db.read().await?, company, covered).await?;
    let (walk, keys) = begin(app, company).await?;
    let mut walk = walk.after(covered);
    // An entry that is gone has a hash that fits nothing.
    let mut verifier = Verifier::after(uuid, covered, head.unwrap_or([0; 32]), keys, known);
    loop {
        let mut conn = app.db.read().await?;
        if !walk
            .step(&mut conn, |part| part.check(&mut verifier))
            .await?
        {
            break;
        }
    }
    let end = walk.end();
    Ok(verifier.finish(end.length, &end.head))
}
