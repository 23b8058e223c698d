//! Landing pages stand on any host, so the consumer API, and nothing else, may be called from
//! pages of any origin (Fetch §3.2). Never with credentials: no cookie goes along.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// Where landing pages call.
const CONSUMER: &str = "/api/v2/consumer/";

/// Answers the browser's question beforehand, and says in every answer who may read it.
pub(super) async fn cors<F>(request: Request, next: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    if !request.uri().path().starts_with(CONSUMER) {
        return next(request).await;
    }
    let asks = *request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next(request).await
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    );
    if asks {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
        set(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "content-type, x-scantrust-consumer-api-key",
        );
        set(header::ACCESS_CONTROL_MAX_AGE, "86400");
    } else {
        set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after");
    }
    response
}
