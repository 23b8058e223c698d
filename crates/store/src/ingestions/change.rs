//! What becomes of an upload.

use super::{Filetype, Ingestion, Mode, State, of_company};
use crate::{
    DbError, Scope,
    audit::By,
    conn::{Tx, args},
    workorders::may_order,
};
use countermark_core::{
    ids::{CompanyId, IngestionKey, JobId, ProductId, TemplateId, WorkorderId},
    text::fold,
    time::Timestamp,
};
use serde_json::{Map, Value, json};

/// What an upload is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewIngestion<'a> {
    /// What clients name it by.
    pub key: &'a IngestionKey,
    /// How its codes come in.
    pub mode: Mode,
    /// What they are written in.
    pub filetype: Filetype,
    /// What it begins with: id and name.
    pub template: (TemplateId, &'a str),
    /// What its codes are on unless a row says otherwise.
    pub product: Option<ProductId>,
    /// What they carry unless a row says otherwise.
    pub default_scm_data: &'a Map<String, Value>,
    /// Whether its rows may name products.
    pub names_products: bool,
    /// How many codes there are, when that is known.
    pub quantity: Option<i64>,
    /// The file of its rows, when that is there.
    pub file: Option<&'a str>,
    /// Until when that can be sent, when it is not.
    pub upload_ends_at: Option<Timestamp>,
}

/// Remembers an upload; [`DbError::OutsideScope`] as for an order.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    by: &By,
    new: &NewIngestion<'_>,
) -> Result<i64, DbError> {
    may_order(tx, scope, new.product).await?;
    let state = match new.file {
        None => State::Uploading,
        Some(_) => State::Pending,
    };
    let row = tx
        .one(
            "INSERT INTO ingestion (company_id, key, mode, filetype, state, searchable, \
             template_id, product_id, default_scm_data, names_products, quantity, file_key, \
             upload_ends_at, created_by, credential_kind, credential_id, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             RETURNING id",
            args![
                scope.company(),
                new.key.as_str(),
                new.mode.name(),
                new.filetype.name(),
                state.name(),
                // A line break parts the two, so that nothing is found across.
                fold(&format!("{}\n{}", new.key, new.template.1)),
                new.template.0,
                new.product,
                json!(new.default_scm_data).to_string(),
                new.names_products,
                new.quantity,
                new.file,
                new.upload_ends_at,
                by.person,
                by.credential_kind,
                by.credential_id.as_str(),
                by.at,
            ],
        )
        .await?;
    row.ok_or_else(|| DbError::Corrupt("no id".into()))?.get(0)
}

/// As [`of_company`], and nobody else changes the upload until the transaction ends.
pub async fn lock(
    tx: &mut Tx,
    company: CompanyId,
    key: &IngestionKey,
) -> Result<Option<Ingestion>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM ingestion WHERE company_id = $1 AND key = $2 FOR UPDATE";
        tx.all(sql, args![company, key.as_str()]).await?;
    }
    of_company(tx, company, key).await
}

/// The file of an upload is there, in place of any earlier one. The upload is locked, and its file
/// is awaited.
pub async fn accept(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    file: &str,
) -> Result<(), DbError> {
    let sql = "UPDATE ingestion SET file_key = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, record.id, file]).await?;
    Ok(())
}

/// An upload has a job now.
pub async fn start(tx: &mut Tx, company: CompanyId, id: i64, job: JobId) -> Result<(), DbError> {
    let sql = "UPDATE ingestion SET state = 'pending', job_id = $3 \
               WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, id, job]).await?;
    Ok(())
}

/// All rows of an upload are good: so many codes are made in that order.
pub async fn begin(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    order: WorkorderId,
    quantity: i64,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE ingestion SET state = 'in-progress', workorder_id = $3, quantity = $4 \
         WHERE company_id = $1 AND id = $2",
        args![company, record.id, order, quantity],
    )
    .await?;
    Ok(())
}

/// So many of its codes are made.
pub async fn set_done(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    done: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE ingestion SET done = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, record.id, done]).await?;
    Ok(())
}

/// All of its codes are there.
pub async fn complete(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE ingestion SET state = 'complete', done = coalesce(quantity, done), \
         file_key = NULL, completed_at = $3 WHERE company_id = $1 AND id = $2",
        args![company, record.id, now],
    )
    .await?;
    Ok(())
}

/// Ends an upload of which nothing comes: it failed, with the reason, or was canceled. Its order,
/// if it had one, is somebody else's matter from now on.
pub async fn end(
    tx: &mut Tx,
    company: CompanyId,
    record: &Ingestion,
    (state, failure): (State, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE ingestion SET state = $3, failure = $4, done = 0, workorder_id = NULL, \
         file_key = NULL, completed_at = $5 WHERE company_id = $1 AND id = $2",
        args![company, record.id, state.name(), failure, now],
    )
    .await?;
    Ok(())
}

/// Cancels uploads of every company that have awaited their file since before then.
pub async fn give_up(tx: &mut Tx, before: Timestamp, now: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "UPDATE ingestion SET state = 'canceled', failure = 'It was not begun within a day.', \
         file_key = NULL, completed_at = $2 WHERE state = 'uploading' AND created_at < $1",
        args![before, now],
    )
    .await
}
