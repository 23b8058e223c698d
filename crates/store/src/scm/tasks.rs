//! Uploads as they are remembered: "code transactions" (contract §5, Task).

use crate::{
    DbError, Filters, Ordering, OrderingKind, Scope,
    audit::By,
    conn::{Conn, Row, Tx, args},
    lists::List,
};
use countermark_core::{
    ids::{CompanyId, JobId, UatId, UserId},
    page::{Page, PageRequest},
    time::Timestamp,
};
use serde_json::Value;

/// Where an upload came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A list of items or a rule, over the API.
    Api,
    /// A CSV file.
    Csv,
    /// An edit of single codes.
    Single,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Api, Self::Csv, Self::Single];

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Csv => "csv",
            Self::Single => "single",
        }
    }

    /// The source of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// Where an upload stands (contract §8.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Pending,
    /// It has begun.
    InProgress,
    /// It is done.
    Complete,
    /// It was given up; what it had done so far stays.
    Failed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Pending,
        Self::InProgress,
        Self::Complete,
        Self::Failed,
    ];

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress => "in-progress",
            Self::Complete => "complete",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// An upload.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its number.
    pub id: i64,
    /// Where it came from.
    pub source: Source,
    /// Where it stands.
    pub state: State,
    /// How many codes it named or reached so far.
    pub codes_affected: i64,
    /// How many values it changed so far.
    pub updates: i64,
    /// What was asked.
    pub parameters: Value,
    /// The keys that were passed.
    pub fields: Vec<String>,
    /// Why it failed; empty unless it did.
    pub failure: String,
    /// Who asked: id and e-mail address.
    pub created_by: Option<(UserId, String)>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
    /// The job that does it; none for one that was done at once, or whose job is forgotten.
    pub job: Option<TaskJob>,
}

/// How far the job of an upload is.
#[derive(Clone, Copy, Debug)]
pub struct TaskJob {
    /// Its number.
    pub id: JobId,
    /// How many things are done.
    pub done: i64,
    /// How many there are, when that is known.
    pub total: Option<i64>,
}

/// What is remembered of an upload.
#[derive(Clone, Debug)]
pub struct NewTask<'a> {
    /// Where it came from.
    pub source: Source,
    /// What was asked; bounded by the caller.
    pub parameters: &'a Value,
    /// The keys that were passed.
    pub fields: &'a [String],
    /// What it did, or nothing yet.
    pub work: Work,
}

/// How an upload is carried out.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// It is done: so many codes, so many values.
    Done(i64, i64),
    /// It will be, in the background.
    Later,
}

/// Which uploads are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Where they stand.
    pub state: Option<State>,
    /// Where they came from.
    pub source: Option<Source>,
    /// Who asked.
    pub created_by: Option<UserId>,
    /// From that time on.
    pub from: Option<Timestamp>,
    /// Before that time.
    pub to: Option<Timestamp>,
}

const LIST: List = List {
    columns: "t.id, t.source, t.state, t.codes_affected, t.updates, t.parameters, t.fields, \
              t.created_by, p.email, t.created_at, t.started_at, t.completed_at, t.failure, \
              j.id, j.done, j.total",
    from: "scm_task t LEFT JOIN person p ON p.id = t.created_by \
           LEFT JOIN job j ON j.id = t.job_id AND j.company_id = t.company_id",
    id: "t.id",
};

/// How uploads may be sorted.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "created_at",
    column: "t.created_at",
    kind: OrderingKind::Int,
    descending: true,
}];

fn read(row: &Row) -> Result<Task, DbError> {
    let corrupt = |what: &str| DbError::Corrupt(format!("{what} of an upload"));
    let json = |at| {
        let text: String = row.get(at)?;
        serde_json::from_str::<Value>(&text).map_err(|_| corrupt("the JSON"))
    };
    let source: String = row.get(1)?;
    let state: String = row.get(2)?;
    let fields = json(6)?;
    let fields = fields.as_array().into_iter().flatten();
    let person = row.get::<Option<i64>>(7)?.map(UserId).zip(row.get(8)?);
    let job = row.get::<Option<i64>>(13)?.map(JobId).zip(row.get(14)?);
    let total = row.get(15)?;
    Ok(Task {
        id: row.get(0)?,
        source: Source::by_name(&source).ok_or_else(|| corrupt("the source"))?,
        state: State::by_name(&state).ok_or_else(|| corrupt("the state"))?,
        codes_affected: row.get(3)?,
        updates: row.get(4)?,
        parameters: json(5)?,
        fields: fields
            .filter_map(|key| key.as_str().map(str::to_owned))
            .collect(),
        created_by: person,
        created_at: Timestamp(row.get(9)?),
        started_at: row.get::<Option<i64>>(10)?.map(Timestamp),
        completed_at: row.get::<Option<i64>>(11)?.map(Timestamp),
        failure: row.get(12)?,
        job: job.map(|(id, done)| TaskJob { id, done, total }),
    })
}

