//! How long a client may take (security checklist 61, 90): a head that never ends, a body that
//! trickles, a connection that lies idle. The bounds are short here; the program's are parameters
//! of the same code.

use super::wire::{Server, Wire, status};
use axum::routing::{get, post};
use countermark::{
    middleware::{Around, Deadline},
    router::routes,
    serve::Bounds,
};
use countermark_store::Engine;
use countermark_testkit::TestApp;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(200);

async fn impatient() -> (TestApp, Server) {
    let app = TestApp::start(Engine::Sqlite).await;
    let bounds = Bounds {
        header_timeout: SHORT,
        ..Bounds::default()
    };
    let server = Server::bounded(app.program(), bounds).await;
    (app, server)
}

/// Security checklist 90.
#[tokio::test]
async fn a_head_that_never_ends_ends_the_connection() {
    let (_app, server) = impatient().await;
    for begun in ["", "G", "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: "] {
        let mut wire = server.connect().await;
        wire.send(begun).await;
        let said = wire.rest().await;
        assert!(said.is_empty() || status(&said) == 408, "{begun:?}: {said}");
    }
}

/// Security checklist 90: a byte now and then buys no more time.
#[tokio::test]
async fn a_head_that_trickles_ends_the_connection() {
    let (_app, server) = impatient().await;
    let mut wire = server.connect().await;
    wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n").await;
    for _ in 0..6 {
        tokio::time::sleep(SHORT / 4).await;
        wire.send("X-Slow: 1\r\n").await;
    }
    wire.send("\r\n").await;
    let said = wire.rest().await;
    assert!(said.is_empty() || status(&said) == 408, "{said}");
}

/// Security checklist 90.
#[tokio::test]
async fn an_idle_connection_is_closed() {
    let (_app, server) = impatient().await;
    let mut wire = server.connect().await;
    wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
        .await;
    assert_eq!(wire.answer().await.status, 200);
    assert_eq!(wire.rest().await, "");
}

/// Security checklist 61.
#[tokio::test]
async fn a_body_that_trickles_ends_at_the_deadline() {
    let app = TestApp::start(Engine::Sqlite).await;
    let inside = routes(app.app.clone());
    let server = Server::start(Around::new(inside, app.app.clone(), Deadline(SHORT))).await;
    for length in ["Content-Length: 100", "Transfer-Encoding: chunked"] {
        let mut wire = server.connect().await;
        let head = "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json";
        wire.send(format!("{head}\r\n{length}\r\n\r\n2\r\n{{"))
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 408, "{length}");
        assert!(
            answer.body.contains("\"code\":\"timeout\""),
            "{}",
            answer.body
        );
        // What is still to come of the body is not waited for.
        assert_eq!(wire.rest().await, "", "{length}");
    }
}

/// F-19: the client has said all; that we hang is no fault of its.
#[tokio::test]
async fn a_request_that_hangs_here_is_a_503() {
    let app = TestApp::start(Engine::Sqlite).await;
    let hangs = |body: axum::body::Bytes| async move {
        std::future::pending::<()>().await;
        body
    };
    // As an extractor that asks the database before the body is read.
    let deaf = |body: axum::body::Body| async move {
        std::future::pending::<()>().await;
        body
    };
    let inside = routes(app.app.clone())
        .route("/api/v2/hangs/", get(hangs).post(hangs))
        .route("/api/v2/deaf/", post(deaf));
    let server = Server::start(Around::new(inside, app.app.clone(), Deadline(SHORT))).await;
    for said in [
        "GET /api/v2/hangs/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /api/v2/hangs/ HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
        "POST /api/v2/hangs/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
         2\r\n{}\r\n0\r\n\r\n",
        "POST /api/v2/deaf/ HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    ] {
        let mut wire = server.connect().await;
        wire.send(said).await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 503, "{said}: {}", answer.body);
        assert!(answer.head.contains("retry-after: 1"), "{}", answer.head);
    }
}

/// Connections beyond the bound wait their turn; a full house can still be told to stop.
#[tokio::test]
async fn a_full_house_lets_the_next_one_in_when_somebody_leaves() {
    let app = TestApp::start(Engine::Sqlite).await;
    let bounds = Bounds {
        connections: 1,
        ..Bounds::default()
    };
    let mut server = Server::bounded(app.program(), bounds).await;
    let request = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut first = server.connect().await;
    first.send(request).await;
    first.answer().await;
    let mut second = server.connect().await;
    second.send(request).await;
    let early = tokio::time::timeout(SHORT, second.answer()).await;
    assert!(early.is_err(), "two at once: {early:?}");
    drop(first);
    let mut third: Wire = server.connect().await;
    third.send(request).await;
    // The second was interrupted in reading, so it is the third that tells.
    drop(second);
    assert_eq!(third.answer().await.status, 200);
    server.stop();
    server.stopped().await;
}

/// Security checklist 62, 90: who takes nothing of an answer holds no place for ever.
#[tokio::test]
async fn who_does_not_read_makes_room_for_the_next_one() {
    let app = TestApp::start(Engine::Sqlite).await;
    let bounds = Bounds {
        write_timeout: SHORT,
        connections: 1,
        ..Bounds::default()
    };
    // More than the buffers of both systems hold.
    let long = get(async || vec![b'x'; 64 << 20]);
    let inside = routes(app.app.clone()).route("/api/v2/long/", long);
    let surrounded = Around::new(inside, app.app.clone(), Deadline::default());
    let server = Server::bounded(surrounded, bounds).await;
    let mut deaf = server.connect().await;
    deaf.send("GET /api/v2/long/ HTTP/1.1\r\nHost: a\r\n\r\n")
        .await;
    let mut next = server.connect().await;
    next.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
        .await;
    assert_eq!(next.answer().await.status, 200);
    drop(deaf);
}
