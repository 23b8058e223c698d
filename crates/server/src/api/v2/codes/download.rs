//! `GET /api/v2/codes/download/` (contract §4.6)

use super::filters::{given, wanted};
use crate::{
    api::v2::documents::{self, DocumentAnswer},
    app::App,
    auth::{Acts, Caller},
    download,
    error::{ApiError, ApiResult},
    extract::{Json, Query},
    files::room,
    jobs::{
        self,
        codes_download::{CodesDownload, PURPOSE, input},
    },
    random,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::files::{self, NewFile};
use serde_json::{Map, json};

/// Download codes
///
/// Begins to write a CSV file of all codes that meet the filters. Ask for the document until its
/// `status` is `complete`, then for its download link.
#[utoipa::path(get, path = "/api/v2/codes/download/", tag = "Codes",
    params(
        ("campaign" = Option<i64>, Query, description = "Only codes of products in the campaign of this id; and only columns of its keys."),
        ("brands" = Option<String>, Query, description = "Only codes of products of these brands: ids with commas between."),
        ("products" = Option<String>, Query, description = "Only codes of these products: ids with commas between."),
        ("workorder" = Option<i64>, Query, description = "Only codes of the work order of this id."),
        ("activated_at" = Option<String>, Query, description = "Activated from this date or time on, or within `from,to`."),
        ("updated_at" = Option<String>, Query, description = "Changed from this date or time on, or within `from,to`."),
        ("status" = Option<i64>, Query, description = "0 inactive, 1 active, 2 blacklisted."),
        ("blacklisted" = Option<String>, Query, description = "`true`: only the blacklisted ones; `false`: only the others."),
        ("scm_key" = Option<String>, Query, description = "In place of `key` any key: only codes with exactly this value."),
        ("serial_number" = Option<String>, Query, description = "Exactly this serial number."),
        ("extended_id" = Option<String>, Query, description = "Exactly this id."),
        ("activated_by" = Option<i64>, Query, description = "Activated by the person of this id."),
        ("search" = Option<String>, Query, description = "Id or serial number begins with this text.")),
    responses((status = 200, description = "It has begun.", body = DocumentAnswer)))]
pub async fn codes_download(
    caller: Caller<perm::CodesView>,
    State(app): State<App>,
    Acts(acts): Acts,
    query: Query,
) -> ApiResult<Response> {
    wanted(&caller.zone(), &query)?;
    if !acts {
        return Ok(StatusCode::OK.into_response());
    }
    let (company, now) = (caller.company(), app.clock.now());
    let by = caller.by(now);
    let (key, filters) = (random::key(), given(&query));
    let name = format!("codes-{key}.csv");
    let file = NewFile {
        key: &key,
        purpose: PURPOSE,
        name: &name,
        media_type: download::CSV,
        // Counted from the moment when it is there, or will never be.
        forget_at: None,
    };
    let mut tx = app.db.write().await?;
    room(&app, &mut tx, company).await?;
    files::create(&mut tx, company, &file, now).await?;
    let input = input(&key, &caller.company.time_zone, &filters);
    let job = jobs::enqueue::<CodesDownload>(&mut tx, &by, &input, None).await?;
    files::set_job(&mut tx, company, &key, job).await?;
    let document = documents::find(&mut tx, &caller, &key, now).await?;
    let document = document.ok_or_else(ApiError::internal)?;
    let shown: Map<_, _> = filters
        .into_iter()
        .map(|(name, value)| (name, json!(value)))
        .collect();
    let entry = Entry::event("codes.download", "document", key, name).after(json!(shown));
    app.commit(tx, by, vec![entry], vec![]).await?;
    app.jobs.wake();
    Ok(Json(DocumentAnswer::from(document)).into_response())
}
