//! Where one request ends and the next begins must never be a matter of opinion: a proxy in
//! front that reads it another way could be made to pass on a hidden request (RFC 9112 §6.1,
//! security checklist 87).

use crate::error::ApiError;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};

/// Whether the body says of itself where it ends.
pub(super) fn is_chunked(request: &Request) -> bool {
    request.headers().contains_key(header::TRANSFER_ENCODING)
}

/// Refuses a length beside a transfer coding.
pub(super) fn check(request: &Request) -> Result<(), ApiError> {
    if is_chunked(request) && request.headers().contains_key(header::CONTENT_LENGTH) {
        let detail = "Send Content-Length or Transfer-Encoding, not both.";
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            detail,
        ));
    }
    Ok(())
}

/// Ends the connection after the answer, as after every chunked body: whatever stands behind it is
/// not read.
pub(super) fn close(headers: &mut HeaderMap) {
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
}
