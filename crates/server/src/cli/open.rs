//! Opening the data: folder, lock, database, master key. Everything that can be wrong with them
//! is said in one sentence that tells what to do.

use super::Failure;
use crate::{
    secrets::{MasterKey, Secrets},
    settings::{KEY_VARIABLE, Storage},
};
use countermark_store::{Db, DbError, keys};
use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{ErrorKind, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// The setting under which the key's fingerprint is kept.
const KEY_CHECK: &str = "master_key_check";

/// The opened data. The lock is held as long as it lives.
pub struct Opened {
    /// The database, migrated.
    pub db: Db,
    /// The keys.
    pub secrets: Secrets,
    /// Held as long as it lives; none with PostgreSQL.
    pub lock: Option<File>,
}

/// Opens everything.
///
/// # Errors
/// The sentence to show.
pub async fn open(storage: &Storage) -> Result<Opened, Failure> {
    let url = database_url(storage)?;
    folder(&storage.data)?;
    let (db, lock) = if let Some(url) = &url {
        (postgres(url).await?, None)
    } else {
        let lock = lock(&storage.data)?;
        let path = storage.data.join("countermark.db");
        refuse_to_begin_anew(storage, &path)?;
        (sqlite(&path).await?, Some(lock))
    };
    with_key(storage, db, lock).await
}

/// Opens data that a server may be using: for commands that change only what servers read anew
/// all the time. Makes nothing.
///
/// # Errors
/// The sentence to show.
pub async fn beside(storage: &Storage) -> Result<Opened, Failure> {
    let db = if let Some(url) = &database_url(storage)? {
        postgres(url).await?
    } else {
        sqlite(&there(storage)?).await?
    };
    with_key(storage, db, None).await
}

/// As [`open`], for commands that change what is there: where there is no database, none is made.
///
/// # Errors
/// The sentence to show.
pub async fn existing(storage: &Storage) -> Result<Opened, Failure> {
    if database_url(storage)?.is_none() {
        there(storage)?;
    }
    open(storage).await
}

/// The `SQLite` file, when it is there.
///
/// # Errors
/// The sentence to show.
pub fn there(storage: &Storage) -> Result<PathBuf, Failure> {
    let path = storage.data.join("countermark.db");
    if path.exists() {
        return Ok(path);
    }
    Err(format!(
        "There is no database {}. Say where it is with --data.",
        path.display()
    )
    .into())
}

async fn with_key(storage: &Storage, db: Db, lock: Option<File>) -> Result<Opened, Failure> {
    let secrets = Secrets::new(&master_key(storage, &db).await?);
    check_key(&db, &secrets).await?;
    Ok(Opened { db, secrets, lock })
}

/// Whether PostgreSQL is meant.
#[must_use]
pub const fn is_postgres(storage: &Storage) -> bool {
    storage.database.is_some() || storage.database_file.is_some()
}

fn database_url(storage: &Storage) -> Result<Option<String>, Failure> {
    url(storage.database.as_ref(), storage.database_file.as_deref())
}

/// The URL that a setting gives, itself or by a file.
///
/// # Errors
/// The sentence to show when the file cannot be read.
pub fn url(given: Option<&String>, file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(file) = file else {
        return Ok(given.cloned());
    };
    let text = fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    Ok(Some(text.trim().to_owned()))
}

fn folder(dir: &Path) -> Result<(), Failure> {
    fs::create_dir_all(dir).map_err(|error| {
        format!(
            "The data folder {} cannot be made: {error}. Choose another with --data.",
            dir.display()
        )
    })?;
    let probe = dir.join(".write-test");
    fs::write(&probe, b"")
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|error| {
            format!(
                "The data folder {} cannot be written: {error}. Give this user the right to write \
             there, or choose another folder with --data.",
                dir.display()
            )
            .into()
        })
}

/// Takes the folder for this process, as long as the file is open.
///
/// # Errors
/// The sentence to show when another has it.
pub fn lock(dir: &Path) -> Result<File, Failure> {
    let path = dir.join("countermark.lock");
    let file = File::create(&path)
        .map_err(|error| format!("{} cannot be made: {error}.", path.display()))?;
    file.try_lock().map_err(|_| {
        format!(
            "Another countermark is using {}. Stop it first; several nodes need PostgreSQL.",
            dir.display()
        )
    })?;
    Ok(file)
}

