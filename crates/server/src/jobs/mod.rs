//! Work that takes long (design §7): a row in the database, done step by step in the background,
//! on any node, so that a program that is killed anywhere goes on where it stood, with nothing
//! lost and nothing done twice.
//!
//! # Writing a kind of job
//!
//! One file under `jobs/` with a type that implements [`Work`], and a line in [`registry`]. A step
//! has two halves:
//!
//! - [`Work::gather`] runs first and **without a transaction**: it reads a portion of a file or of
//!   the database, computes, writes to the file storage. It may be slow (the runner keeps the job
//!   alive meanwhile) and it may be **repeated** after a crash, so what it writes elsewhere must
//!   overwrite what an earlier attempt wrote.
//! - [`Work::apply`] does the portion **in one transaction**, in which the runner also stores the
//!   new cursor that `apply` returns: both are there or neither. It must be quick; some thousand
//!   rows are a good portion.
//!
//! ```ignore
//! pub struct Upload;
//! impl Work for Upload {
//!     const KIND: &'static str = "scm_upload";
//!     const NEEDS: &'static [Permission] = &[Permission::ScmBulkEdit];
//!     type Portion = Vec<Row>;
//!     async fn gather(step: &Step<'_>) -> Result<Vec<Row>, Stop> {
//!         let at = step.job.cursor["row"].as_i64().unwrap_or(0);   // null at the beginning
//!         …
//!     }
//!     async fn apply(step: &Step<'_>, tx: &mut Tx, rows: Vec<Row>) -> Result<Next, Stop> {
//!         let changed = codes::update(tx, &step.owner.scope, &rows, step.now).await?;
//!         let next = Next::from(json!({"row": at + rows.len()}), done).errors(row_errors);
//!         Ok(if is_last { next.complete(json!({"codes_affected": changed})) } else { next })
//!     }
//! }
//! ```
//!
//! # Wanting one
//!
//! In the transaction of the request, so that both are there or neither:
//!
//! ```ignore
//! let by = caller.by(now);
//! let job = jobs::enqueue::<Upload>(&mut tx, &by, &json!({"task": id}), Some(rows)).await?;
//! app.commit(tx, by, vec![entry], vec![]).await?;
//! app.jobs.wake();      // at once on this node; any node looks once a second anyway
//! ```
//!
//! `step.owner` says on whose behalf the step runs: the scope (a token's condition as it is *now*)
//! for store functions, and `by` for audit entries and budgets, which [`Next::entry`] adds to the
//! step's commit. Before every step the runner asks again whether the owner is active and has one
//! of `NEEDS`, and whether their token still stands; if not, the job fails. What a step needs
//! besides, it asks of [`Owner::require`].
//!
//! # What can only be done whole
//!
//! Work that must be there as a whole or not at all is one step whose `apply` may take long: it says
//! so ([`Work::LONG`]), and tells how far it is by [`Step::teller`].
//!
//! # How it ends
//!
//! `Next::complete` ends it with a result; `Stop::Fail` with a sentence for people, and nothing of
//! that step is applied; a database or storage that is not there for the moment (`Stop::Again`,
//! also from [`DbError`]) with another attempt later, up to [`MOST_ATTEMPTS`] without getting on.
//! Rows that are refused one by one go into [`Next::errors`]. [`Work::ended`] tidies up after a job
//! that failed or was canceled. Tests run what waits with `TestApp::jobs`.

pub mod codes_download;
pub mod import;
pub mod ingestion;
mod owner;
pub mod registry;
mod runner;
pub mod scm_upload;
mod shown;
pub mod workorder;

pub use owner::Owner;
pub use registry::Kind;
pub use runner::{Runner, drain, start, step_once};
pub use shown::Queue;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};
use axum::http::StatusCode;
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, JobId},
    permissions::Permission,
    time::Timestamp,
};
pub use countermark_store::jobs::{Claimed, RowError};
use countermark_store::{
    Conn, DbError, Tx,
    audit::By,
    jobs::{self, NewJob},
};
use serde_json::Value;
use shown::Shown;

/// How often a job is taken without getting on before it fails.
pub const MOST_ATTEMPTS: i64 = 10;

/// The most jobs of one company that have not ended (security checklist 63).
pub const MOST_OF_A_COMPANY: i64 = 100;

/// A kind of work. See the module's page.
pub trait Work: Send + Sync + 'static {
    /// Its name in the database and on the wire.
    const KIND: &'static str;
    /// The owner must have one of these at every step (none: being active is enough); who else has
    /// one sees the company's jobs of this kind.
    const NEEDS: &'static [Permission];
    /// Whether `POST /jobs/{id}/cancel/` stops it; not when it belongs to something that has a
    /// cancel of its own.
    const CANCELABLE: bool = true;
    /// Whether [`Work::apply`] may take long. Then the job is kept alive meanwhile and shows how far
    /// it is, as in [`Work::gather`]; it is held only at the end ([`Step::hold`]), and what was done
    /// is dropped when it was canceled or lost by then.
    const LONG: bool = false;
    /// What such work is about, where that has an id in the API: the kind of thing, under whose
    /// name the input has its id.
    const OBJECT: Option<&'static str> = None;
    /// What one step works on.
    type Portion: Send;

    /// The slow half of a step, without a transaction; may be repeated.
    fn gather(step: &Step<'_>) -> impl Future<Output = Result<Self::Portion, Stop>> + Send;

    /// The quick half, in the step's transaction.
    fn apply(
        step: &Step<'_>,
        tx: &mut Tx,
        portion: Self::Portion,
    ) -> impl Future<Output = Result<Next, Stop>> + Send;

    /// Tidies up after a job that failed or was canceled, in the transaction that says so.
    #[must_use]
    fn ended(_: &mut Tx, _: &Ended<'_>) -> impl Future<Output = Result<(), DbError>> + Send {
        async { Ok(()) }
    }
}

