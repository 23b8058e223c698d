//! Bounds on what a request may look like and how long it may take.

use crate::error::ApiError;
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use std::time::Duration;

/// The longest URI that is looked at (security checklist 89).
const LONGEST_URI: usize = 16 * 1024;
/// How long an answer may take to begin, reading of the body included.
const DEADLINE: Duration = Duration::from_mins(1);

/// Refuses what no honest client sends: no `Host` or two of them (RFC 9112 §3.2), and endless
/// addresses.
pub async fn hostility(request: Request, next: Next) -> Response {
    if request.headers().get_all(header::HOST).iter().count() != 1 {
        let error = ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "Send one Host header.",
        );
        return error.into_response();
    }
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if length > LONGEST_URI {
        let detail = format!("The address may have at most {LONGEST_URI} bytes.");
        return ApiError::new(StatusCode::URI_TOO_LONG, "uri_too_long", detail).into_response();
    }
    next.run(request).await
}

/// Ends a request that does not come to its end.
pub async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(DEADLINE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::new(
            StatusCode::REQUEST_TIMEOUT,
            "timeout",
            "The request took too long and was given up. Look before you send it again.",
        )
        .into_response(),
    }
}
