//! The size of bodies and their end (security checklist 57).

use super::wire::{Server, answers, status};
use axum::http::Method;
use countermark_store::Engine;
use countermark_testkit::{TestApp, each};

const HEAD: &str =
    "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

/// Security checklist 57: refused before it is read, and without an invitation to send it.
#[tokio::test]
async fn a_body_that_is_announced_too_long_is_refused_at_once() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.router()).await;
    for extra in ["", "Expect: 100-continue\r\n"] {
        let mut wire = server.connect().await;
        wire.send(format!("{HEAD}{extra}Content-Length: 1048577\r\n\r\n"))
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 413, "{}", answer.head);
        assert!(
            answer.body.contains("\"code\":\"payload_too_large\""),
            "{}",
            answer.body
        );
    }
}

/// Security checklist 57.
#[tokio::test]
async fn a_chunked_body_is_refused_as_soon_as_it_is_too_long() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.router()).await;
    let mut wire = server.connect().await;
    wire.send(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"))
        .await;
    let chunk = format!("10000\r\n{}\r\n", "[".repeat(0x1_0000));
    for _ in 0..17 {
        wire.send(&chunk).await;
    }
    // No last chunk: the answer does not wait for it.
    let answer = wire.answer().await;
    assert_eq!(answer.status, 413, "{}", answer.head);
    assert!(answer.head.contains("connection: close"), "{}", answer.head);
}

#[tokio::test]
async fn the_limit_is_exact() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    for (length, expected) in [(1 << 20, 400), ((1 << 20) + 1, 413)] {
        let body = format!("{{}}{}", " ".repeat(length - 2));
        let reply = client
            .raw(Method::POST, "/api/v2/auth/jwt/", "application/json", body)
            .await;
        assert_eq!(reply.status, expected, "{}", reply.text());
    }
}

/// A body that breaks off is not carried out, even when what has come would be whole JSON.
#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let jwt = app.jwt_text(&admin).await;
        let server = Server::start(app.router()).await;
        let head = format!(
            "POST /api/v2/brands/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
             Authorization: JWT {jwt}\r\n"
        );
        let body = r#"{"name": "half"}"#;
        for rest in [
            format!("Content-Length: 100\r\n\r\n{body}"),
            format!("Transfer-Encoding: chunked\r\n\r\n10\r\n{body}\r\n"),
            format!("Transfer-Encoding: chunked\r\n\r\n20\r\n{body}"),
        ] {
            let mut wire = server.connect().await;
            wire.send(format!("{head}{rest}")).await;
            wire.finish().await;
            let said = wire.rest().await;
            assert!(answers(&said) <= 1, "{said}");
            assert!(said.is_empty() || status(&said) == 400, "{said}");
        }
        let list = app
            .jwt(&admin)
            .await
            .get("/api/v2/brands/")
            .await
            .expect(200);
        assert_eq!(list["count"], 0);
    })
    .await;
}

/// Security checklist 17, 82.
#[tokio::test]
async fn only_json_is_read() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    for kind in [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "text/json",
        "application/xml",
        "",
        "application/jsonp",
        "text/plain; application/json",
    ] {
        let body = r#"{"email": "a@b.example", "password": "x"}"#;
        let reply = client
            .raw(Method::POST, "/api/v2/auth/jwt/", kind, body)
            .await
            .expect(415);
        assert_eq!(reply.code(), "unsupported_media_type", "{kind}");
    }
    for kind in [
        "application/json; charset=utf-8",
        "Application/JSON",
        " application/json ;x=y",
    ] {
        client
            .raw(Method::POST, "/api/v2/auth/jwt/", kind, "{}")
            .await
            .expect(400);
    }
    // A packed body is not unpacked: to this server it is simply no JSON.
    let packed: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
    let reply = client
        .raw(
            Method::POST,
            "/api/v2/auth/jwt/",
            "application/json",
            packed,
        )
        .await;
    assert_eq!(reply.expect(400).code(), "parse_error");
}
