//! A server on a port of its own, and a client that says exactly what it is told to say.

use countermark::serve::{Bounds, Program, serve};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// A test that waits so long has failed: nothing here takes more than a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves with the bounds that the program has.
    pub(crate) async fn start(program: impl Program) -> Self {
        Self::bounded(program, Bounds::default()).await
    }

    /// Serves with other bounds.
    pub(crate) async fn bounded(program: impl Program, bounds: Bounds) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, program, bounds, async {
            let _ = stopped.await;
        }));
        let stop = Some(stop);
        Self {
            address,
            stop,
            task,
        }
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self) -> Wire {
        Wire::to(self.address).await
    }

    /// Sends one request over a connection of its own and reads until the server closes it.
    pub(crate) async fn exchange(&self, request: impl AsRef<[u8]>) -> String {
        let mut wire = self.connect().await;
        wire.send(request).await;
        wire.rest().await
    }

    /// Tells it to stop.
    pub(crate) fn stop(&mut self) {
        self.stop
            .take()
            .expect("stopped once")
            .send(())
            .expect("it runs");
    }

    /// Waits until it has stopped.
    pub(crate) async fn stopped(self) {
        let ended = timeout(PATIENCE, self.task).await;
        ended.expect("the server stops").expect("without a panic");
    }
}

/// One connection.
pub(crate) struct Wire(TcpStream);

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The head; the server writes the names of its fields in lower case.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
}

impl Wire {
    /// Connects.
    pub(crate) async fn to(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.expect("a connection"))
    }

    /// Takes over a connection that is open already.
    pub(crate) fn from_std(stream: std::net::TcpStream) -> Self {
        stream.set_nonblocking(true).expect("does not block");
        Self(TcpStream::from_std(stream).expect("a stream"))
    }

    /// Sends bytes. A server that has answered already may have hung up.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.0.write_all(bytes.as_ref()).await;
    }

    /// Says that nothing more comes.
    pub(crate) async fn finish(&mut self) {
        self.0.shutdown().await.expect("half closed");
    }

    /// Everything until the server closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A reset is an end as well: the server hangs up on what it does not want to read.
        let _ = timeout(PATIENCE, self.0.read_to_end(&mut bytes))
            .await
            .expect("the server closes the connection");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// One answer, the connection staying open; `HEAD` and 204 have no body.
    pub(crate) async fn answer(&mut self) -> Answer {
        self.answer_within(PATIENCE).await
    }

    /// As [`Wire::answer`], to a request that is much work.
    pub(crate) async fn answer_within(&mut self, patience: Duration) -> Answer {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            let byte = timeout(patience, self.0.read_u8()).await;
            bytes.push(byte.expect("an answer").expect("a whole head"));
        }
        let head = String::from_utf8(bytes).expect("text");
        let status = head[9..12].parse().expect("a status");
        let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
            rest[..rest.find('\r').expect("a line")]
                .parse()
                .expect("a length")
        });
        let mut body = vec![0; length];
        let read = timeout(PATIENCE, self.0.read_exact(&mut body)).await;
        read.expect("a body").expect("a whole body");
        let body = String::from_utf8(body).expect("text");
        Answer { status, head, body }
    }
}

/// How many answers there are in what a server said.
pub(crate) fn answers(said: &str) -> usize {
    said.matches("HTTP/1.1 ").count()
}

/// The status of the first answer; 0 when there is none.
pub(crate) fn status(said: &str) -> u16 {
    said.get(9..12)
        .map_or(0, |digits| digits.parse().expect("a status"))
}
