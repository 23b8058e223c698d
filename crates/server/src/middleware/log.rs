//! One line for each request: who, what, how it ended, how long it took. No bodies, no query
//! values, no header values (security checklist 103).

use crate::{
    auth::{Credential, Principal},
    log::request::{self, Answered},
};
use axum::{
    extract::Request,
    http::{HeaderValue, Method, request::Parts},
    response::Response,
};
use countermark_core::{base62, time::Timestamp};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
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

/// What the gate found out about a request, for what surrounds it: the log line and the headers
/// that a token's answers carry.
#[derive(Clone, Default)]
pub struct Who(Arc<Found>);

#[derive(Default)]
struct Found {
    text: Mutex<Option<String>>,
    /// Microseconds at which the token ends; 0 when the caller is no token.
    ends_at: AtomicI64,
}

impl Who {
    /// Notes the verified caller.
    pub fn set(parts: &Parts, principal: &Principal) {
        Self::set_for_log(parts, principal);
        if let Some(who) = parts.extensions.get::<Self>()
            && let Credential::Uat(uat) = &principal.credential
        {
            // Rules that have just started count before the token's row tells of them.
            let company = &principal.company;
            let cut = company
                .policy
                .cuts(uat.created_at, uat.expires_at, &company.time_zone);
            let ends_at = cut.map_or(uat.ends_at(), |cut| cut.min(uat.ends_at()));
            who.0.ends_at.store(ends_at.0, Ordering::Relaxed);
        }
    }

    /// Notes a caller for the log alone: the answer tells nothing of the credential.
    pub fn set_for_log(parts: &Parts, principal: &Principal) {
        if let Some(who) = parts.extensions.get::<Self>() {
            let text = format!(
                "company={} user={} {}={}",
                principal.company(),
                principal.user(),
                principal.kind(),
                principal.credential_id()
            );
            *who.0.text.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        }
    }

    /// When the token that was shown ends; `None` when no good token was shown.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        match self.0.ends_at.load(Ordering::Relaxed) {
            0 => None,
            at => Some(Timestamp(at)),
        }
    }
}

/// Parts of a path that are longer are cut in the log.
const LONGEST_PART: usize = 40;

/// The path as it may be logged. Nothing of ours is so long as a credential is: whoever puts one
/// into an address by mistake shall not find it in the log, too.
fn path_for_log(path: &str) -> String {
    if path.len() <= LONGEST_PART {
        return path.to_owned();
    }
    let short = |part: &str| match part.char_indices().nth(LONGEST_PART) {
        Some(_) => format!("{}…", part.chars().take(8).collect::<String>()),
        None => part.to_owned(),
    };
    let parts: Vec<_> = path.split('/').map(short).collect();
    parts.join("/").chars().take(200).collect()
}

/// The line of a request that is under way.
pub(super) struct Line {
    started: Instant,
    id: String,
    who: Who,
    method: Method,
    path: String,
}

impl Line {
    /// Gives the request its id.
    pub(super) fn begin(request: &mut Request) -> Self {
        let line = Self {
            started: Instant::now(),
            id: base62::encode_u128(crate::random::request_id()),
            who: Who::default(),
            method: request.method().clone(),
            path: path_for_log(request.uri().path()),
        };
        let extensions = request.extensions_mut();
        extensions.insert(RequestId(line.id.clone()));
        extensions.insert(line.who.clone());
        line
    }

    /// What the gate finds out about the request.
    pub(super) fn who(&self) -> &Who {
        &self.who
    }

    /// Tells the client the id, and writes the line.
    pub(super) fn end(self, response: &mut Response) {
        if let Ok(value) = HeaderValue::try_from(&self.id) {
            response.headers_mut().insert("x-request-id", value);
        }
        let text = self.who.0.text.lock();
        let who = text.unwrap_or_else(PoisonError::into_inner).take();
        let method = self.method.as_str();
        request::tell(&Answered {
            id: &self.id,
            // A method is a token, and so ASCII.
            method: &method[..method.len().min(20)],
            path: &self.path,
            status: response.status().as_u16(),
            ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            who: who.as_deref().unwrap_or("-"),
        });
    }
}
