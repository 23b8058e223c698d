//! `POST /api/v2/ingestion/upload/`: the file of an upload, by a form that carries its own right.

use crate::{
    app::App,
    auth::Public,
    error::{ApiError, ApiResult},
    extract::Json,
    files::{
        room,
        upload::{Ticket, drop_file, file_for},
    },
};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
};
use countermark_store::{
    files::{self, File},
    ingestions::{self, Ingestion, State as Stands},
};
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde::Serialize;
use std::{collections::HashMap, time::Duration};
use utoipa::ToSchema;

/// The most bytes of a file: 100 MB (contract §4.8; security checklist 57).
const MOST: u64 = 100_000_000;
/// The most bytes of the form around it.
const FORM: u64 = 64 << 10;
/// The most bytes of a field.
const OF_FIELD: u64 = 4 << 10;
/// The most fields before the file.
const FIELDS: usize = 20;
/// How long fields may take: nobody has shown a right before they are there.
const FIELDS_TAKE: Duration = Duration::from_secs(10);
/// How long the next piece of a file may take (security checklist 90).
const PIECE_TAKES: Duration = Duration::from_secs(30);

/// The form: the fields of `create-from-template/`, and behind them the file.
#[derive(ToSchema)]
pub struct IngestionForm {
    /// The upload.
    pub key: String,
    /// Comes with the other fields.
    pub company: String,
    /// Comes with the other fields.
    pub expires: String,
    /// Comes with the other fields.
    pub signature: String,
    /// The file: UTF-8, CSV or a JSON array, at most 100 MB.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// A file that was taken.
#[derive(Serialize, ToSchema)]
pub struct IngestionUploaded {
    /// The upload: process it with `process-from-file/`.
    pub record_key: String,
    /// How many bytes came.
    pub size: i64,
}

/// Send the file of an upload
///
/// A form with every field that `create-from-template/` returned and, as the last one, `file`. No
/// header is needed. Until it is processed another file takes the place of the one before.
#[utoipa::path(post, path = "/api/v2/ingestion/upload/", tag = "Ingestion",
    request_body(content = IngestionForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Taken.", body = IngestionUploaded),
        (status = 403, description = "The time to send it is over.", body = crate::openapi::Problem),
        (status = 404, description = "No fields of ours.", body = crate::openapi::Problem),
        (status = 409, description = "The upload awaits no file.", body = crate::openapi::Problem),
        (status = 413, description = "The file has more than 100 MB.", body = crate::openapi::Problem)))]
pub async fn ingestion_upload(
    _: Public,
    State(app): State<App>,
    request: Request,
) -> ApiResult<(StatusCode, Json<IngestionUploaded>)> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MOST + FORM) {
        return Err(too_large());
    }
    let mut form = form_of(request)?;
    let reading = tokio::time::timeout(FIELDS_TAKE, until_file(&mut form));
    let (fields, mut part) = reading.await.map_err(|_| broken())??;
    let ticket = Ticket::read(&app, |name| fields.get(name).cloned())?;
    let open = app.facts.company(ticket.company, app.clock.now()).await?;
    if open.is_none_or(|company| company.archived) {
        return Err(ApiError::not_found());
    }
    let mut conn = app.db.read().await?;
    let record = ingestions::of_company(&mut conn, ticket.company, &ticket.key).await?;
    drop(conn);
    let record = awaiting(record)?;
    let file = file_for(&app, ticket.company, record.filetype).await?;
    let taken = match receive(&app, &file, &mut part).await {
        Ok(size) => accept(&app, &ticket, &file, size).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(size) => {
            let record_key = ticket.key.to_string();
            Ok((
                StatusCode::CREATED,
                Json(IngestionUploaded { record_key, size }),
            ))
        }
        Err(error) => {
            drop_file(&app, &file).await?;
            Err(error)
        }
    }
}

fn form_of(request: Request) -> ApiResult<Multipart<'static>> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let boundary = multer::parse_boundary(kind).map_err(|_| {
        let shown: String = kind
            .chars()
            .filter(char::is_ascii_graphic)
            .take(80)
            .collect();
        ApiError::media_type(&shown)
    })?;
    let limits = SizeLimit::new()
        .whole_stream(MOST + FORM)
        .per_field(OF_FIELD)
        .for_field("file", MOST);
    let constraints = Constraints::new().size_limit(limits);
    let body = request.into_body().into_data_stream();
    Ok(Multipart::with_constraints(body, boundary, constraints))
}

type Fields = HashMap<String, String>;

/// The fields before the file, and the file.
async fn until_file(form: &mut Multipart<'static>) -> ApiResult<(Fields, Field<'static>)> {
    let mut fields = HashMap::new();
    while fields.len() <= FIELDS {
        let part = form.next_field().await.map_err(refused)?;
        let Some(part) = part else { break };
        match part.name() {
            Some("file") => return Ok((fields, part)),
            name => {
                let name = name.unwrap_or("").to_owned();
                fields.insert(name, part.text().await.map_err(refused)?);
            }
        }
    }
    let sentence = "No file was submitted. It is the last part of the form, called \"file\".";
    Err(ApiError::field("file", sentence))
}

fn awaiting(record: Option<Ingestion>) -> ApiResult<Ingestion> {
    let record = record.ok_or_else(ApiError::not_found)?;
    if record.state == Stands::Uploading {
        return Ok(record);
    }
    let state = record.state.name();
    Err(ApiError::conflict(format!("This upload is {state}.")))
}

/// Takes the bytes into the storage; nothing is there unless all of them came.
async fn receive(app: &App, file: &File, part: &mut Field<'static>) -> ApiResult<u64> {
    let mut writer = app.settings.files.writer(file);
    loop {
        let piece = tokio::time::timeout(PIECE_TAKES, part.chunk());
        let piece = piece.await.map_err(|_| broken());
        match piece.and_then(|piece| piece.map_err(refused)) {
            Ok(None) => return Ok(writer.finish().await?),
            Ok(Some(bytes)) => writer.write(bytes).await?,
            Err(error) => {
                writer.abandon().await;
                return Err(error);
            }
        }
    }
}

/// Makes it the upload's file, unless that was processed meanwhile.
async fn accept(app: &App, ticket: &Ticket, file: &File, size: u64) -> ApiResult<i64> {
    let (company, now) = (ticket.company, app.clock.now());
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let mut tx = app.db.write().await?;
    let record = awaiting(ingestions::lock(&mut tx, company, &ticket.key).await?)?;
    // Once more: many may have come at the same time.
    room(app, &mut tx, company).await?;
    files::set_size(&mut tx, company, &file.key, size).await?;
    if let Some(before) = &record.file {
        files::forget_at(&mut tx, company, before, now).await?;
    }
    ingestions::accept(&mut tx, company, &record, &file.key).await?;
    tx.commit_unaudited().await?;
    Ok(size)
}

fn too_large() -> ApiError {
    ApiError::too_large(usize::try_from(MOST).unwrap_or(usize::MAX))
}

fn broken() -> ApiError {
    let status = StatusCode::BAD_REQUEST;
    ApiError::new(status, "parse_error", "The form breaks off, or is none.")
}

#[expect(clippy::needless_pass_by_value, reason = "reads better in map_err")]
fn refused(error: multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            too_large()
        }
        _ => broken(),
    }
}
