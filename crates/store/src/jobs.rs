//! Work that takes long, as rows (design §7). The program around them is `server::jobs`.
//!
//! A job is taken with a lease and worked on step by step. Every step begins with [`hold`] and ends
//! with [`advance`], [`complete`] or [`fail`] in **one transaction with what it did**: a step that
//! was not committed has not happened, and one that was is never done again. `hold` fails for a
//! claim that somebody else has taken over meanwhile, and keeps others away until the transaction
//! ends. A step that takes long ends with `hold` instead: nobody waits for its row meanwhile, and
//! what it did is dropped when it has lost the job.

use crate::{
    DbError, Filters, Ordering, OrderingKind,
    audit::By,
    conn::{Arg, Conn, Row, Tx, args, places},
    lists::List,
};
use countermark_core::{
    ids::{CompanyId, JobId, UatId, UserId},
    page::{Page, PageRequest},
    time::Timestamp,
};
use serde_json::Value;

/// The most rows with errors that are kept of a job; all of them are counted.
pub const KEPT_ERRORS: i64 = 100;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Pending,
    /// It has begun.
    Running,
    /// It is done.
    Complete,
    /// It cannot be done; `failure` says why.
    Failed,
    /// Somebody has stopped it.
    Canceled,
}

impl State {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// Whether nothing more happens.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Complete | Self::Failed | Self::Canceled)
    }

    fn parse(text: &str) -> Result<Self, DbError> {
        let all = [
            Self::Pending,
            Self::Running,
            Self::Complete,
            Self::Failed,
            Self::Canceled,
        ];
        let found = all.into_iter().find(|state| state.name() == text);
        found.ok_or_else(|| DbError::Corrupt(format!("job state {text}")))
    }
}

/// A job to be done.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// What kind of work.
    pub kind: &'a str,
    /// What the work needs to know.
    pub input: &'a Value,
    /// How many things there are to do, when that is known.
    pub total: Option<i64>,
}

/// A job that somebody has taken.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number.
    pub id: JobId,
    /// Which claim this is.
    pub claim: i64,
    /// Its company.
    pub company: CompanyId,
    /// Who wants it; nobody when the program itself does.
    pub person: Option<UserId>,
    /// `uat`, `jwt`, `session` or `task`.
    pub credential_kind: String,
    /// The credential's public id.
    pub credential_id: String,
    /// Where the request came from.
    pub address: String,
    /// By which request.
    pub request_id: String,
    /// What kind of work.
    pub kind: String,
    /// What the work needs to know.
    pub input: Value,
    /// Where to go on; null at the beginning.
    pub cursor: Value,
    /// How many things are done.
    pub done: i64,
    /// How many there are, when that is known.
    pub total: Option<i64>,
    /// How often it was taken since it last got on, this time included.
    pub attempts: i64,
    /// When it was wanted.
    pub created_at: Timestamp,
}

/// What a row of the input is refused for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The row, as people count it.
    pub row: i64,
    /// Which of its members; empty for the row as a whole.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// A job as it is shown.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// The id of what it is about, which its input names.
    pub object: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How many things are done.
    pub done: i64,
    /// How many there are, when that is known.
    pub total: Option<i64>,
    /// What came of it; null while it is not complete.
    pub result: Value,
    /// Why it failed; empty unless it did.
    pub failure: String,
    /// Rows with errors.
    pub error_count: i64,
    /// Who wants it: id and e-mail address.
    pub person: Option<(UserId, String)>,
    /// When it was wanted.
    pub created_at: Timestamp,
    /// When it was first taken.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Who looks at jobs.
#[derive(Clone, Copy, Debug)]
pub enum Viewer<'a> {
    /// A token sees what it, or a token it succeeds, has begun.
    Token(UatId),
    /// A person sees their own, and others of these kinds.
    Person(UserId, &'a [&'static str]),
}

/// The list, with what is taken out of the input: that may be long, and stays in the database.
/// Without a comma in it, since columns are counted by theirs.
macro_rules! list {
    ($input:literal) => {
        List {
            columns: concat!(
                "j.id, j.kind, j.state, j.done, j.total, j.result, j.failure, j.error_count, \
                 j.person_id, p.email, j.created_at, j.started_at, j.finished_at, \
                 CAST(CASE WHEN (",
                $input,
                " ->> 'workorder') IS NOT NULL THEN ",
                $input,
                " ->> 'workorder' WHEN (",
                $input,
                " ->> 'task') IS NOT NULL THEN ",
                $input,
                " ->> 'task' ELSE ",
                $input,
                " ->> 'ingestion' END AS TEXT)"
            ),
            from: "job j LEFT JOIN person p ON p.id = j.person_id",
            id: "j.id",
        }
    };
}

