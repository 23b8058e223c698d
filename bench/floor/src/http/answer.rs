//! The bytes of an answer.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode},
};
use serde::Deserialize;
use std::error::Error;

/// An answer as the bench has seen it.
#[derive(Deserialize)]
pub(super) struct Given {
    status: u16,
    /// Without those that HTTP itself writes.
    headers: Vec<(String, String)>,
    body: String,
}

/// An answer, ready to be given.
pub(super) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    pub(super) fn new(given: &Given) -> Result<Self, Box<dyn Error>> {
        let mut headers = HeaderMap::new();
        for (name, value) in &given.headers {
            let name = HeaderName::try_from(name.as_str())?;
            headers.insert(name, HeaderValue::try_from(value.as_str())?);
        }
        Ok(Self {
            status: StatusCode::from_u16(given.status)?,
            headers,
            body: Bytes::from(given.body.clone()),
        })
    }

    /// Whether the credential behind it is a good one.
    pub(super) fn is_good(&self) -> bool {
        self.status == StatusCode::OK
    }

    pub(super) fn response(&self) -> Response<Body> {
        self.with(self.body.clone())
    }

    /// The same with another body.
    pub(super) fn with(&self, body: impl Into<Body>) -> Response<Body> {
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}
