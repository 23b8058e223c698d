//! The same in the background: the file is checked, and kept for the job.

use super::Import;
use crate::{
    app::App,
    auth::Principal,
    error::ApiResult,
    extract::{Json, Query},
    jobs::{self, import as job, import::products::ProductImportJob},
};
use axum::{
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use countermark_core::audit::Entry;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Where to look how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportAccepted {
    /// For `jobs/{id}/`.
    pub(super) job_id: i64,
}

pub(super) async fn begin(
    app: &App,
    caller: &Principal,
    query: &Query,
    bytes: Vec<u8>,
    wanted: &Import,
) -> ApiResult<Response> {
    let (company, who) = (caller.company(), caller.by(app.clock.now()));
    jobs::room(&mut app.db.read().await?, company).await?;
    let file = job::keep(app, company, bytes).await?;
    let mut tx = app.db.write().await?;
    let input = job::input(&file, query);
    let rows = i64::try_from(wanted.rows()).ok();
    let job = jobs::enqueue::<ProductImportJob>(&mut tx, &who, &input, rows).await?;
    let label = format!("{} rows", wanted.rows());
    let entry = Entry::event("product.import_async", "job", job, label)
        .amount(0)
        .after(json!({"rows": wanted.rows()}));
    app.commit(tx, who, vec![entry], vec![]).await?;
    app.jobs.wake();
    let place = [(LOCATION, format!("/api/v2/jobs/{}/", job.0))];
    let told = ImportAccepted { job_id: job.0 };
    Ok((StatusCode::ACCEPTED, place, Json(told)).into_response())
}
