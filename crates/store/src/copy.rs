//! Whole copies of the SQLite file, made while others write into it, and looks at files that no
//! server has open. PostgreSQL has tools of its own for all of this.

use crate::{DbError, migrate};
use sqlx::{
    Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions, sqlite::SqliteRow,
};
use std::{path::Path, time::Duration};

/// How long a lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

async fn open(file: &Path) -> Result<SqliteConnection, DbError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .busy_timeout(PATIENCE);
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// The newest schema that this program knows.
#[must_use]
pub fn known_schema() -> i64 {
    migrate::known()
}

/// The schema of a file, which stays as it is.
///
/// # Errors
/// When it cannot be read, or is no database of ours.
pub async fn schema_of(file: &Path) -> Result<i64, DbError> {
    let mut conn = open(file).await?;
    let row = sqlx::query("SELECT coalesce(max(version), 0) FROM schema_version")
        .fetch_one(&mut conn)
        .await?;
    let schema = row.try_get(0)?;
    conn.close().await?;
    Ok(schema)
}

/// Copies everything that is committed by now into a file that is empty or not there yet. Nobody
/// waits for it: the writers of the log (WAL) go on, and the log grows meanwhile.
///
/// # Errors
/// When the file cannot be read or the copy not be written.
pub async fn copy(file: &Path, into: &Path) -> Result<(), DbError> {
    let name = into.to_str();
    let name = name.ok_or_else(|| DbError::Unavailable("the path is not UTF-8".into()))?;
    let mut conn = open(file).await?;
    sqlx::query("VACUUM INTO $1")
        .bind(name)
        .execute(&mut conn)
        .await?;
    Ok(conn.close().await?)
}

/// Goes through every page, index and reference of a file.
///
/// # Errors
/// [`DbError::Corrupt`] with the first thing that is wrong.
pub async fn check(file: &Path) -> Result<(), DbError> {
    let mut conn = open(file).await?;
    let found = sqlx::query("PRAGMA integrity_check(1)")
        .fetch_all(&mut conn)
        .await?;
    let text = |row: &SqliteRow| row.try_get::<String, _>(0);
    let said = found.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    if said != ["ok"] {
        return Err(DbError::Corrupt(said.join(" ")));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut conn)
        .await?;
    if let Some(row) = dangling.first() {
        let table = text(row)?;
        let what = format!("a row of {table} refers to one that is not there");
        return Err(DbError::Corrupt(what));
    }
    Ok(conn.close().await?)
}

/// Brings everything from the log beside the file into the file itself, so that the file alone is
/// the database.
///
/// # Errors
/// When somebody still has it open, or it cannot be written.
pub async fn settle(file: &Path) -> Result<(), DbError> {
    let mut conn = open(file).await?;
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut conn)
        .await?;
    if row.try_get::<i64, _>(0)? != 0 {
        return Err(DbError::Unavailable("the database is in use".into()));
    }
    Ok(conn.close().await?)
}
