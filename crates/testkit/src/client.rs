//! Somebody who sends requests: without a credential, with a JWT, a token or the portal's cookie,
//! always with the same verbs.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header},
};
use countermark::middleware::Around;
use serde_json::Value;
use std::ops::Index;
use tower::ServiceExt as _;

/// What a client sends to say who it is.
#[derive(Clone, Debug)]
pub enum Auth {
    /// Nothing.
    None,
    /// A JWT.
    Jwt(String),
    /// A token.
    Uat(String),
    /// A `Cookie` line, as the portal in a browser sends it.
    Cookie(String),
    /// A whole `Authorization` line.
    Line(String),
}

/// A client of the program in this process.
#[derive(Clone)]
pub struct Client {
    program: Around,
    auth: Auth,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    json: Value,
}

impl Client {
    /// A client with that credential.
    #[must_use]
    pub const fn new(program: Around, auth: Auth) -> Self {
        Self { program, auth }
    }

    /// This client's server, called with the credential of another client.
    #[must_use]
    pub fn with_auth_of(&self, other: &Self) -> Self {
        Self::new(self.program.clone(), other.auth.clone())
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path, Body::empty()))
            .await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.json(Method::POST, path, &body).await
    }

    /// `PATCH` with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.json(Method::PATCH, path, &body).await
    }

    /// `PUT` with JSON.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.json(Method::PUT, path, &body).await
    }

    /// `DELETE` without a body.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path, Body::empty()))
            .await
    }

    /// Any method with a body of any type.
    pub async fn raw(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = self.request(method, path, body.into());
        let kind = HeaderValue::from_str(kind).expect("a media type");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.send(request).await
    }

    /// Any method with JSON.
    pub async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        self.raw(method, path, "application/json", body.to_string())
            .await
    }

    /// A request with this client's credential, to be changed before it is sent.
    #[must_use]
    pub fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        let builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "test.example");
        let builder = match &self.auth {
            Auth::None => builder,
            Auth::Jwt(text) => builder.header(header::AUTHORIZATION, format!("JWT {text}")),
            Auth::Uat(text) => builder.header(header::AUTHORIZATION, format!("UAT {text}")),
            Auth::Line(line) => builder.header(
                header::AUTHORIZATION,
                HeaderValue::from_bytes(line.as_bytes()).expect("a header"),
            ),
            Auth::Cookie(line) => builder
                .header(header::COOKIE, line)
                .header(HeaderName::from_static("sec-fetch-site"), "same-origin"),
        };
        builder.body(body).expect("a request")
    }

    /// Sends a request as it is, and leaves the answer's body to be read.
    pub async fn begin(&self, request: Request<Body>) -> Response<Body> {
        let program = self.program.clone();
        program.oneshot(request).await.expect("an answer")
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.begin(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            bytes,
            json,
        }
    }
}

impl Reply {
    /// The same answer, when it has that status; shows it otherwise.
    ///
    /// # Panics
    /// When the status is another.
    #[expect(
        clippy::return_self_not_must_use,
        clippy::must_use_candidate,
        reason = "most tests want the check only"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub const fn json(&self) -> &Value {
        &self.json
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The `code` of a refusal.
    #[must_use]
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or("")
    }

    /// A header's text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }
}

impl Index<&str> for Reply {
    type Output = Value;
    fn index(&self, member: &str) -> &Value {
        &self.json[member]
    }
}
