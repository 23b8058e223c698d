//! A receiver that answers without end (OWASP API10): it is read no further than its status.

use super::{
    PATH,
    calls::{log, server_for},
};
use crate::scans::scan;
use countermark_testkit::db::engines;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};

/// What is sent at most.
const MOST: usize = 256 << 20;
/// What may be under way in the buffers of both ends.
const BUFFERED: usize = 32 << 20;

/// Answers the next call with that and then with one letter again and again, until nobody takes it
/// any more; the port, and how many bytes were taken.
async fn endless(begin: &'static str) -> (u16, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let sent = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a call");
        let mut call = [0; 1_024];
        let read = stream.read(&mut call).await.expect("a request");
        assert!(call[..read].starts_with(b"POST "));
        let mut sent = 0;
        let mut next = begin.as_bytes().to_vec();
        while sent < MOST && stream.write_all(&next).await.is_ok() {
            sent += next.len();
            next = vec![b'x'; 64 << 10];
        }
        sent
    });
    (port, sent)
}

#[tokio::test]
async fn an_answer_without_end_is_read_no_further_than_its_status() {
    for engine in engines() {
        let body = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";
        let head = "HTTP/1.1 200 OK\r\nX-Long: ";
        for (begin, status, failure) in [
            (body, json!(200), ""),
            (head, Value::Null, "the connection broke off"),
        ] {
            let (app, shop) = server_for(engine).await;
            let (port, sent) = endless(begin).await;
            let hook = json!({"url": format!("http://127.0.0.1:{port}/"),
                              "events": ["scan.created"]});
            let made = shop.owner.post(PATH, hook).await.expect(201);
            scan(&app, "code-one").await.expect(302);
            app.task("webhooks").await;
            let told = log(&app, &shop, made.json()).await;
            assert_eq!(told[0]["status"], status, "{told:?}");
            assert_eq!(told[0]["failure"], failure, "{told:?}");
            let sent = sent.await.expect("no panic");
            assert!(sent < BUFFERED, "{sent} bytes were taken of {begin:?}");
        }
    }
}
