//! What is kept in the file storage: whose it is, what it is called, until when it stays. The bytes
//! themselves are the server's matter; where they lie follows from company, purpose and key.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, JobId},
    time::Timestamp,
};

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its company.
    pub company: CompanyId,
    /// Its public name: 12 random characters.
    pub key: String,
    /// What it is for, as `workorder`.
    pub purpose: String,
    /// What it is called when somebody saves it. Made by the program, never from what people send.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// How long it is in bytes; nothing until all of it is there.
    pub size: Option<i64>,
    /// The job that writes it.
    pub job: Option<JobId>,
    /// When it was wanted.
    pub created_at: Timestamp,
    /// From when on it is no longer kept.
    pub forget_at: Option<Timestamp>,
}

/// What a file is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// Its public name.
    pub key: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// What it is called when somebody saves it.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// From when on it is no longer kept.
    pub forget_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "company_id, key, purpose, name, media_type, size, job_id, created_at, forget_at";

fn read(row: &Row) -> Result<File, DbError> {
    Ok(File {
        company: CompanyId(row.get(0)?),
        key: row.get(1)?,
        purpose: row.get(2)?,
        name: row.get(3)?,
        media_type: row.get(4)?,
        size: row.get(5)?,
        job: row.get::<Option<i64>>(6)?.map(JobId),
        created_at: Timestamp(row.get(7)?),
        forget_at: row.get::<Option<i64>>(8)?.map(Timestamp),
    })
}

/// Notes a file that will be there.
pub async fn create(
    tx: &mut Tx,
    company: CompanyId,
    new: &NewFile<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO file (company_id, key, purpose, name, media_type, created_at, forget_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            company,
            new.key,
            new.purpose,
            new.name,
            new.media_type,
            now,
            new.forget_at
        ],
    )
    .await?;
    Ok(())
}

/// Says which job writes a file.
pub async fn set_job(
    tx: &mut Tx,
    company: CompanyId,
    key: &str,
    job: JobId,
) -> Result<(), DbError> {
    let sql = "UPDATE file SET job_id = $3 WHERE company_id = $1 AND key = $2";
    tx.run(sql, args![company, key, job]).await?;
    Ok(())
}

/// The company's file of that key, while it is kept.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    key: &str,
    now: Timestamp,
) -> Result<Option<File>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM file WHERE company_id = $1 AND key = $2 \
         AND (forget_at IS NULL OR forget_at > $3)"
    );
    let row = conn.one(sql, args![company, key, now]).await?;
    row.map(|row| read(&row)).transpose()
}

/// All of a file is there.
pub async fn set_size(
    tx: &mut Tx,
    company: CompanyId,
    key: &str,
    size: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE file SET size = $3 WHERE company_id = $1 AND key = $2";
    tx.run(sql, args![company, key, size]).await?;
    Ok(())
}

/// A file is no longer kept from then on; the program removes it some time after.
pub async fn forget_at(
    tx: &mut Tx,
    company: CompanyId,
    key: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "UPDATE file SET forget_at = $3 WHERE company_id = $1 AND key = $2";
    tx.run(sql, args![company, key, at]).await?;
    Ok(())
}

/// Files of any company that are no longer kept, at most so many.
pub async fn forgotten(conn: &mut Conn, now: Timestamp, most: i64) -> Result<Vec<File>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM file WHERE forget_at <= $1 ORDER BY forget_at, id LIMIT $2");
    let rows = conn.all(sql, args![now, most]).await?;
    rows.iter().map(read).collect()
}

/// Every file that is there, of every company.
pub async fn all(conn: &mut Conn) -> Result<Vec<File>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM file WHERE size IS NOT NULL ORDER BY id");
    let rows = conn.all(sql, args![]).await?;
    rows.iter().map(read).collect()
}

/// How many bytes the files of a company take together, until their bytes are gone.
pub async fn taken(conn: &mut Conn, company: CompanyId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COALESCE(sum(size), 0) AS BIGINT) FROM file WHERE company_id = $1";
    let row = conn.one(sql, args![company]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Takes a file's row away, once its bytes are gone.
pub async fn remove(tx: &mut Tx, company: CompanyId, key: &str) -> Result<(), DbError> {
    let sql = "DELETE FROM file WHERE company_id = $1 AND key = $2";
    tx.run(sql, args![company, key]).await?;
    Ok(())
}
