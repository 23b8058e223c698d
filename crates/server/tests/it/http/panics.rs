//! Security checklist 107: a panic ends its own request and nothing else (F-40).

use super::wire::Server;
use axum::{extract::State, routing::get};
use countermark::{
    app::App,
    log::tell_panic,
    middleware::{Around, Deadline},
    router::routes,
};
use countermark_store::{Engine, keys};
use countermark_testkit::{TestApp, db::engines, logs::hear};
use serde_json::Value;
use std::panic;

async fn boom() -> &'static str {
    panic!("the words of a panic")
}

#[tokio::test]
async fn a_panic_is_a_500_in_json_and_the_next_request_is_answered() {
    let app = TestApp::start(Engine::Sqlite).await;
    let inside = routes(app.app.clone()).route("/api/v2/boom/", get(boom));
    let server = Server::start(Around::new(inside, app.app.clone(), Deadline::default())).await;
    let mut wire = server.connect().await;
    listen_to_panics();
    let heard = hear();
    for _ in 0..3 {
        wire.send("GET /api/v2/boom/ HTTP/1.1\r\nHost: a\r\n\r\n")
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 500);
        assert_eq!(
            answer.body,
            r#"{"detail":"A server error occurred.","code":"error"}"#
        );
        assert!(!answer.head.contains("words"), "{}", answer.head);
        assert!(answer.head.contains("x-request-id: "), "{}", answer.head);
        assert!(answer.head.contains("x-content-type-options: nosniff"));
        // On the same connection.
        wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
            .await;
        assert_eq!(wire.answer().await.status, 200);
        told(&heard.take());
    }
}

/// As the program does it. Whoever reads the results of other tests still sees their panics.
fn listen_to_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        tell_panic(info);
        before(info);
    }));
}

/// OWASP ASVS 5.0 16.3.4: one error that says where, none of its words, and the request's line.
fn told(log: &[Value]) {
    let errors: Vec<_> = log.iter().filter(|it| it["level"] == "ERROR").collect();
    let [error] = errors.as_slice() else {
        panic!("not one error but {log:?}");
    };
    let at = error["at"].as_str().expect("a place");
    assert!(at.contains("http/panics.rs:"), "{at}");
    let asked: Vec<_> = log
        .iter()
        .filter(|it| it["path"] == "\"/api/v2/boom/\"")
        .map(|it| it["status"].as_u64())
        .collect();
    assert_eq!(asked, [Some(500)], "{log:?}");
    for line in log {
        assert!(!line.to_string().contains("the words of"), "{line}");
    }
}

/// Writes something, and panics before the commit.
async fn boom_in_a_write(State(app): State<App>) -> &'static str {
    let mut tx = app.db.write().await.expect("a transaction");
    keys::set_first(&mut tx, "panicked", "yes")
        .await
        .expect("written");
    panic!("in the middle of a write");
}

#[tokio::test]
async fn a_panic_in_the_middle_of_a_write_leaves_nothing_and_blocks_nobody() {
    for engine in engines() {
        let app = TestApp::start(engine).await;
        let boom = get(boom_in_a_write).with_state(app.app.clone());
        let inside = routes(app.app.clone()).route("/api/v2/boom/", boom);
        let server = Server::start(Around::new(inside, app.app.clone(), Deadline::default())).await;
        let mut wire = server.connect().await;
        for round in ["first", "second"] {
            wire.send("GET /api/v2/boom/ HTTP/1.1\r\nHost: a\r\n\r\n")
                .await;
            assert_eq!(wire.answer().await.status, 500);
            let mut tx = app.app.db.write().await.expect("the way is free");
            keys::set_first(&mut tx, round, "yes")
                .await
                .expect("written");
            tx.commit_unaudited().await.expect("and kept");
        }
        let mut conn = app.app.db.read().await.expect("a connection");
        let mut found = Vec::new();
        for name in ["first", "second", "panicked"] {
            found.push(keys::setting(&mut conn, name).await.expect("read"));
        }
        assert_eq!(found, [Some("yes".into()), Some("yes".into()), None]);
    }
}
