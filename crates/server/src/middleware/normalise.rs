//! Clients of the original write `tasks//id` without a last slash (contract §4.5, §8.16): the
//! path is put right before it is routed, so that one route serves every spelling.

use axum::http::{Request, Uri, uri::PathAndQuery};

/// The one address of the API without a last slash.
const DOCUMENT: &str = "/api/v2/openapi.json";

/// Collapses doubled slashes and adds the last one, on paths of the API.
pub(super) fn normalise<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    if let Some(clean) = clean(path) {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        if let Ok(new) = format!("{clean}{query}").parse::<PathAndQuery>() {
            *request.uri_mut() = Uri::from(new);
        }
    }
    request
}

/// The right spelling, if it is another one.
fn clean(path: &str) -> Option<String> {
    if !path.trim_start_matches('/').starts_with("api/") {
        return None;
    }
    if path.ends_with('/') && !path.contains("//") && !path.starts_with(DOCUMENT) {
        return None;
    }
    let mut clean = String::with_capacity(path.len() + 1);
    for part in path.split('/').filter(|part| !part.is_empty()) {
        clean.push('/');
        clean.push_str(part);
    }
    if clean != DOCUMENT {
        clean.push('/');
    }
    (clean != path).then_some(clean)
}