fn the_list(conn: &Conn) -> List {
    if conn.is_postgres() {
        list!("j.input::json")
    } else {
        list!("j.input")
    }
}

/// How jobs may be sorted.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "created_at",
    column: "j.created_at",
    kind: OrderingKind::Int,
    descending: true,
}];

fn json(text: &str) -> Result<Value, DbError> {
    serde_json::from_str(text).map_err(|error| DbError::Corrupt(error.to_string()))
}

fn read(row: &Row) -> Result<Job, DbError> {
    let person = match (row.get::<Option<i64>>(8)?, row.get::<Option<String>>(9)?) {
        (Some(id), Some(email)) => Some((UserId(id), email)),
        _ => None,
    };
    Ok(Job {
        id: JobId(row.get(0)?),
        kind: row.get(1)?,
        object: row.get(13)?,
        state: State::parse(&row.get::<String>(2)?)?,
        done: row.get(3)?,
        total: row.get(4)?,
        result: json(&row.get::<String>(5)?)?,
        failure: row.get(6)?,
        error_count: row.get(7)?,
        person,
        created_at: Timestamp(row.get(10)?),
        started_at: row.get::<Option<i64>>(11)?.map(Timestamp),
        finished_at: row.get::<Option<i64>>(12)?.map(Timestamp),
    })
}

/// Which jobs are wanted, of those that the viewer sees.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Only in this state, by its word.
    pub state: Option<&'a str>,
    /// Only of this kind.
    pub kind: Option<&'a str>,
    /// Only what this person wants.
    pub by: Option<UserId>,
}

fn filters(company: CompanyId, viewer: &Viewer<'_>) -> Filters {
    let mut filters = Filters::default().with("j.company_id = ?", company);
    match viewer {
        Viewer::Token(family) => filters.with(
            "j.credential_kind = 'uat' AND j.credential_id IN \
             (SELECT u.id FROM uat u WHERE u.company_id = j.company_id AND u.family = ?)",
            *family,
        ),
        Viewer::Person(person, []) => filters.with("j.person_id = ?", *person),
        Viewer::Person(person, kinds) => {
            let own = filters.place(*person);
            filters.among(
                &format!("(j.person_id = {own} OR j.kind IN (?))"),
                kinds.iter().map(|kind| Arg::from(*kind)),
            )
        }
    }
}

/// A page of the jobs that the viewer may see; of one state only, if one is given.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    viewer: &Viewer<'_>,
    wanted: &Wanted<'_>,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Job>, DbError> {
    let filters = filters(company, viewer)
        .with_some("j.state = ?", wanted.state)
        .with_some("j.kind = ?", wanted.kind)
        .with_some("j.person_id = ?", wanted.by);
    the_list(conn)
        .page(conn, filters, ordering, page, None, read)
        .await
}

/// The job with that number, if the viewer may see it.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    viewer: &Viewer<'_>,
    id: JobId,
) -> Result<Option<Job>, DbError> {
    let filters = filters(company, viewer).with("j.id = ?", id);
    the_list(conn).one(conn, filters, read).await
}

