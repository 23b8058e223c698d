//! One keep-alive connection that sends the same request again and again.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};

/// Longer than any answer may take, also from a node whose database is away.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request and what came of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// Just before it was sent.
    pub(super) at: Instant,
    /// The status of the answer.
    pub(super) status: u16,
    /// Whether the answer says when to come again.
    pub(super) retry_after: bool,
}

impl Call {
    /// Whether the caller was let in.
    pub(super) fn accepted(&self) -> bool {
        self.status < 300
    }

    /// Whether the caller was told no, by somebody who knows.
    pub(super) fn refused(&self) -> bool {
        matches!(self.status, 401 | 403)
    }
}

/// A connection to a node.
pub(super) struct Line {
    node: SocketAddr,
    stream: BufReader<TcpStream>,
}

impl Line {
    pub(super) async fn to(node: SocketAddr) -> Self {
        let stream = TcpStream::connect(node).await.expect("a connection");
        stream.set_nodelay(true).expect("set");
        let stream = BufReader::new(stream);
        Self { node, stream }
    }

    /// Sends a request with that credential and reads the whole answer.
    pub(super) async fn call(
        &mut self,
        method: &str,
        path: &str,
        credential: &str,
        body: &str,
    ) -> Call {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {credential}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.node,
            body.len()
        );
        let at = Instant::now();
        let answer = timeout(PATIENCE, self.exchange(&request)).await;
        let (status, retry_after) = answer.expect("an answer in time");
        Call {
            at,
            status,
            retry_after,
        }
    }

    async fn exchange(&mut self, request: &str) -> (u16, bool) {
        self.stream
            .write_all(request.as_bytes())
            .await
            .expect("sent");
        let (mut status, mut length, mut retry_after) = (0, 0, false);
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).await.expect("a line");
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status");
            } else if let Some(rest) = text.strip_prefix("content-length: ") {
                length = rest.parse().expect("a length");
            }
            retry_after |= text.starts_with("retry-after: ");
        }
        assert_ne!(status, 0, "the node hung up");
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.expect("a body");
        (status, retry_after)
    }
}
