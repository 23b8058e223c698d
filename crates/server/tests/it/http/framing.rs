//! Where a request ends (security checklist 87): whatever can be read in two ways is refused,
//! and nothing that stands behind it is ever answered.

use super::wire::{Server, answers, status};
use countermark_store::Engine;
use countermark_testkit::TestApp;

/// What an attacker hides behind a request that is read in two ways.
const HIDDEN: &str = "GET /health/live HTTP/1.1\r\nHost: hidden\r\n\r\n";

/// Every way to be ambiguous or malformed: the head, without its last empty line, and the body.
const MALFORMED: &[(&str, &str, &str)] = &[
    (
        "length beside chunks",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
        "0\r\n\r\n",
    ),
    (
        "two lengths",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 46",
        "",
    ),
    (
        "a list of lengths",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 46",
        "",
    ),
    (
        "a signed length",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: +0",
        "",
    ),
    (
        "a negative length",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: -1",
        "",
    ),
    (
        "a hexadecimal length",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0",
        "",
    ),
    (
        "an endless length",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999",
        "",
    ),
    (
        "an empty length",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Length:",
        "",
    ),
    (
        "an unknown coding",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked",
        "0\r\n\r\n",
    ),
    (
        "a coding after chunked",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity",
        "0\r\n\r\n",
    ),
    (
        "chunked in HTTP/1.0",
        "POST /api/v2/auth/jwt/ HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked",
        "0\r\n\r\n",
    ),
    (
        "a chunk size that is none",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
        "xyz\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a chunk size beyond all bounds",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
        "FFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a chunk longer than it says",
        "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
        "1\r\n{}{}{}\r\n0\r\n\r\n",
    ),
    (
        "a folded line",
        "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Folded: one\r\n two",
        "",
    ),
    (
        "a NUL in a value",
        "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Nul: a\0b",
        "",
    ),
    (
        "a NUL in a name",
        "GET /health/live HTTP/1.1\r\nHost: a\r\nX-\0Nul: a",
        "",
    ),
    (
        "a bare CR in a value",
        "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Cr: a\rb",
        "",
    ),
    (
        "a space before the colon",
        "POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length : 46",
        "",
    ),
    (
        "a space before the name",
        "GET /health/live HTTP/1.1\r\n Host: a",
        "",
    ),
    (
        "a line without a colon",
        "GET /health/live HTTP/1.1\r\nHost: a\r\nNonsense",
        "",
    ),
    (
        "a space in the address",
        "GET /health/live /two HTTP/1.1\r\nHost: a",
        "",
    ),
    (
        "another protocol",
        "GET /health/live HTCPCP/1.0\r\nHost: a",
        "",
    ),
    (
        "another version",
        "GET /health/live HTTP/1.9\r\nHost: a",
        "",
    ),
    ("HTTP/2 without TLS", "PRI * HTTP/2.0", "SM\r\n\r\n"),
];

/// Security checklist 87.
#[tokio::test]
async fn what_can_be_read_in_two_ways_is_refused_and_the_connection_ends() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for (what, head, body) in MALFORMED {
        let said = server
            .exchange(format!("{head}\r\n\r\n{body}{HIDDEN}"))
            .await;
        assert!(answers(&said) <= 1, "{what}: two answers\n{said}");
        // One that talks no HTTP/1 at all may go without an answer.
        let refused = [400, 501, 505].contains(&status(&said)) || said.is_empty();
        assert!(refused, "{what}: {said}");
    }
}

/// Where a transfer coding comes first, the length behind it counts for nothing: only the close
/// that RFC 9112 §6.1 demands keeps what follows from being read as a request.
#[tokio::test]
async fn nothing_is_read_behind_a_chunked_body() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    let head = "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked";
    for length in ["", "\r\nContent-Length: 5"] {
        let said = server
            .exchange(format!("{head}{length}\r\n\r\n0\r\n\r\n{HIDDEN}"))
            .await;
        assert_eq!(answers(&said), 1, "{said}");
        assert_eq!(status(&said), 400, "{said}");
        assert!(said.to_lowercase().contains("connection: close"), "{said}");
    }
}

#[tokio::test]
async fn two_honest_requests_in_one_go_get_two_answers() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    let last = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let said = server.exchange(format!("{HIDDEN}{last}")).await;
    assert_eq!(answers(&said), 2, "{said}");
    assert_eq!(said.matches("200 OK").count(), 2, "{said}");
}

/// The same length twice says nothing new (RFC 9112 §6.3); it is one request all the same.
#[tokio::test]
async fn the_same_length_twice_is_one_request() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    let head = "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}";
    let said = server.exchange(format!("{head}{HIDDEN}")).await;
    assert_eq!(answers(&said), 1, "{said}");
    assert_eq!(status(&said), 400, "{said}");
}