/// What is seen: all uploads of the company, or, with a condition, those that the token or one
/// that it succeeds has made. They tell of codes by name.
fn seen(scope: &Scope, family: Option<UatId>) -> Filters {
    let filters = Filters::default().with("t.company_id = ?", scope.company());
    if scope.is_everything() {
        return filters;
    }
    match family {
        None => filters.among("t.id IN (?)", []),
        Some(family) => filters.with(
            "t.credential_kind = 'uat' AND t.credential_id IN \
             (SELECT u.id FROM uat u WHERE u.company_id = t.company_id AND u.family = ?)",
            family,
        ),
    }
}

/// Remembers an upload; returns its number.
pub async fn add(tx: &mut Tx, by: &By, new: &NewTask<'_>) -> Result<i64, DbError> {
    let (state, codes, updates, done) = match new.work {
        Work::Done(codes, updates) => (State::Complete, codes, updates, Some(by.at)),
        Work::Later => (State::Pending, 0, 0, None),
    };
    let row = tx
        .one(
            "INSERT INTO scm_task (company_id, source, state, failure, codes_affected, updates, \
             parameters, fields, created_by, credential_kind, credential_id, created_at, \
             started_at, completed_at) \
             VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) RETURNING id",
            args![
                by.company,
                new.source.name(),
                state.name(),
                codes,
                updates,
                new.parameters.to_string(),
                serde_json::json!(new.fields).to_string(),
                by.person,
                by.credential_kind,
                by.credential_id.as_str(),
                by.at,
                done,
            ],
        )
        .await?;
    row.ok_or_else(|| DbError::Corrupt("no id".into()))?.get(0)
}

/// Says which job does an upload.
pub async fn set_job(tx: &mut Tx, company: CompanyId, id: i64, job: JobId) -> Result<(), DbError> {
    let sql = "UPDATE scm_task SET job_id = $3 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, id, job]).await?;
    Ok(())
}

/// The upload of that number.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    family: Option<UatId>,
    id: i64,
) -> Result<Option<Task>, DbError> {
    let filters = seen(scope, family).with("t.id = ?", id);
    LIST.one(conn, filters, read).await
}

/// A page of uploads.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    family: Option<UatId>,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Task>, DbError> {
    let filters = seen(scope, family)
        .with_some("t.state = ?", wanted.state.map(State::name))
        .with_some("t.source = ?", wanted.source.map(Source::name))
        .with_some("t.created_by = ?", wanted.created_by)
        .with_some("t.created_at >= ?", wanted.from)
        .with_some("t.created_at < ?", wanted.to);
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// Notes that some more of an upload in the background is done, or all of it.
pub async fn advance(
    tx: &mut Tx,
    company: CompanyId,
    id: i64,
    (codes, updates): (i64, i64),
    is_done: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    let state = if is_done {
        State::Complete
    } else {
        State::InProgress
    };
    tx.run(
        "UPDATE scm_task SET codes_affected = codes_affected + $3, updates = updates + $4, \
         state = $5, started_at = coalesce(started_at, $6), \
         completed_at = CASE WHEN $7 = 1 THEN $6 END WHERE company_id = $1 AND id = $2",
        args![company, id, codes, updates, state.name(), now, is_done],
    )
    .await?;
    Ok(())
}

/// Notes that an upload in the background was given up.
pub async fn fail(
    tx: &mut Tx,
    company: CompanyId,
    id: i64,
    why: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE scm_task SET state = 'failed', failure = $3, completed_at = $4 \
         WHERE company_id = $1 AND id = $2",
        args![company, id, why, now],
    )
    .await?;
    Ok(())
}
