//! `/api/v2/jobs/`: what runs in the background (ours).

pub mod cancel;
pub mod get;
pub mod list;

use crate::{
    app::App,
    auth::{Credential, Principal},
    error::ApiError,
    extract::{caller, id_in},
    jobs::registry,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use countermark_core::ids::JobId;
use countermark_store::jobs::{self, Job, RowError, Viewer};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Who wanted a job.
#[derive(Serialize, ToSchema)]
pub struct Wanting {
    /// Their id.
    pub id: i64,
    /// Their address.
    pub email: String,
}

/// What a job is about.
#[derive(Serialize, ToSchema)]
pub struct JobObject {
    /// `workorder`, `task` (of supply-chain data) or `ingestion`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its id there.
    pub id: String,
}

/// A row that was not taken.
#[derive(Serialize, ToSchema)]
pub struct RowErrorShown {
    /// The row, as people count it.
    pub row: i64,
    /// Which of its members, or `file`; null where a job tells of the row as a whole.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

/// Work in the background.
#[derive(Serialize, ToSchema)]
pub struct JobShown {
    /// Id.
    pub id: i64,
    /// What kind of work.
    pub kind: String,
    /// What it is about; null where that has no id of its own.
    pub object: Option<JobObject>,
    /// `pending`, `running`, `complete`, `failed` or `canceled`.
    pub state: &'static str,
    /// How many things are done.
    pub done: i64,
    /// How many there are; null while nobody knows.
    pub total: Option<i64>,
    /// What came of it; null until it is complete.
    #[schema(value_type = Option<Object>)]
    pub result: Value,
    /// Why it failed; null unless it did.
    pub failure: Option<String>,
    /// How many rows were not taken.
    pub error_count: i64,
    /// Who wanted it; null for the program's own.
    pub created_by: Option<Wanting>,
    /// When it was wanted.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When it began.
    #[schema(format = "date-time")]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(format = "date-time")]
    pub finished_at: Option<String>,
}

/// Work in the background, with the rows that were not taken.
#[derive(Serialize, ToSchema)]
pub struct JobDetails {
    /// The job.
    #[serde(flatten)]
    pub job: JobShown,
    /// The first hundred rows that were not taken.
    pub errors: Vec<RowErrorShown>,
}

impl From<Job> for JobShown {
    fn from(job: Job) -> Self {
        let kind = registry::by_name(&job.kind).and_then(|kind| kind.object);
        let object = kind.zip(job.object);
        Self {
            id: job.id.0,
            object: object.map(|(kind, id)| JobObject { kind, id }),
            kind: job.kind,
            state: job.state.name(),
            done: job.done,
            total: job.total,
            result: job.result,
            failure: Some(job.failure).filter(|text| !text.is_empty()),
            error_count: job.error_count,
            created_by: job.person.map(|(id, email)| Wanting { id: id.0, email }),
            created_at: job.created_at.to_string(),
            started_at: job.started_at.map(|at| at.to_string()),
            finished_at: job.finished_at.map(|at| at.to_string()),
        }
    }
}

impl From<RowError> for RowErrorShown {
    fn from(error: RowError) -> Self {
        Self {
            row: error.row,
            field: Some(error.field).filter(|field| !field.is_empty()),
            message: error.message,
        }
    }
}

/// The kinds that the caller sees of the whole company.
fn kinds(caller: &Principal) -> Vec<&'static str> {
    registry::seen_with(caller.rights.effective())
}

/// What the caller sees: a token what it began, a person their own and all of the kinds that
/// they could begin themselves.
fn viewer<'a>(caller: &Principal, kinds: &'a [&'static str]) -> Viewer<'a> {
    match &caller.credential {
        Credential::Uat(uat) => Viewer::Token(uat.family()),
        Credential::Session(_) => Viewer::Person(caller.user(), kinds),
    }
}

/// The job that the path names, when the caller sees it.
pub struct Seen(pub Job);

impl FromRequestParts<App> for Seen {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let id = id_in::<JobId>(parts, "id").await?;
        let caller = caller(parts)?;
        let kinds = kinds(caller);
        let mut conn = app.db.read().await?;
        let found = jobs::get(&mut conn, caller.company(), &viewer(caller, &kinds), id).await?;
        found.map(Self).ok_or_else(ApiError::not_found)
    }
}
