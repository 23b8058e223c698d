//! The orderly stop: what runs may finish, what is new is turned away.

use super::wire::{Server, Wire};
use axum::{Router, routing::get};
use countermark::serve::Bounds;
use std::{io::Write as _, sync::Arc, time::Duration};
use tokio::{net::TcpStream, sync::Notify};

/// A router with one slow page, which tells when it has begun and waits until it is let go.
fn slow() -> (Router, Arc<Notify>, Arc<Notify>) {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (begun.clone(), go.clone());
    let page = get(async move || {
        tell.notify_one();
        wait.notified().await;
        "done"
    });
    (Router::new().route("/slow", page), begun, go)
}

const REQUEST: &str = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
const OTHER: &str = "GET /none HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn a_running_request_finishes_and_new_connections_are_refused() {
    let (router, begun, go) = slow();
    let mut server = Server::start(router).await;
    let mut idle = server.connect().await;
    let mut running = server.connect().await;
    running.send(REQUEST).await;
    begun.notified().await;
    server.stop();
    // An idle connection has nothing to wait for, after a moment.
    assert_eq!(idle.rest().await, "");
    let address = server.address;
    let refused = TcpStream::connect(address).await;
    assert!(refused.is_err(), "a new connection got in");
    go.notify_one();
    let answer = running.answer().await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "done"));
    assert!(answer.head.contains("connection: close"), "{}", answer.head);
    assert_eq!(running.rest().await, "");
    server.stopped().await;
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_the_server() {
    let (router, begun, _go) = slow();
    let bounds = Bounds {
        grace: Duration::from_millis(100),
        ..Bounds::default()
    };
    let mut server = Server::bounded(router, bounds).await;
    let mut running: Wire = server.connect().await;
    running.send(REQUEST).await;
    begun.notified().await;
    server.stop();
    server.stopped().await;
}

/// What was sent just before the stop is answered, on a connection of its own and on one that is kept.
#[tokio::test]
async fn a_request_on_its_way_is_answered() {
    let (router, _begun, go) = slow();
    let mut server = Server::start(router).await;
    let mut kept = server.connect().await;
    for _ in 0..2 {
        kept.send(REQUEST).await;
        go.notify_one();
        assert_eq!(kept.answer().await.status, 200);
    }
    // Nothing is awaited until the stop, so the server, on the same thread, has accepted none of these.
    let mut waiting: Vec<Wire> = (0..20)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(server.address).expect("a connection");
            stream.write_all(OTHER.as_bytes()).expect("sent");
            Wire::from_std(stream)
        })
        .collect();
    server.stop();
    kept.send(OTHER).await;
    waiting.push(kept);
    for (number, wire) in waiting.iter_mut().enumerate() {
        let answer = wire.answer().await;
        assert_eq!(answer.status, 404, "{number}");
        assert!(answer.head.contains("connection: close"), "{}", answer.head);
        assert_eq!(wire.rest().await, "", "{number}");
    }
    server.stopped().await;
}
