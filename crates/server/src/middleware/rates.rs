//! Tells callers how much of their rate limits is left.

use crate::auth::limits::counted;
use axum::{extract::Request, response::Response};

/// Adds `RateLimit-Policy` and `RateLimit` to every answer of a call that was counted.
pub(super) async fn rates<F>(request: Request, next: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let (mut response, counted) = counted(next(request)).await;
    counted.write(response.headers_mut());
    response
}
