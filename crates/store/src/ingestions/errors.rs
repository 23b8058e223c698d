//! What the rows of an upload were refused for.

use super::Ingestion;
use crate::{
    DbError,
    conn::{Conn, Tx, args},
    rows::{Of, Rows},
};
use countermark_core::ids::CompanyId;

/// The most errors that are kept of an upload; all of them are counted.
pub const KEPT_ERRORS: usize = 1_000;

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The row: in a CSV file as a spreadsheet shows it, in a list its place from 1 on.
    pub row: i64,
    /// The key; `file` for the row as a whole.
    pub field: String,
    /// For people.
    pub message: String,
}

/// Keeps errors of an upload that had none: the first of them, and how many there are.
pub async fn add_errors(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    (found, count): (&[RowError], i64),
) -> Result<(), DbError> {
    let sql = "UPDATE ingestion SET error_count = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, record.id, count]).await?;
    let mut rows = Rows::new(&[Of::Ints, Of::Ints, Of::Texts, Of::Texts]);
    for (number, error) in (1_i64..).zip(found.iter().take(KEPT_ERRORS)) {
        rows.push([
            number.into(),
            error.row.into(),
            error.field.as_str().into(),
            error.message.as_str().into(),
        ]);
    }
    rows.run(tx, args![company, record.id], |v| {
        format!(
            "INSERT INTO ingestion_error (company_id, ingestion_id, number, line, field, message) \
             SELECT $1, $2, v.column1, v.column2, v.column3, v.column4 FROM {v}"
        )
    })
    .await?;
    Ok(())
}

/// The first errors of an upload, at most so many.
pub async fn errors(
    conn: &mut Conn,
    company: CompanyId,
    record: &Ingestion,
    most: usize,
) -> Result<Vec<RowError>, DbError> {
    let sql = "SELECT line, field, message FROM ingestion_error WHERE company_id = $1 \
               AND ingestion_id = $2 ORDER BY number LIMIT $3";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = conn.all(sql, args![company, record.id, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(RowError {
                row: row.get(0)?,
                field: row.get(1)?,
                message: row.get(2)?,
            })
        })
        .collect()
}
