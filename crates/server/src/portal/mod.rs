//! The portal's files, embedded in the program.
//!
//! Pages get a fresh nonce in each answer and a policy without `unsafe-*` (OWASP ASVS 5.0
//! §3.4.3); everything under `assets/` has its hash in its name and may be kept for ever.

use crate::error::ApiError;
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// `portal/dist`, as the front-end build left it; empty before the first build.
#[derive(RustEmbed)]
#[folder = "../../portal/dist/"]
#[allow_missing = true]
struct Files;

/// What stands in the pages where the nonce goes.
const NONCE: &str = "__CSP_NONCE__";

/// Shown when the program was built without the portal, so that `cargo build` alone works.
const PLACEHOLDER: &str = "<!doctype html><html lang=\"en\"><title>Countermark</title>\
<h1>Countermark is running</h1><p>This build has no portal. Build it with \
<code>./dev run</code>, or use the API under <code>/api/v2/</code>.</p></html>";

/// `GET /api/docs/`: the API reference.
pub async fn docs() -> Response {
    page("docs.html")
}

/// Everything that no route takes: the portal's page and files, or 404.
pub async fn page_or_nothing(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || path.starts_with("/.well-known/") {
        return ApiError::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "Only GET is allowed here.";
        let refused = ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail);
        return ([(header::ALLOW, "GET,HEAD")], refused).into_response();
    }
    match path {
        "/" | "/index.html" => page("index.html"),
        _ => file(path.trim_start_matches('/')),
    }
}

fn file(path: &str) -> Response {
    let wanted = std::path::Path::new(path)
        .extension()
        .is_none_or(|end| end != "html");
    match Files::get(path).filter(|_| wanted) {
        Some(file) => {
            let kept = if path.starts_with("assets/") {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            let mut response = bytes(&file);
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
            response
        }
        None => ApiError::not_found().into_response(),
    }
}

fn bytes(file: &EmbeddedFile) -> Response {
    let kind = HeaderValue::from_str(file.metadata.mimetype());
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    ([(header::CONTENT_TYPE, kind)], file.data.to_vec()).into_response()
}

fn page(name: &str) -> Response {
    let file = Files::get(name);
    let text = file.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let nonce = crate::random::session_id().to_string();
    let html = text
        .unwrap_or_else(|| PLACEHOLDER.to_owned())
        .replace(NONCE, &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = ([(header::CONTENT_TYPE, kind)], html).into_response();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
