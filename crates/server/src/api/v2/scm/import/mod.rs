//! `POST /api/v2/scm/import/`: an upload from a CSV file, all or nothing.
//!
//! The file is read on a thread of its own, before any transaction is opened. What it says is an
//! upload like any other; a rehearsal is one that is not committed.

mod background;
mod file;
mod lines;
mod options;

use super::kept;
use crate::{
    api::v2::products::import::{Errors, ImportRefused, check_type, short},
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::{Json, Query, read_limited},
};
use axum::{
    extract::{Request, State},
    response::{IntoResponse as _, Response},
};
use background::ScmImportAccepted;
use countermark_core::{audit::Entry, permissions::perm, scm::DataKey};
use countermark_store::{
    Scope, Tx,
    audit::By,
    scm::{
        self, Progress, Refused,
        tasks::{self, NewTask, Source, Work},
    },
};
use file::File;
use lines::ScmImportLine;
use options::Options;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use utoipa::ToSchema;

/// The most bytes of a file: 10 MiB.
const MOST_BYTES: usize = 10 << 20;
/// The most codes that one file changes.
const MOST_CODES: usize = 200_000;
/// Rows that the answer shows.
const PREVIEW: usize = 10;

/// What was done, or with `dry_run` what would be done.
#[derive(Serialize, ToSchema)]
pub struct ScmImported {
    /// Nothing was written: it was a rehearsal.
    pub dry_run: bool,
    /// Rows below the header that are not blank.
    pub rows: usize,
    /// Rows whose code is not there (with `unknown=skip`).
    pub unknown: usize,
    /// How many codes were found.
    pub codes_affected: i64,
    /// How many values changed.
    pub total_updates: i64,
    /// Every key that changed on any code.
    pub changes: Vec<String>,
    /// For `scm/tasks/{task_id}/`; null after a rehearsal.
    pub task_id: Option<String>,
    /// The first ten rows.
    pub preview: Vec<ScmImportRow>,
}

/// A row of a file.
#[derive(Clone, Serialize, ToSchema)]
pub struct ScmImportRow {
    /// The row as a spreadsheet shows it.
    pub row: usize,
    /// What finds its codes.
    pub name: String,
    /// What shall be true of them.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// Whether there is such a code; a row without one is left out.
    pub found: bool,
}

/// Load supply-chain data from a CSV file
///
/// The body is the file. `column_<key>` names the column that a key comes from, or is a text with
/// `{Column}` in it; without any, every column is the key that its header names. With one bad row
/// nothing is written.
///
/// With `Accept: application/x-ndjson` the answer begins when the work does, and is one JSON
/// object a line: `{"rows", "of"}` from time to time, and at the end `{"status", "body"}`, what
/// would have been the answer. What is known before the work begins is answered as ever. The work
/// goes on to its end even when nobody reads.
///
/// With `background=1` the answer comes as soon as the file is read, and the work is a job: follow
/// `jobs/{job_id}/`, where the rows are that made it fail, or `scm/tasks/{task_id}/`. It is done
/// whole or not at all, too, and goes on when the program is stopped in the middle.
#[utoipa::path(post, path = "/api/v2/scm/import/", tag = "SCM",
    request_body(content = String, content_type = "text/csv",
        description = "The file: UTF-8, commas, at most 10 MiB and 100,000 rows."),
    params(
        ("data_key" = Option<String>, Query, description = "The key by which each row finds its codes: `extended_id` (default), `serial_number`, `workorder` or any key of supply-chain data."),
        ("column_key" = Option<String>, Query, description = "In place of `key` any key, the one that finds codes among them: the column it comes from.", example = "Lot No."),
        ("blank" = Option<String>, Query, description = "A blank cell: `keep` the value that is there (default), or `clear` it."),
        ("unknown" = Option<String>, Query, description = "A row whose code is not there: `error` (default) or `skip`."),
        ("dry_run" = Option<String>, Query, description = "`1`: check everything, write nothing."),
        ("background" = Option<String>, Query, description = "`1`: answer at once, and do it in the background.")),
    responses(
        (status = 200, description = "Imported; or, when it is asked for, how far it is and how it ended.",
            content((ScmImported = "application/json"), (ScmImportLine = "application/x-ndjson"))),
        (status = 202, description = "It will be done in the background (`background=1`). `Location` is the job's address.", body = ScmImportAccepted),
        (status = 400, description = "Nothing was imported.", body = ImportRefused),
        (status = 414, description = "The mapping is too long.", body = crate::openapi::Problem)))]
pub async fn scm_import(
    caller: Caller<perm::ScmUpload>,
    State(app): State<App>,
    query: Query,
    request: Request,
) -> ApiResult<Response> {
    Options::read(&query)?;
    check_type(&request)?;
    let is_watched = lines::wanted(&request);
    let bytes = read_limited(request, MOST_BYTES).await?;
    let place = app.imports.take().await?;
    let (bytes, wanted) = Import::read(&query, bytes).await?;
    if wanted.names_products() {
        caller.require::<perm::ProductView>(&app)?;
    }
    if wanted.options.background {
        return background::begin(&app, &caller, &query, bytes, wanted).await;
    }
    drop(bytes);
    if is_watched {
        return Ok(lines::answer(app, (*caller).clone(), wanted, place));
    }
    let done = import(&app, &caller, wanted, &Progress::default()).await?;
    Ok(Json(done).into_response())
}

/// What is asked for: what the query says, and what the file holds.
pub struct Import {
    options: Options,
    file: File,
}

