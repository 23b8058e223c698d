//! A file as the answer to a request.

use super::Files;
use crate::error::{ApiError, ApiResult};
use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use countermark_store::files::File;

/// Streams a file that is there to whoever may have it: to be saved, never to be shown inside our
/// own pages (security checklist 75).
///
/// # Errors
/// 503 when the storage failed.
pub async fn answer(files: &Files, file: &File) -> ApiResult<Response> {
    let (size, pieces) = files.get(file).await?;
    // RFC 6266. The name is the program's own, but a row is no proof of that.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !file.name.chars().all(plain) {
        tracing::error!(file = file.key, "a file has a name that is not ours");
        return Err(ApiError::internal());
    }
    let headers = [
        (header::CONTENT_TYPE, file.media_type.clone()),
        (header::CONTENT_LENGTH, size.to_string()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", file.name),
        ),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
