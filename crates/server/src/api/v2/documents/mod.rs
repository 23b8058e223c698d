//! `/api/v2/documents/`: files that were asked for (contract §4.6). They belong to who asked: a
//! token sees what its family asked for, a person what they and their tokens did; for everybody
//! else there is none.

pub mod get;
pub mod get_download_link;

use crate::{
    api::v2::uats::OnlyShown,
    app::App,
    auth::{Credential, Principal},
    error::ApiError,
    extract::{Key, caller},
    jobs::codes_download::PURPOSE,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use countermark_core::time::Timestamp;
use countermark_store::{
    Conn, DbError,
    files::{self, File},
    jobs::{self, Job, State, Viewer},
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A document: a file, and the job that writes it.
pub struct Document {
    /// The file; its bytes are there once it has a size.
    pub file: File,
    /// The job.
    pub job: Job,
}

/// A document.
#[derive(Serialize, ToSchema)]
pub struct DocumentShown {
    /// Its key: 12 small letters and digits.
    pub key: String,
    /// The number of the job that writes it, among `jobs/`.
    pub task: String,
    /// `pending`, `running`, `complete`, `failed` or `canceled`.
    pub status: &'static str,
    /// What the file is called.
    pub file_name: String,
    /// Rows that are written by now.
    pub rows: i64,
    /// Bytes of the file; null until it is complete.
    pub size: Option<i64>,
    /// Why it could not be written; null unless it failed.
    pub failure: Option<String>,
    /// When it was asked for.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When it was complete, or given up.
    #[schema(format = "date-time")]
    pub finished_at: Option<String>,
    /// Until when it is kept; null while it is written.
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
}

/// A document, as the contract wraps it.
#[derive(Serialize, ToSchema)]
pub struct DocumentAnswer {
    /// The document.
    pub document: DocumentShown,
}

impl From<Document> for DocumentAnswer {
    fn from(Document { file, job }: Document) -> Self {
        let at = |at: Timestamp| at.to_string();
        let document = DocumentShown {
            key: file.key,
            task: job.id.to_string(),
            status: job.state.name(),
            file_name: file.name,
            rows: job.done,
            size: file.size,
            failure: Some(job.failure).filter(|text| !text.is_empty()),
            created_at: at(file.created_at),
            finished_at: job.finished_at.map(at),
            expires_at: file.forget_at.map(at),
        };
        Self { document }
    }
}

/// The document with that key, if the caller sees it.
pub(super) async fn find(
    conn: &mut Conn,
    caller: &Principal,
    key: &str,
    now: Timestamp,
) -> Result<Option<Document>, DbError> {
    let company = caller.company();
    let file = files::get(conn, company, key, now).await?;
    let Some(file) = file.filter(|file| file.purpose == PURPOSE) else {
        return Ok(None);
    };
    let viewer = match &caller.credential {
        Credential::Uat(uat) => Viewer::Token(uat.family()),
        Credential::Session(_) => Viewer::Person(caller.user(), &[]),
    };
    let Some(job) = file.job else { return Ok(None) };
    let job = jobs::get(conn, company, &viewer, job).await?;
    Ok(job
        .filter(|job| reaches(caller, job))
        .map(|job| Document { file, job }))
}

/// Whether what is in the file is within what the caller reaches now: a token may have been limited
/// further since it was written.
fn reaches(caller: &Principal, job: &Job) -> bool {
    let scope = caller.scope();
    let Some(only) = scope.only() else {
        return true;
    };
    job.state != State::Complete || job.result["only"] == json!(OnlyShown::from(only))
}

/// The document that the path names. Stands behind the gate.
pub struct Asked(pub Document);

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Key(key) = Key::from_request_parts(parts, app).await?;
        let caller = caller(parts)?;
        let mut conn = app.db.read().await?;
        let found = find(&mut conn, caller, &key, app.clock.now()).await?;
        found.map(Self).ok_or_else(ApiError::not_found)
    }
}