/// A key without its database: that was moved or lost, and an empty one in its place would look
/// like a fresh start.
fn refuse_to_begin_anew(storage: &Storage, path: &Path) -> Result<(), Failure> {
    let key = storage.data.join("master.key");
    if path.exists() || !key.exists() {
        return Ok(());
    }
    Err(format!(
        "The database {} is missing, and the key {} belongs to one. Put the database back from \
         your backup; to begin with an empty one, move the key away first.",
        path.display(),
        key.display()
    )
    .into())
}

async fn sqlite(path: &Path) -> Result<Db, Failure> {
    Db::open_sqlite(path).await.map_err(|error| match error {
        DbError::NewerSchema { .. } => Failure(format!("{}: {error}.", path.display())),
        _ => Failure(format!(
            "The database {} cannot be opened: {error}. If it is damaged, restore a backup.",
            path.display()
        )),
    })
}

async fn postgres(url: &str) -> Result<Db, Failure> {
    // The URL holds a password and stays out of the sentence.
    Db::open_postgres(url).await.map_err(|error| match error {
        DbError::NewerSchema { .. } => Failure(format!("PostgreSQL: {error}.")),
        _ => Failure(format!(
            "PostgreSQL cannot be reached: {error}. Check the URL given with --database."
        )),
    })
}

async fn master_key(storage: &Storage, db: &Db) -> Result<MasterKey, Failure> {
    match stored_key(storage)? {
        Ok(key) => Ok(key),
        Err(path) => new_key(&path, db).await,
    }
}

/// The key that a backup was made with: never a new one.
///
/// # Errors
/// The sentence to show.
pub fn kept_key(storage: &Storage) -> Result<MasterKey, Failure> {
    stored_key(storage)?.map_err(|path| {
        format!(
            "There is no master key {}. A backup does not hold it: name the one that it was made \
             with by --master-key-file.",
            path.display()
        )
        .into()
    })
}

/// The key from the environment or its file; the path where one may be made when there is none.
fn stored_key(storage: &Storage) -> Result<Result<MasterKey, PathBuf>, Failure> {
    if let Ok(text) = std::env::var(KEY_VARIABLE) {
        let key = MasterKey::parse(&text).map_err(|error| format!("{KEY_VARIABLE}: {error}."))?;
        return Ok(Ok(key));
    }
    let given = storage.master_key_file.clone();
    let path = given
        .clone()
        .unwrap_or_else(|| storage.data.join("master.key"));
    match fs::read_to_string(&path) {
        Ok(text) => {
            refuse_readable_by_others(&path)?;
            let key = MasterKey::parse(&text);
            Ok(Ok(key.map_err(|error| {
                format!("{}: {error}.", path.display())
            })?))
        }
        Err(error) if error.kind() == ErrorKind::NotFound && given.is_none() => Ok(Err(path)),
        Err(error) => {
            Err(format!("The master key {} cannot be read: {error}.", path.display()).into())
        }
    }
}

fn refuse_readable_by_others(path: &Path) -> Result<(), Failure> {
    let mode = fs::metadata(path)?.permissions().mode();
    let others = mode & 0o077;
    if others == 0 {
        return Ok(());
    }
    Err(format!(
        "The master key {0} can be read by others. Run: chmod 600 {0}",
        path.display()
    )
    .into())
}

/// Makes a key, but never over a database that another key belongs to.
async fn new_key(path: &PathBuf, db: &Db) -> Result<MasterKey, Failure> {
    if keys::setting(&mut db.read().await?, KEY_CHECK)
        .await?
        .is_some()
    {
        return Err(format!(
            "The master key {} is missing, and this database was made with one. Put it back from \
             your backup, or name it with --master-key-file.",
            path.display()
        )
        .into());
    }
    let key = MasterKey::generate();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(key.to_text().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    Ok(key)
}

/// Notes the key in a new database, and refuses another one in an old.
///
/// # Errors
/// The sentence to show.
pub async fn check_key(db: &Db, secrets: &Secrets) -> Result<(), Failure> {
    let mut tx = db.write().await?;
    if keys::set_first(&mut tx, KEY_CHECK, secrets.check()).await? {
        return Ok(tx.commit_unaudited().await?);
    }
    let stored = keys::setting(&mut tx, KEY_CHECK).await?;
    if stored.as_deref() == Some(secrets.check()) {
        return Ok(());
    }
    Err(
        "This master key does not belong to this database. Give the key that it was made with; \
         nothing was changed."
            .into(),
    )
}
