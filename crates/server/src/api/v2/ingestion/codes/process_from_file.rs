//! `POST /api/v2/ingestion/codes/process-from-file/`

use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body, family},
    jobs::{self, ingestion},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    ids::IngestionKey,
    permissions::perm,
    text::{Line, Text as _},
};
use countermark_store::ingestions::{self, Ingestion, Mode, State as Stands};
use serde::Serialize;
use utoipa::ToSchema;

body! { ignore unknown;
    /// Which upload.
    pub struct IngestionProcess {
        /// Its key.
        pub record: Line,
    }
}

/// An upload that is processed.
#[derive(Serialize, ToSchema)]
pub struct IngestionProcessed {
    /// Its key.
    pub record_key: String,
}

fn invalid() -> ApiError {
    ApiError::field("record", "Invalid record")
}

/// Whether its file can be processed. The sentence is the contract's.
fn check(record: &Ingestion) -> ApiResult<()> {
    if record.mode != Mode::File || record.state != Stands::Uploading {
        let sentence =
            "Only code ingestion records of type 'file' in state 'uploading' can be processed.";
        return Err(ApiError::field("record", sentence));
    }
    if record.file.is_none() {
        let sentence = "The file of this record was not sent yet.";
        return Err(ApiError::field("record", sentence));
    }
    Ok(())
}

/// Process the file of an upload
///
/// Its codes are checked and made in the background: ask for the record.
#[utoipa::path(post, path = "/api/v2/ingestion/codes/process-from-file/", tag = "Ingestion",
    request_body = IngestionProcess,
    responses((status = 200, description = "It will be done.", body = IngestionProcessed)))]
pub async fn ingestion_codes_process_from_file(
    caller: Caller<perm::IngestionCodeCreate>,
    State(app): State<App>,
    Body(body): Body<IngestionProcess>,
) -> ApiResult<Json<IngestionProcessed>> {
    let key: IngestionKey = body.record.as_str().parse().map_err(|_| invalid())?;
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let (scope, family) = (caller.scope(), family(&caller));
    let seen = ingestions::get(&mut tx, &scope, family, &key).await?;
    let seen = seen.ok_or_else(invalid)?;
    let record = ingestions::lock(&mut tx, company, &seen.key).await?;
    let record = record.ok_or_else(invalid)?;
    check(&record)?;
    let by = caller.by(now);
    let input = ingestion::input(&key);
    let job = jobs::enqueue::<ingestion::Ingest>(&mut tx, &by, &input, None).await?;
    ingestions::start(&mut tx, company, record.id, job).await?;
    let entry = Entry::event("ingestion.process", "ingestion", &key, key.to_string());
    app.commit(tx, by, vec![entry], vec![]).await?;
    app.jobs.wake();
    Ok(Json(IngestionProcessed {
        record_key: key.to_string(),
    }))
}
