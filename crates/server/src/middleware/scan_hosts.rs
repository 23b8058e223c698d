//! On the hosts that stand in QR codes, the whole path is a code: no API and no portal is there.

use crate::app::App;
use axum::http::{Request, Uri, header, uri::PathAndQuery};

/// Puts `/q` in front of the path on those hosts.
pub(super) fn scan_host<B>(app: &App, mut request: Request<B>) -> Request<B> {
    let host = request.headers().get(header::HOST);
    if host.is_some_and(|host| app.settings.is_scan_host(host.as_bytes())) {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", PathAndQuery::as_str);
        if let Ok(new) = format!("/q{path}").parse::<PathAndQuery>() {
            *request.uri_mut() = Uri::from(new);
        }
    }
    request
}