/// The first errors of a job of the company, in the order in which they were found.
pub async fn errors(
    conn: &mut Conn,
    company: CompanyId,
    id: JobId,
) -> Result<Vec<RowError>, DbError> {
    let sql = "SELECT e.line, e.field, e.message FROM job_error e JOIN job j ON j.id = e.job_id \
               WHERE j.company_id = $1 AND e.job_id = $2 ORDER BY e.number";
    let rows = conn.all(sql, args![company, id]).await?;
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

/// Puts a job into the queue. It is there once the transaction is committed, or not at all.
pub async fn enqueue(
    tx: &mut Tx,
    by: &By,
    new: &NewJob<'_>,
    now: Timestamp,
) -> Result<JobId, DbError> {
    let row = tx
        .one(
            "INSERT INTO job (company_id, person_id, credential_kind, credential_id, address, \
             request_id, kind, state, input, position, done, total, result, failure, error_count, \
             attempts, claims, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', \
             $8, 'null', 0, $9, 'null', '', 0, 0, 0, $10, $10) RETURNING id",
            args![
                by.company,
                by.person,
                by.credential_kind,
                by.credential_id.as_str(),
                by.address.as_str(),
                by.request_id.as_str(),
                new.kind,
                new.input.to_string(),
                new.total,
                now,
            ],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no id".into()))?;
    Ok(JobId(row.get(0)?))
}

/// How many jobs of the company have not ended.
pub async fn unfinished(conn: &mut Conn, company: CompanyId) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM job WHERE company_id = $1 AND due_at IS NOT NULL";
    let row = conn.one(sql, args![company]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Jobs of these kinds whose time has come.
fn due(kinds: &[&str], now: Timestamp) -> Filters {
    Filters::default()
        .with("due_at <= ?", now)
        .among("kind IN (?)", kinds.iter().map(|kind| Arg::from(*kind)))
}

/// Whether a job of these kinds waits whose time has come. A look costs no write.
pub async fn any_due(conn: &mut Conn, kinds: &[&str], now: Timestamp) -> Result<bool, DbError> {
    let due = due(kinds, now);
    let sql = format!("SELECT 1 FROM job WHERE {} LIMIT 1", due.where_clause());
    Ok(conn.one(sql, due.into_args()).await?.is_some())
}

/// Takes the job of these kinds that waits longest; until `lease_until` no other node will take
/// it. Only kinds that a node knows: another version's jobs are left to that version.
pub async fn claim(
    tx: &mut Tx,
    kinds: &[&str],
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, DbError> {
    // SQLite has one writer: nobody else is looking.
    let lock = if tx.is_postgres() {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let mut due = due(kinds, now);
    let until = due.place(lease_until);
    let sql = format!(
        "UPDATE job SET state = 'running', claims = claims + 1, attempts = attempts + 1, \
         due_at = {until}, started_at = coalesce(started_at, $1) WHERE id = \
         (SELECT id FROM job WHERE {} ORDER BY due_at, id LIMIT 1{lock}) \
         RETURNING id, claims, company_id, person_id, credential_kind, credential_id, \
         address, request_id, kind, input, position, done, total, attempts, created_at",
        due.where_clause()
    );
    let row = tx.one(sql, due.into_args()).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Claimed {
        id: JobId(row.get(0)?),
        claim: row.get(1)?,
        company: CompanyId(row.get(2)?),
        person: row.get::<Option<i64>>(3)?.map(UserId),
        credential_kind: row.get(4)?,
        credential_id: row.get(5)?,
        address: row.get(6)?,
        request_id: row.get(7)?,
        kind: row.get(8)?,
        input: json(&row.get::<String>(9)?)?,
        cursor: json(&row.get::<String>(10)?)?,
        done: row.get(11)?,
        total: row.get(12)?,
        attempts: row.get(13)?,
        created_at: Timestamp(row.get(14)?),
    }))
}

/// Keeps a job until then; `false` when it is no longer this claim's: somebody else has taken it,
/// or it has ended. First statement of every step, and the heartbeat of long ones.
pub async fn hold(tx: &mut Tx, job: &Claimed, lease_until: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE job SET due_at = $3 WHERE id = $1 AND claims = $2 AND due_at IS NOT NULL";
    let touched = tx.run(sql, args![job.id, job.claim, lease_until]).await?;
    Ok(touched == 1)
}

/// Shows how far a step has come that is still under way.
pub async fn show_progress(tx: &mut Tx, job: &Claimed, done: i64) -> Result<(), DbError> {
    let sql = "UPDATE job SET done = $3 WHERE id = $1 AND claims = $2 AND due_at IS NOT NULL";
    tx.run(sql, args![job.id, job.claim, done]).await?;
    Ok(())
}

/// Stores where to go on, after [`hold`] in the same transaction. The job has got on, so earlier
/// attempts no longer count.
pub async fn advance(
    tx: &mut Tx,
    job: &Claimed,
    cursor: &Value,
    done: i64,
    total: Option<i64>,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE job SET position = $3, done = $4, total = coalesce($5, total), attempts = 0 \
         WHERE id = $1 AND claims = $2",
        args![job.id, job.claim, cursor.to_string(), done, total],
    )
    .await?;
    Ok(())
}

/// Adds rows that could not be taken, so many of which the first are at hand: all are counted, the
/// first [`KEPT_ERRORS`] kept.
pub async fn add_errors(
    tx: &mut Tx,
    job: &Claimed,
    (found, number): (&[RowError], i64),
) -> Result<(), DbError> {
    if found.is_empty() {
        return Ok(());
    }
    let row = tx
        .one(
            "UPDATE job SET error_count = error_count + $3 WHERE id = $1 AND claims = $2 \
             RETURNING error_count",
            args![job.id, job.claim, number],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Corrupt("no job".into()))?;
    let before = row.get::<i64>(0)? - number;
    let room = usize::try_from((KEPT_ERRORS - before).max(0)).unwrap_or(0);
    let kept = &found[..found.len().min(room)];
    if kept.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO job_error (job_id, number, line, field, message) VALUES {}",
        places(1, 5, kept.len())
    );
    let mut args = Vec::new();
    for (number, error) in (before + 1..).zip(kept) {
        let (field, message) = (error.field.as_str(), error.message.as_str());
        args.extend(args![job.id, number, error.row, field, message]);
    }
    tx.run(sql, args).await?;
    Ok(())
}

/// Ends a job that is done, after [`hold`] in the same transaction.
pub async fn complete(
    tx: &mut Tx,
    job: &Claimed,
    result: &Value,
    done: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE job SET state = 'complete', result = $3, done = $4, due_at = NULL, \
         finished_at = $5 WHERE id = $1 AND claims = $2",
        args![job.id, job.claim, result.to_string(), done, now],
    )
    .await?;
    Ok(())
}