/// What a step knows.
pub struct Step<'a> {
    /// The program.
    pub app: &'a App,
    /// The job: input, cursor, how far it is.
    pub job: &'a Claimed,
    /// On whose behalf.
    pub owner: &'a Owner,
    /// The time.
    pub now: Timestamp,
    shown: &'a Shown<'a>,
}

impl Step<'_> {
    /// Shows how many things are done in the middle of a long step, and lets the heartbeat in, which
    /// waits in the same task.
    pub async fn progress(&self, done: i64) {
        self.shown.set(done);
        tokio::task::yield_now().await;
    }

    /// The same, for what goes on without this step at hand.
    pub fn teller(&self) -> impl Fn(usize) + Send + Sync + 'static + use<> {
        self.shown.teller()
    }

    /// Holds the job until the transaction ends: for long work, before it writes what others write
    /// together with the job's row, as who cancels it does.
    ///
    /// # Errors
    /// When the job was canceled or lost.
    pub async fn hold(&self, tx: &mut Tx) -> Result<(), Stop> {
        runner::hold(self.app, tx, self.job).await
    }
}

/// A job that will not go on.
pub struct Ended<'a> {
    /// The program.
    pub app: &'a App,
    /// Its company.
    pub company: CompanyId,
    /// What it was to do.
    pub input: &'a Value,
    /// Why it failed; nothing when it was canceled.
    pub failure: Option<&'a str>,
    /// The time.
    pub now: Timestamp,
}

/// What a step leaves, committed with what it did.
#[derive(Debug)]
pub struct Next {
    cursor: Value,
    done: i64,
    total: Option<i64>,
    errors: Vec<RowError>,
    entries: Vec<Entry>,
    result: Option<Value>,
}

impl Next {
    /// Goes on from that cursor; so many things are done by now.
    #[must_use]
    pub const fn from(cursor: Value, done: i64) -> Self {
        Self {
            cursor,
            done,
            total: None,
            errors: Vec::new(),
            entries: Vec::new(),
            result: None,
        }
    }

    /// How many things there are, now that it is known.
    #[must_use]
    pub const fn total(mut self, total: i64) -> Self {
        self.total = Some(total);
        self
    }

    /// Rows that were not taken.
    #[must_use]
    pub fn errors(mut self, errors: Vec<RowError>) -> Self {
        self.errors = errors;
        self
    }

    /// An entry for the audit log, by the job's owner; their token's budget pays for it.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// It is done, with that result.
    #[must_use]
    pub fn complete(mut self, result: Value) -> Self {
        self.result = Some(result);
        self
    }
}

/// Why a step was not done.
#[derive(Debug)]
pub enum Stop {
    /// Something is not there for the moment; the cause goes into the log.
    Again(String),
    /// It cannot be done: a sentence for people.
    Fail(String),
    /// It cannot be done because of rows: a sentence for people, the first of them, how many.
    Rows(String, Vec<RowError>, i64),
    /// Somebody else has the job now, or it was canceled.
    Lost,
}

impl Stop {
    /// It cannot be done: a sentence for people.
    #[must_use]
    pub fn fail(sentence: impl Into<String>) -> Self {
        Self::Fail(sentence.into())
    }
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        match error {
            // A step that was written after all is found done when it is taken up again.
            DbError::Unavailable(cause) | DbError::Unsure(cause) => Self::Again(cause),
            // Somebody was quicker: the next attempt sees what they did.
            DbError::Unique | DbError::Referenced => Self::Again(error.to_string()),
            DbError::Budget(exhausted) => {
                let (unit, limit) = (exhausted.unit.name(), exhausted.limit);
                Self::Fail(format!("The token may use {limit} {unit} a day."))
            }
            DbError::OutsideScope(_) => {
                Self::fail("This is outside of the brands or products of the token.")
            }
            DbError::Corrupt(_) | DbError::NewerSchema { .. } => {
                tracing::error!(%error, "a job found what it cannot read");
                Self::fail("A server error occurred.")
            }
        }
    }
}

/// Puts a job into the queue, in the transaction of the request that wants it. [`Queue::wake`]
/// after the commit begins it at once.
///
/// # Errors
/// 429 `too_many_jobs` when the company has very many that wait.
pub async fn enqueue<W: Work>(
    tx: &mut Tx,
    by: &By,
    input: &Value,
    total: Option<i64>,
) -> ApiResult<JobId> {
    room(tx, by.company).await?;
    Ok(follow::<W>(tx, by, input, total).await?)
}

/// Passes while the company may have one more job: for a request that has something to do before it
/// can [`enqueue`] one.
///
/// # Errors
/// 429 `too_many_jobs`.
pub async fn room(conn: &mut Conn, company: CompanyId) -> ApiResult<()> {
    if jobs::unfinished(conn, company).await? < MOST_OF_A_COMPANY {
        return Ok(());
    }
    Err(ApiError::Other {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_many_jobs",
        detail: format!(
            "Your company has {MOST_OF_A_COMPANY} jobs that wait or run. Try again when some are done."
        ),
        retry_after: Some(60),
        more: None,
    })
}

/// Puts a job into the queue that follows upon another, in that one's last step.
pub async fn follow<W: Work>(
    tx: &mut Tx,
    by: &By,
    input: &Value,
    total: Option<i64>,
) -> Result<JobId, DbError> {
    let new = NewJob {
        kind: W::KIND,
        input,
        total,
    };
    jobs::enqueue(tx, by, &new, by.at).await
}
