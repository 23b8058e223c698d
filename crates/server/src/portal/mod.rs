//! The portal's files, embedded in the program.
//!
//! Pages get a fresh nonce in each answer and a policy without `unsafe-*` (OWASP ASVS 5.0
//! §3.4.3); everything under `assets/` has its hash in its name and may be kept for ever.

use crate::error::ApiError;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::RustEmbed;

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
        _ => file(path.trim_start_matches('/'), takes_gzip(request.headers())),
    }
}

/// Whether the client takes gzip (RFC 9110 §12.5.3). All browsers say so in plain words; whoever
/// writes it in another way gets the file as it is.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    named
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.trim().eq_ignore_ascii_case("gzip"))
}

fn file(path: &str, gzip: bool) -> Response {
    // Pages have their own way, and what is compressed goes under the name of what it is.
    let wanted = std::path::Path::new(path)
        .extension()
        .is_none_or(|end| end != "html" && end != "gz");
    let Some(file) = Files::get(path).filter(|_| wanted) else {
        return ApiError::not_found().into_response();
    };
    let kept = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kind = HeaderValue::from_str(file.metadata.mimetype());
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::VARY, HeaderValue::from_static("Accept-Encoding")),
    ];
    // The build lays a compressed file beside each that is worth it.
    match Files::get(&format!("{path}.gz")).filter(|_| gzip) {
        Some(small) => {
            let coded = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            (headers, coded, small.data.to_vec()).into_response()
        }
        None => (headers, file.data.to_vec()).into_response(),
    }
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

#[cfg(test)]
mod tests {
    use super::takes_gzip;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn gzip_is_for_those_who_say_so() {
        let takes = |text: &'static str| {
            let value = HeaderValue::from_static(text);
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(takes("gzip, deflate, br, zstd") && takes("br, GZIP"));
        assert!(!takes("gzip;q=0") && !takes("br") && !takes("") && !takes("x-gzip"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
