//! The same in the background: the file is read to see what is wrong with it, and kept for the job.

use super::Import;
use crate::{
    app::App,
    auth::Principal,
    error::ApiResult,
    extract::{Json, Query},
    jobs::{self, import as job, import::scm::ScmImportJob},
};
use axum::{
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use countermark_core::audit::Entry;
use countermark_store::scm::tasks::{self, NewTask, Source, Work};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Where to look how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct ScmImportAccepted {
    /// For `jobs/{id}/`.
    pub(super) job_id: i64,
    /// For `scm/tasks/{task_id}/`.
    pub(super) task_id: String,
}

pub(super) async fn begin(
    app: &App,
    caller: &Principal,
    query: &Query,
    bytes: Vec<u8>,
    wanted: Import,
) -> ApiResult<Response> {
    let (company, who) = (caller.company(), caller.by(app.clock.now()));
    let fields = super::super::passed(&wanted.file.items);
    let parameters = json!({
        "data_key": wanted.options.by.name(),
        "rows": wanted.rows(),
        "first": wanted.first(),
    });
    jobs::room(&mut app.db.read().await?, company).await?;
    let file = job::keep(app, company, bytes).await?;
    let mut tx = app.db.write().await?;
    let task = NewTask {
        source: Source::Csv,
        parameters: &parameters,
        fields: &fields,
        work: Work::Later,
    };
    let task = tasks::add(&mut tx, &who, &task).await?;
    let input = job::scm::input(&file, query, task);
    let rows = i64::try_from(wanted.rows()).ok();
    let job = jobs::enqueue::<ScmImportJob>(&mut tx, &who, &input, rows).await?;
    tasks::set_job(&mut tx, company, task, job).await?;
    let entry = Entry::event("scm.import_async", "scm_task", task, format!("SCM-{task}"))
        .amount(0)
        .after(parameters);
    app.commit(tx, who, vec![entry], vec![]).await?;
    app.jobs.wake();
    let place = [(LOCATION, format!("/api/v2/jobs/{}/", job.0))];
    let told = ScmImportAccepted {
        job_id: job.0,
        task_id: task.to_string(),
    };
    Ok((StatusCode::ACCEPTED, place, Json(told)).into_response())
}
