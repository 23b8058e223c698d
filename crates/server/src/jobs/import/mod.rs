//! An import of a CSV file in the background (decision 0041). The request checks the file and keeps
//! it; the job reads it again and writes everything in one transaction, since all of it must be
//! there or nothing, and shows meanwhile how far it is.

pub mod products;
pub mod scm;

use super::{Ended, Step, Stop};
use crate::{app::App, download, error::ApiResult, extract::Query, files::upload};
use countermark_core::ids::CompanyId;
use countermark_store::{DbError, Tx, files};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

/// What the files are for.
const PURPOSE: &str = "import";

/// Keeps a file until its job has ended, a day at most; returns its key.
///
/// # Errors
/// When the database or the storage failed.
pub async fn keep(app: &App, company: CompanyId, bytes: Vec<u8>) -> ApiResult<String> {
    let what = (PURPOSE, "import.csv", download::CSV);
    let file = upload::place_for(app, company, what).await?;
    upload::fill(app, &file, bytes).await?;
    Ok(file.key)
}

/// What a job is told: which file, and what the query said of it.
#[must_use]
pub fn input(file: &str, query: &Query) -> Value {
    let pairs: Vec<_> = query.beginning("").collect();
    json!({"file": file, "query": pairs})
}

fn key(input: &Value) -> &str {
    input["file"].as_str().unwrap_or("")
}

/// The query again.
fn query(input: &Value) -> Query {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let pairs = input["query"].as_array().into_iter().flatten();
    Query::of(pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect())
}

/// The file's bytes again.
async fn bytes(step: &Step<'_>) -> Result<Vec<u8>, Stop> {
    let (app, company) = (step.app, step.job.company);
    let mut conn = app.db.read().await?;
    let file = files::get(&mut conn, company, key(&step.job.input), step.now).await?;
    drop(conn);
    let gone = || Stop::fail("The file of this import is no longer kept.");
    let (size, mut pieces) = app.settings.files.get(&file.ok_or_else(gone)?).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    while let Some(piece) = pieces.try_next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The file is not needed any more.
async fn forget(step: &Step<'_>, tx: &mut Tx) -> Result<(), DbError> {
    files::forget_at(tx, step.job.company, key(&step.job.input), step.now).await
}

/// The same for a job that failed or was canceled.
async fn ended(tx: &mut Tx, ended: &Ended<'_>) -> Result<(), DbError> {
    files::forget_at(tx, ended.company, key(ended.input), ended.now).await
}
