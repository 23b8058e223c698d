//! The head of a request: how long, how many fields, which host (security checklist 88, 89).

use super::wire::{Server, status};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_store::Engine;
use countermark_testkit::TestApp;

/// Security checklist 89.
#[tokio::test]
async fn a_head_of_more_than_64_kib_is_refused() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for bytes in [64 * 1024, 100 * 1024, 1024 * 1024] {
        let value = "x".repeat(bytes);
        let request = format!(
            "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: {value}\r\n\r\n"
        );
        let said = server.exchange(request).await;
        assert!(said.is_empty() || status(&said) == 431, "{said}");
    }
    let value = "x".repeat(32 * 1024);
    let request = format!(
        "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: {value}\r\n\r\n"
    );
    assert_eq!(status(&server.exchange(request).await), 200);
}

/// Security checklist 89.
#[tokio::test]
async fn more_than_100_fields_are_refused() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for (extra, expected) in [(98, 200), (99, 431), (3_000, 431)] {
        let fields = "X-Field: 1\r\n".repeat(extra);
        let request =
            format!("GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n");
        assert_eq!(status(&server.exchange(request).await), expected, "{extra}");
    }
}

/// Security checklist 89.
#[tokio::test]
async fn an_address_of_more_than_16_kib_is_refused_in_json() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for path in ["/api/v2/me/?q=", "/"] {
        let long = "a".repeat(16 * 1024);
        let mut wire = server.connect().await;
        wire.send(format!("GET {path}{long} HTTP/1.1\r\nHost: a\r\n\r\n"))
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 414);
        assert!(
            answer.body.contains("\"code\":\"uri_too_long\""),
            "{}",
            answer.body
        );
    }
    let fits = "a".repeat(15 * 1024);
    let request =
        format!("GET /health/live?{fits} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&server.exchange(request).await), 200);
}

/// Security checklist 88.
#[tokio::test]
async fn a_request_has_one_host() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for hosts in ["", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n"] {
        let request = format!("GET /health/live HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        let said = server.exchange(request).await;
        assert_eq!(status(&said), 400, "{hosts:?}: {said}");
        assert!(said.contains("\"code\":\"bad_request\""), "{said}");
    }
}

/// Security checklist 88: where the server knows its name, it answers to no other.
#[tokio::test]
async fn a_host_that_is_not_ours_is_misdirected() {
    let settings = Settings {
        public_url: Some("https://brand.example:8443".into()),
        ..Settings::default()
    };
    let app = TestApp::with(Engine::Sqlite, settings, Limits::off()).await;
    let server = Server::start(app.program()).await;
    let cases = [
        ("brand.example:8443", 200),
        ("BRAND.example:8443", 200),
        ("brand.example", 421),
        ("evil.example", 421),
        ("brand.example:8443.evil.example", 421),
    ];
    for (host, expected) in cases {
        let request =
            format!("GET /api/v2/setup/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let said = server.exchange(request).await;
        assert_eq!(status(&said), expected, "{host}: {said}");
        assert!(!said.contains("evil"), "{said}");
    }
    // A cluster's probe knows the node by its number only.
    let probe = "GET /health/live HTTP/1.1\r\nHost: 10.0.0.7:8080\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&server.exchange(probe).await), 200);
}
