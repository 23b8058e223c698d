//! Tells callers how much of their rate limits is left.

use crate::auth::limits::counted;
use axum::{extract::Request, middleware::Next, response::Response};

/// Adds `RateLimit-Policy` and `RateLimit` to every answer of a call that was counted.
pub async fn rates(request: Request, next: Next) -> Response {
    let (mut response, counted) = counted(next.run(request)).await;
    counted.write(response.headers_mut());
    response
}
