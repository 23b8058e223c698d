//! One line for each request: who, what, how it ended, how long it took. No bodies, no query
//! values, no header values (security checklist 103).

use crate::auth::Principal;
use axum::{
    extract::Request,
    http::{HeaderValue, request::Parts},
    middleware::Next,
    response::Response,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// The id of a request, made here and never taken from the client.
#[derive(Clone)]
pub struct RequestId(String);

impl RequestId {
    /// The id of this request.
    #[must_use]
    pub fn of(parts: &Parts) -> String {
        parts
            .extensions
            .get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }
}

/// Who a request turned out to come from, for its log line.
#[derive(Clone, Default)]
pub struct Who(Arc<Mutex<Option<String>>>);

impl Who {
    /// Notes the verified caller.
    pub fn set(parts: &Parts, principal: &Principal) {
        if let Some(who) = parts.extensions.get::<Self>() {
            let text = format!(
                "company={} user={} {}={}",
                principal.company(),
                principal.user(),
                principal.kind(),
                principal.credential_id()
            );
            *who.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        }
    }
}

/// The path as it may be logged. Nothing of ours is so long as a credential is: whoever puts one
/// into an address by mistake shall not find it in the log, too.
fn path_for_log(path: &str) -> String {
    let short = |part: &str| match part.char_indices().nth(40) {
        Some(_) => format!("{}…", part.chars().take(8).collect::<String>()),
        None => part.to_owned(),
    };
    let parts: Vec<_> = path.split('/').map(short).collect();
    parts.join("/").chars().take(200).collect()
}

/// Gives the request its id and writes its line.
pub async fn log(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = crate::random::session_id().to_string();
    let who = Who::default();
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(who.clone());
    let method: String = request.method().as_str().chars().take(20).collect();
    let path = path_for_log(request.uri().path());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::try_from(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let who = who.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    tracing::info!(
        target: "countermark::request",
        request_id = %id,
        %method,
        // Debug form: control characters are escaped.
        ?path,
        status = response.status().as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        who = who.as_deref().unwrap_or("-"),
    );
    response
}
