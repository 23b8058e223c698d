//! Bounds on what a request may look like and how long it may take.

use crate::{app::App, error::ApiError};
use axum::{
    extract::Request,
    http::{StatusCode, header},
};
use std::time::Duration;

/// The longest URI that is looked at (security checklist 89).
const LONGEST_URI: usize = 16 * 1024;
/// The most bytes of all header fields together.
const LONGEST_HEAD: usize = 64 * 1024;

/// How long an answer may take to begin, reading of the body included.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(pub Duration);

/// The one operation whose bodies are large: it has bounds of its own on how long their parts may
/// take, and this is for all of them together.
const UPLOAD: &str = "/api/v2/ingestion/upload/";
/// How many times the usual time it has.
const UPLOAD_TIMES: u32 = 15;

impl Deadline {
    /// How long that request may take. Then it is ended: with 408 when more of its body is waited
    /// for, with 503 when it is we, or the database, who hang.
    pub(super) fn of(self, request: &Request) -> Duration {
        if request.uri().path() == UPLOAD {
            self.0 * UPLOAD_TIMES
        } else {
            self.0
        }
    }
}

impl Default for Deadline {
    fn default() -> Self {
        Self(Duration::from_mins(1))
    }
}

/// Refuses what no honest client sends: no `Host` or two of them (RFC 9112 §3.2), a host that is
/// not ours where we know our own (security checklist 88), and endless addresses.
pub(super) fn hostility(app: &App, request: &Request) -> Result<(), ApiError> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        let detail = "Send one Host header.";
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            detail,
        ));
    };
    // Probes of a cluster come by number, not by name.
    let probe = request.uri().path().starts_with("/health/");
    let known = app.settings.public_host();
    let scans = app.settings.is_scan_host(host.as_bytes());
    if !probe
        && !scans
        && known.is_some_and(|known| !host.as_bytes().eq_ignore_ascii_case(known.as_bytes()))
    {
        let detail = "This server is known by another name. If you run the proxy in front of it, \
                      let it pass the Host header on.";
        let status = StatusCode::MISDIRECTED_REQUEST;
        return Err(ApiError::new(status, "misdirected", detail));
    }
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if length > LONGEST_URI {
        let detail = format!("The address may have at most {LONGEST_URI} bytes.");
        return Err(ApiError::new(
            StatusCode::URI_TOO_LONG,
            "uri_too_long",
            detail,
        ));
    }
    // The server loop's own bound is a soft one: it takes what came with the last read.
    let fields = request.headers().iter();
    let head: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    if head > LONGEST_HEAD {
        let detail = format!("The header may have at most {LONGEST_HEAD} bytes.");
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Err(ApiError::new(status, "header_too_large", detail));
    }
    Ok(())
}