impl Import {
    /// Reads both; returns the bytes, too, for whoever keeps them.
    ///
    /// # Errors
    /// 400 with everything that is wrong with them.
    pub async fn read(query: &Query, bytes: Vec<u8>) -> ApiResult<(Vec<u8>, Self)> {
        let options = Options::read(query)?;
        let reading = tokio::task::spawn_blocking(move || {
            let file = file::read(&bytes, &options)?;
            Ok((bytes, Self { options, file }))
        });
        reading.await.map_err(|_| ApiError::internal())?
    }

    /// Whether any row gives codes another product, which needs `product_view`.
    #[must_use]
    pub fn names_products(&self) -> bool {
        self.file.items.iter().any(|asked| asked.product.is_some())
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.file.rows.len()
    }

    /// The first rows, as a task keeps them.
    fn first(&self) -> Vec<Value> {
        let rows = self.file.preview.iter();
        kept(rows.map(|row| json!({"row": row.row, "name": row.name, "data": row.data})))
    }
}

/// An import that is written, and will be there with the transaction.
pub struct Written {
    /// What it did.
    pub report: ScmImported,
    by: DataKey,
    fields: Vec<String>,
    first: Vec<Value>,
}

impl Written {
    /// What the audit log says.
    #[must_use]
    pub fn entry(&self, task: i64) -> Entry {
        let report = &self.report;
        let label = format!("{} codes", report.codes_affected);
        Entry::event("scm.import", "scm_task", task, label)
            .amount(report.total_updates)
            .after(json!({
                "data_key": self.by.name(),
                "rows": report.rows,
                "unknown": report.unknown,
                "codes_affected": report.codes_affected,
                "total_updates": report.total_updates,
                "changes": report.changes,
            }))
    }
}

/// Writes an import.
///
/// # Errors
/// 400 with the rows that cannot be; then the transaction is to be dropped.
pub async fn write(
    tx: &mut Tx,
    scope: &Scope,
    who: &By,
    wanted: Import,
    progress: &Progress,
) -> ApiResult<Written> {
    let (fields, first) = (super::passed(&wanted.file.items), wanted.first());
    let Import { options, file } = wanted;
    let File {
        items,
        rows,
        mut preview,
    } = file;
    let names: Vec<_> = items.iter().map(|asked| asked.name.clone()).collect();
    let author = scm::Author {
        person: who.person,
        now: who.at,
    };
    let by = &options.by;
    let done = scm::upload_watched(tx, scope, author, by, items, MOST_CODES, progress);
    let outcome = done.await.map_err(|why| refused(why, &rows))?;
    let found = outcome.items.iter().map(|(name, _)| name.as_str());
    let found: HashSet<_> = found.collect();
    let unknown = unknown(&found, &names, &rows, &options)?;
    for row in &mut preview {
        row.found = found.contains(row.name.as_str());
    }
    let report = ScmImported {
        dry_run: options.dry_run,
        rows: rows.len(),
        unknown,
        codes_affected: outcome.codes_affected,
        total_updates: outcome.total_updates,
        changes: outcome.changes,
        task_id: None,
        preview,
    };
    Ok(Written {
        report,
        by: options.by,
        fields,
        first,
    })
}

async fn import(
    app: &App,
    caller: &Principal,
    wanted: Import,
    progress: &Progress,
) -> ApiResult<ScmImported> {
    let (scope, who) = (caller.scope(), caller.by(app.clock.now()));
    let mut tx = app.db.write_rows(wanted.rows()).await?;
    let mut written = write(&mut tx, &scope, &who, wanted, progress).await?;
    if written.report.dry_run {
        // The transaction is dropped, and with it everything that was tried.
        return Ok(written.report);
    }
    let report = &written.report;
    let parameters = json!({
        "data_key": written.by.name(),
        "rows": report.rows,
        "unknown": report.unknown,
        "first": written.first,
    });
    let task = NewTask {
        source: Source::Csv,
        parameters: &parameters,
        fields: &written.fields,
        work: Work::Done(report.codes_affected, report.total_updates),
    };
    let task = tasks::add(&mut tx, &who, &task).await?;
    let entry = written.entry(task);
    app.commit(tx, who, vec![entry], vec![]).await?;
    written.report.task_id = Some(task.to_string());
    Ok(written.report)
}

/// How many rows name codes that are not there; an error unless they are skipped.
fn unknown(
    found: &HashSet<&str>,
    names: &[String],
    rows: &[usize],
    options: &Options,
) -> ApiResult<usize> {
    let missing = names.iter().zip(rows);
    let missing = missing.filter(|(name, _)| !found.contains(name.as_str()));
    if options.skip_unknown {
        return Ok(missing.count());
    }
    let mut errors = Errors::default();
    for (name, row) in missing {
        let key = options.by.name().to_owned();
        let name = short(name);
        errors.add(*row, key, format!("There is no code with \"{name}\"."));
    }
    errors.check()?;
    Ok(0)
}

fn refused(why: Refused, rows: &[usize]) -> ApiError {
    let wrong = match why {
        Refused::Items(wrong) => wrong,
        Refused::TooMany => {
            let sentence = format!("A file changes at most {MOST_CODES} codes.");
            return ApiError::non_field(sentence);
        }
        Refused::Db(error) => return error.into(),
    };
    let mut errors = Errors::default();
    for error in wrong {
        let row = rows.get(error.item).copied().unwrap_or(0);
        errors.add(row, error.key, error.message);
    }
    errors.check().err().unwrap_or_else(ApiError::internal)
}