/// What was done of a job that ends early: of one without a committed step nothing was, whatever
/// its first step had shown.
const DONE: &str = "done = CASE WHEN position = 'null' THEN 0 ELSE done END";

/// Ends a job that cannot be done, after [`hold`] in the same transaction.
pub async fn fail(tx: &mut Tx, job: &Claimed, why: &str, now: Timestamp) -> Result<(), DbError> {
    let sql = format!(
        "UPDATE job SET state = 'failed', failure = $3, due_at = NULL, finished_at = $4, {DONE} \
         WHERE id = $1 AND claims = $2"
    );
    tx.run(sql, args![job.id, job.claim, why, now]).await?;
    Ok(())
}

/// Gives a job back: somebody takes it again at that time. `getting_on` says that nothing went
/// wrong, so that this claim is no attempt.
pub async fn give_back(
    tx: &mut Tx,
    job: &Claimed,
    at: Timestamp,
    getting_on: bool,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE job SET due_at = $3, attempts = CASE WHEN $4 = 1 THEN 0 ELSE attempts END \
         WHERE id = $1 AND claims = $2 AND due_at IS NOT NULL",
        args![job.id, job.claim, at, getting_on],
    )
    .await?;
    Ok(())
}

/// Makes every job that somebody had begun due at once: for the start of a program that knows
/// that it is the only one on this database.
pub async fn take_over(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    let sql = "UPDATE job SET due_at = $1 WHERE state = 'running' AND due_at > $1";
    tx.run(sql, args![now]).await
}

/// Stops a job of the company and returns what it was to do; nothing when it had ended. What
/// committed steps did stays, and no other step is committed after this.
pub async fn cancel(
    tx: &mut Tx,
    company: CompanyId,
    id: JobId,
    now: Timestamp,
) -> Result<Option<Value>, DbError> {
    let sql = format!(
        "UPDATE job SET state = 'canceled', due_at = NULL, finished_at = $3, {DONE} \
         WHERE company_id = $1 AND id = $2 AND due_at IS NOT NULL RETURNING input"
    );
    let row = tx.one(sql, args![company, id, now]).await?;
    row.map(|row| json(&row.get::<String>(0)?)).transpose()
}

/// Forgets jobs that ended before then, with their errors; returns how many. At most so many at
/// once, so that the transaction stays short.
pub async fn forget(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, DbError> {
    let old = "SELECT id FROM job WHERE due_at IS NULL AND finished_at < $1 ORDER BY id LIMIT $2";
    let sql = format!("DELETE FROM job_error WHERE job_id IN ({old})");
    tx.run(sql, args![before, most]).await?;
    let sql = format!("DELETE FROM job WHERE id IN ({old})");
    tx.run(sql, args![before, most]).await
}
