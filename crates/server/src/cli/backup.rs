//! `countermark backup`: everything but the master key as one file, while a server runs. What was
//! written is unpacked again and looked through before it gets its name.

pub mod archive;
pub mod check;
pub mod manifest;
pub mod unpack;
pub mod work;

use super::{Failure, found, open};
use crate::{
    clock::SystemClock,
    files::{self, Files},
    secrets::Secrets,
    settings::Storage,
};
use clap::Args;
use countermark_core::{
    audit::Entry,
    time::{Clock as _, Timestamp},
};
use countermark_store::{Db, chain, companies, copy, files as rows};
use manifest::{DATABASE, FILES, Facts};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};
use work::Work;

/// Where the data is, and where the backup goes.
#[derive(Args, Debug)]
pub struct Backup {
    #[command(flatten)]
    storage: Storage,
    /// Where files are kept, as `serve` was told. A folder is backed up, a bucket is not.
    #[arg(long, env = "COUNTERMARK_FILES_URL", value_name = "URL")]
    files_url: Option<String>,
    /// The file to write: gzip of tar, readable by its owner only. Never one that is there.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Makes a backup.
///
/// # Errors
/// The sentence to show; then there is no such file.
pub async fn run(backup: Backup) -> Result<(), Failure> {
    if open::is_postgres(&backup.storage) {
        return Err(
            "PostgreSQL has its own tools: take a backup with pg_dump or pg_basebackup, and copy \
             the folder of files after it; docs/operating.md shows the commands."
                .into(),
        );
    }
    let source = open::there(&backup.storage)?;
    refuse_another_schema(&source).await?;
    let work = Work::begin(&backup.file)?;
    let opened = open::beside(&backup.storage).await?;
    let (db, secrets, now) = (opened.db, Arc::new(opened.secrets), SystemClock.now());
    // The trace first: no backup is made of which the log, and so the backup itself, says nothing.
    note(&db, now).await?;
    let copied = work.make(DATABASE)?;
    copy::copy(&fs::canonicalize(&source)?, &copied).await?;
    // The database first: a file that it does not know does no harm.
    let storage = Files::open(backup.files_url.as_deref(), &backup.storage.data)?;
    let mut names = vec![DATABASE.to_owned()];
    if let Some(folder) = storage.folder() {
        names.extend(gather(&db, folder, &work.folder).await?);
    }
    let kept = names.len() - 1;
    let facts = Facts::new(copy::schema_of(&copied).await?, secrets.check(), now);
    let archive = work.folder.join("archive");
    archive::pack(&archive, &work.folder, &names, facts, &secrets)?;
    fs::remove_file(&copied)?;
    let wrong = rehearse(&archive, &work, &secrets).await?;
    let size = fs::metadata(&archive)?.len();
    work.finish(&archive, &backup.file)?;
    println!(
        "{} holds the database and {kept} files as of {now}, {size} bytes. It was unpacked again \
         and looked through. The master key is NOT in it: keep a copy of it in another place, for \
         without it the backup cannot be restored.",
        backup.file.display()
    );
    if storage.folder().is_none() {
        println!("The files in the bucket are not in it: copy them, too.");
    }
    check::told(&wrong)
}

/// A newer program would change the schema below a running server, an older one cannot read it.
async fn refuse_another_schema(source: &Path) -> Result<(), Failure> {
    let unreadable = |error| format!("The database {} cannot be read: {error}.", source.display());
    let (found, known) = (
        copy::schema_of(source).await.map_err(unreadable)?,
        copy::known_schema(),
    );
    if found == known {
        return Ok(());
    }
    Err(format!(
        "The database has schema {found}, this program has {known}. Back it up with the program \
         that runs on it."
    )
    .into())
}

/// An entry in every company's log, one after the other in one order.
async fn note(db: &Db, now: Timestamp) -> Result<(), Failure> {
    let mut tx = db.write().await?;
    let mut all = companies::all(&mut tx).await?;
    all.sort_by_key(|company| company.id);
    for company in all {
        let entry = Entry::event("backup.create", "backup", now, "");
        chain::also(&mut tx, &found::operator(company.id, now), &entry).await?;
    }
    Ok(tx.commit_unaudited().await?)
}

/// Links (or copies) the kept files below the work's folder, so that none goes away meanwhile;
/// their names in the archive. A file is never changed in its place.
async fn gather(db: &Db, folder: &Path, into: &Path) -> Result<Vec<String>, Failure> {
    let known = rows::all(&mut db.read().await?).await?;
    let mut names = Vec::with_capacity(known.len());
    for file in &known {
        let path = files::path_of(file);
        let (from, name) = (folder.join(&path), format!("{FILES}/{path}"));
        let to = into.join(&name);
        fs::create_dir_all(to.parent().unwrap_or(into))?;
        let linked = fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop));
        match linked {
            Ok(()) => names.push(name),
            // Removed since its row was read, or lost before: a restore cannot bring it back.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(format!("{} cannot be copied: {error}.", from.display()).into());
            }
        }
    }
    Ok(names)
}

/// Restores the archive into a folder beside it and looks it through; what is wrong with its logs.
async fn rehearse(
    archive: &Path,
    work: &Work,
    secrets: &Arc<Secrets>,
) -> Result<Vec<String>, Failure> {
    let trial = work.folder.join("trial");
    work::private_folder(&trial)?;
    unpack::unpack(archive, &trial, secrets)
        .map_err(|why| format!("The backup does not read back, nothing was kept: {}", why.0))?;
    let database = trial.join(DATABASE);
    copy::check(&database).await.map_err(|error| {
        format!("The copy is damaged, and so may be the database: {error}. Nothing was kept.")
    })?;
    check::logs(&Db::open_sqlite(&database).await?, secrets).await
}
