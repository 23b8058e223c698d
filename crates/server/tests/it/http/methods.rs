//! Methods (security checklist 92): unknown ones, TRACE, HEAD, OPTIONS, and what a 405 says.

use super::wire::{Server, status};
use axum::{body::Body, http::Method};
use countermark_store::Engine;
use countermark_testkit::{TestApp, each};

/// Security checklist 92.
#[tokio::test]
async fn trace_is_refused_and_nothing_comes_back() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for path in ["/api/v2/me/", "/", "/health/live", "/no/such"] {
        let request = format!(
            "TRACE {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Mirror: reflection\r\n\r\n"
        );
        let said = server.exchange(request).await;
        assert_eq!(status(&said), 405, "{path}: {said}");
        assert!(!said.to_lowercase().contains("reflection"), "{said}");
        assert!(said.to_lowercase().contains("\r\nallow: "), "{said}");
    }
}

/// Security checklist 92, 93.
#[tokio::test]
async fn an_unknown_method_is_a_405_in_json_with_allow() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    let cases = [
        ("BREW", "/api/v2/me/", "GET,HEAD,PATCH"),
        ("POST", "/api/v2/me/", "GET,HEAD,PATCH"),
        ("PUT", "/api/v2/brands/", "GET,HEAD,POST"),
        ("GET", "/api/v2/auth/jwt/", "POST"),
        ("PATCH", "/api/v2/brands/1/archive/", "POST"),
        ("DELETE", "/api/v2/openapi.json", "GET,HEAD"),
        ("POST", "/health/live", "GET,HEAD"),
        ("POST", "/assets/no-such.js", "GET,HEAD"),
    ];
    for (method, path, allowed) in cases {
        let name = Method::from_bytes(method.as_bytes()).unwrap();
        let reply = client
            .send(client.request(name, path, Body::empty()))
            .await
            .expect(405);
        assert_eq!(reply.code(), "method_not_allowed", "{method} {path}");
        let mut allow: Vec<_> = reply.header("allow").split(',').map(str::trim).collect();
        allow.sort_unstable();
        assert_eq!(allow.join(","), allowed, "{method} {path}");
    }
}

#[tokio::test]
async fn a_method_of_60_kilobytes_is_neither_echoed_nor_fatal() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    let method = "M".repeat(60_000);
    let said = server
        .exchange(format!(
            "{method} /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ))
        .await;
    assert_eq!(status(&said), 405, "{said}");
    assert!(said.len() < 2_000);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    each(async |app| {
        let admin = app.company().await;
        let server = Server::start(app.program()).await;
        let jwt = app.jwt_text(&admin).await;
        for path in ["/api/v2/me/", "/api/v2/openapi.json", "/health/ready", "/"] {
            let mut lengths = vec![];
            for method in ["GET", "HEAD"] {
                let request = format!(
                    "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                     Authorization: JWT {jwt}\r\n\r\n"
                );
                let said = server.exchange(request).await.to_lowercase();
                assert_eq!(status(&said), 200, "{path}: {said}");
                let (head, body) = said.split_once("\r\n\r\n").unwrap();
                assert_eq!(body.is_empty(), method == "HEAD", "{path}");
                let length = head.split_once("content-length: ").unwrap().1;
                lengths.push(length.lines().next().unwrap().to_owned());
            }
            // A page has a fresh nonce, but always one of the same length.
            assert_eq!(lengths[0], lengths[1], "{path}");
        }
    })
    .await;
}

/// Security checklist 73: there is no CORS, so nothing answers a browser's preflight.
#[tokio::test]
async fn options_grants_nothing() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    for path in ["/api/v2/me/", "/api/v2/auth/jwt/", "/"] {
        let mut request = client.request(Method::OPTIONS, path, Body::empty());
        let headers = request.headers_mut();
        headers.insert("origin", "https://evil.example".parse().unwrap());
        headers.insert("access-control-request-method", "POST".parse().unwrap());
        let reply = client.send(request).await.expect(405);
        assert!(
            reply
                .headers
                .keys()
                .all(|name| !name.as_str().starts_with("access-control")),
            "{path}: {:?}",
            reply.headers
        );
    }
}

/// Security checklist 52: a header or parameter does not change the method.
#[tokio::test]
async fn a_method_cannot_be_overridden() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands/", serde_json::json!({"name": "A"}))
            .await
            .expect(201);
        let path = format!("/api/v2/brands/{}/?_method=DELETE", brand["id"]);
        let mut request = client.request(Method::GET, &path, Body::empty());
        request
            .headers_mut()
            .insert("x-http-method-override", "DELETE".parse().unwrap());
        client.send(request).await.expect(200);
        client.get(&path).await.expect(200);
    })
    .await;
}

/// The targets of proxies: neither is a path of ours, and neither may break anything.
#[tokio::test]
async fn the_forms_that_proxies_use_are_no_way_in() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    let cases = [
        ("CONNECT evil.example:443", 405),
        ("OPTIONS *", 405),
        ("GET http://evil.example/api/v2/me/", 401),
    ];
    for (line, expected) in cases {
        let said = server
            .exchange(format!(
                "{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            ))
            .await;
        assert_eq!(status(&said), expected, "{line}: {said}");
    }
}
