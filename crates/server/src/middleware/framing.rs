//! Where one request ends and the next begins must never be a matter of opinion: a proxy in
//! front that reads it another way could be made to pass on a hidden request (RFC 9112 §6.1,
//! security checklist 87).

use crate::error::ApiError;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

const CLOSE: HeaderValue = HeaderValue::from_static("close");

/// Refuses a length beside a transfer coding, and ends the connection after every chunked body:
/// whatever stands behind it is not read.
pub(super) async fn framing<F>(request: Request, next: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let headers = request.headers();
    let chunked = headers.contains_key(header::TRANSFER_ENCODING);
    let mut response = if chunked && headers.contains_key(header::CONTENT_LENGTH) {
        let detail = "Send Content-Length or Transfer-Encoding, not both.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad_request", detail).into_response()
    } else {
        next(request).await
    };
    if chunked {
        response.headers_mut().insert(header::CONNECTION, CLOSE);
    }
    response
}
