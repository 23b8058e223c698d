//! A token's end never surprises the system that uses it: every answer says how long it has left.

use crate::{app::App, middleware::Who};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Whole seconds until the token that was shown is refused.
const EXPIRES_IN: HeaderName = HeaderName::from_static("uat-expires-in");
/// The moment of the end, in its last days (RFC 8594 §3).
const SUNSET: HeaderName = HeaderName::from_static("sunset");
/// Seconds before the end from which on `Sunset` is sent: 14 days.
const SUNSET_SECONDS: i64 = 14 * 86_400;

/// Adds both to an answer that a good token got, whatever its status.
pub(super) fn write(app: &App, who: &Who, headers: &mut HeaderMap) {
    let Some(ends_at) = who.ends_at() else {
        return;
    };
    let left = ends_at.seconds() - app.clock.now().seconds();
    headers.insert(EXPIRES_IN, HeaderValue::from(left.max(0)));
    if left <= SUNSET_SECONDS
        && let Ok(date) = HeaderValue::try_from(ends_at.http_date())
    {
        headers.insert(SUNSET, date);
    }
}
