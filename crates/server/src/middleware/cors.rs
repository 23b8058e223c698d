//! Landing pages stand on any host, so the consumer API, and nothing else, may be called from
//! pages of any origin (Fetch §3.2). Never with credentials: no cookie goes along.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// Where landing pages call.
const CONSUMER: &str = "/api/v2/consumer/";

/// A call to where landing pages may call.
pub(super) struct Cors {
    /// It is the browser's question beforehand.
    asks: bool,
}

impl Cors {
    /// `None` everywhere else.
    pub(super) fn of(request: &Request) -> Option<Self> {
        request.uri().path().starts_with(CONSUMER).then(|| Self {
            asks: *request.method() == Method::OPTIONS
                && request
                    .headers()
                    .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD),
        })
    }

    /// The answer to the browser's question.
    pub(super) fn preflight(&self) -> Option<Response> {
        self.asks.then(|| StatusCode::NO_CONTENT.into_response())
    }

    /// Says in an answer who may read it.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let mut set = |name: HeaderName, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        );
        if self.asks {
            set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            set(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "content-type, x-scantrust-consumer-api-key",
            );
            set(header::ACCESS_CONTROL_MAX_AGE, "86400");
        } else {
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after");
        }
    }
}
