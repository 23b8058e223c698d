//! `countermark restore` and `countermark after-restore`. An old state knows nothing of what was
//! revoked since: nothing of it lets anybody in before the operator has said what is to be done.

mod epoch;
mod target;

use super::{
    Failure,
    backup::{check, manifest::DATABASE, unpack},
    open,
};
use crate::{clock::SystemClock, secrets::Secrets, settings::Storage};
use clap::Args;
use countermark_core::time::Clock as _;
use countermark_store::{Db, copy};
use epoch::Tokens;
use std::{path::PathBuf, sync::Arc};
use target::Target;

/// What is restored, and where.
#[derive(Args, Debug)]
pub struct Restore {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    tokens: Tokens,
    /// The backup, as `countermark backup` wrote it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Which database came back.
#[derive(Args, Debug)]
pub struct AfterRestore {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    tokens: Tokens,
}

/// Restores a backup into an empty folder.
///
/// # Errors
/// The sentence to show; then the folder is as it was.
pub async fn run(restore: Restore) -> Result<(), Failure> {
    if open::is_postgres(&restore.storage) {
        return Err(
            "PostgreSQL has its own tools: bring the dump back with pg_restore, then run \
             `countermark after-restore`; docs/operating.md shows the commands."
                .into(),
        );
    }
    let tokens = restore.tokens.read()?;
    let secrets = Arc::new(Secrets::new(&open::kept_key(&restore.storage)?));
    let target = Target::begin(&restore.storage.data)?;
    let manifest = unpack::unpack(&restore.file, &target.staging, &secrets)?;
    let database = target.staging.join(DATABASE);
    let damaged = |error| format!("The database in the backup is damaged: {error}.");
    copy::check(&database).await.map_err(damaged)?;
    let db = Db::open_sqlite(&database).await?;
    open::check_key(&db, &secrets).await?;
    let wrong = check::logs(&db, &secrets).await?;
    let done = epoch::begin(&db, &secrets, tokens, SystemClock.now()).await?;
    db.close().await;
    drop(db);
    copy::settle(&database).await?;
    target.finish()?;
    let made_at = &manifest.facts.made_at;
    println!(
        "{} is as it was at {made_at}. {done}\nEverything else that was changed since is undone: \
         people who were shut out can sign in again, roles, passwords and second factors are those \
         of then. Go through them before others do. Start the server with the same master key.",
        restore.storage.data.display()
    );
    check::told(&wrong)
}

/// Ends what may have been revoked since, in a database that came back by other means.
///
/// # Errors
/// The sentence to show.
pub async fn after(after: AfterRestore) -> Result<(), Failure> {
    let tokens = after.tokens.read()?;
    let opened = open::existing(&after.storage).await?;
    let secrets = Arc::new(opened.secrets);
    let done = epoch::begin(&opened.db, &secrets, tokens, SystemClock.now()).await?;
    println!("{done}");
    Ok(())
}
