//! The size of bodies and their end (security checklist 57).

use super::wire::{Server, answers, status};
use axum::http::Method;
use countermark::router;
use countermark_store::Engine;
use countermark_testkit::{Client, TestApp, each};

const HEAD: &str =
    "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

/// Security checklist 57: refused before it is read, and without an invitation to send it.
#[tokio::test]
async fn a_body_that_is_announced_too_long_is_refused_at_once() {
    let app = TestApp::start(Engine::Sqlite).await;
    let server = Server::start(app.program()).await;
    for extra in ["", "Expect: 100-continue\r\n"] {
        let mut wire = server.connect().await;
        wire.send(format!("{HEAD}{extra}Content-Length: 65537\r\n\r\n"))
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
    let server = Server::start(app.program()).await;
    let mut wire = server.connect().await;
    wire.send(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"))
        .await;
    let chunk = format!("1000\r\n{}\r\n", "[".repeat(0x1000));
    for _ in 0..17 {
        wire.send(&chunk).await;
    }
    // No last chunk: the answer does not wait for it.
    let answer = wire.answer().await;
    assert_eq!(answer.status, 413, "{}", answer.head);
    assert!(answer.head.contains("connection: close"), "{}", answer.head);
}

/// Security checklist 57: every operation that asks for no credential takes 64 KiB and not a byte
/// more; reports of found tokens are longer, and people who are signed in may send 1 MiB.
#[tokio::test]
async fn the_limit_is_exact() {
    let app = TestApp::start(Engine::Sqlite).await;
    let admin = app.company().await;
    let (client, inside) = (app.anonymous(), app.jwt(&admin).await);
    let too_long = async |client: &Client, path: &str, length: usize| {
        let body = format!("{{}}{}", " ".repeat(length - 2));
        let reply = client
            .raw(Method::POST, path, "application/json", body)
            .await;
        if reply.status == 413 {
            assert_eq!(reply.code(), "payload_too_large", "{path}");
        } else {
            assert_ne!(reply.status, 401, "{path}");
        }
        reply.status == 413
    };
    let mut operations = 0;
    for (path, methods) in &router::document().paths.paths {
        let Some(post) = &methods.post else { continue };
        let access = post
            .extensions
            .as_ref()
            .and_then(|more| more.get("x-access"));
        if post.request_body.is_none() || access.is_none_or(|access| access["gate"] != "public") {
            continue;
        }
        operations += 1;
        // Its fields come first and are looked at; then 100 MB may follow (v2/ingestion/upload.rs).
        if path == "/api/v2/ingestion/upload/" {
            continue;
        }
        let limit = match path.as_str() {
            "/api/v2/uats/report/" => 256 << 10,
            _ => 64 << 10,
        };
        assert!(!too_long(&client, path, limit).await, "{path}");
        assert!(too_long(&client, path, limit + 1).await, "{path}");
    }
    assert!(
        operations >= 12,
        "only {operations} operations for strangers"
    );
    let brands = "/api/v2/brands/";
    assert!(!too_long(&inside, brands, 1 << 20).await);
    assert!(too_long(&inside, brands, (1 << 20) + 1).await);
}

/// A body that breaks off is not carried out, even when what has come would be whole JSON.
#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let jwt = app.jwt_text(&admin).await;
        let server = Server::start(app.program()).await;
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
