//! The orderly stop: what runs may finish, what is new is turned away.

use super::wire::{Server, Wire};
use axum::{Router, routing::get};
use countermark::serve::Bounds;
use std::{sync::Arc, time::Duration};
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

#[tokio::test]
async fn a_running_request_finishes_and_new_connections_are_refused() {
    let (router, begun, go) = slow();
    let mut server = Server::start(router).await;
    let mut idle = server.connect().await;
    let mut running = server.connect().await;
    running.send(REQUEST).await;
    begun.notified().await;
    server.stop();
    // An idle connection has nothing to wait for.
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
