//! The server loop: connections with bounds that `axum::serve` does not have (security checklist
//! 87 to 90), and an orderly stop.

use crate::auth::address::Peer;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header::CONNECTION},
    response::Response,
};
use futures_util::TryFutureExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tower::Service;

/// The most bytes of a head.
const HEADER_BYTES: usize = 64 * 1024;
/// The most fields of a head.
const HEADER_FIELDS: usize = 100;
/// How often failures to accept are told.
const TOLD_EVERY: Duration = Duration::from_mins(1);
/// How long a connection that says nothing stays open once the server stops: what was sent to it
/// may still be on its way.
const LINGER: Duration = Duration::from_secs(1);

/// What connections may cost.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long a client may take to send the head of a request, or be silent between two.
    pub header_timeout: Duration,
    /// How long a client may take nothing of what is sent to it.
    pub write_timeout: Duration,
    /// The most connections at once; further ones wait in the system's queue.
    pub connections: u32,
    /// How long running requests may take to finish when the server stops.
    pub grace: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            connections: 20_000,
            grace: Duration::from_secs(30),
        }
    }
}

/// What answers requests: this program's service, or some routes.
pub trait Program:
    Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static
{
}

impl<P> Program for P where
    P: Service<Request, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// Serves until `stop` is ready, then lets running requests finish, and those that are on their way.
pub async fn serve<P: Program>(
    listener: TcpListener,
    program: P,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let mut open = Open::new(program, bounds);
    let mut failures = Failures::default();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = open.places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            next = next => match next {
                (Ok(place), Ok((stream, peer))) => open.take(place, stream, peer),
                (Err(_), _) => return,
                (Ok(_), Err(error)) => {
                    // Out of file descriptors, mostly: wait rather than spin.
                    failures.note(&error);
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    open.is_stopping.store(true, Ordering::Relaxed);
    if let Err(error) = open.take_rest(listener) {
        tracing::warn!(%error, "the last connections could not be accepted");
    }
    open.close().await;
}

/// Failures to accept come several times a second for as long as the cause lasts: they are told
/// once a minute.
#[derive(Default)]
struct Failures {
    told: Option<Instant>,
    untold: u64,
}

impl Failures {
    fn note(&mut self, error: &io::Error) {
        self.untold += 1;
        if self.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
            tracing::warn!(%error, times = self.untold, "connections could not be accepted");
            *self = Self {
                told: Some(Instant::now()),
                untold: 0,
            };
        }
    }
}

/// The connections there are.
struct Open<P> {
    builder: http1::Builder,
    program: P,
    bounds: Bounds,
    graceful: GracefulShutdown,
    places: Arc<Semaphore>,
    is_stopping: Arc<AtomicBool>,
}

impl<P: Program> Open<P> {
    fn new(program: P, bounds: Bounds) -> Self {
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(bounds.header_timeout)
            .max_buf_size(HEADER_BYTES)
            .max_headers(HEADER_FIELDS);
        Self {
            builder,
            program,
            bounds,
            graceful: GracefulShutdown::new(),
            places: Arc::new(Semaphore::new(bounds.connections as usize)),
            is_stopping: Arc::default(),
        }
    }

    fn take(&mut self, place: OwnedSemaphorePermit, stream: TcpStream, peer: SocketAddr) {
        let _ = stream.set_nodelay(true);
        let is_stopping = self.is_stopping.clone();
        let program = self.program.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            let is_stopping = is_stopping.clone();
            // It is always ready, as all services of ours are.
            program.clone().call(request).map_ok(move |mut response| {
                // Whoever keeps the connection would be cut off at some later request.
                if is_stopping.load(Ordering::Relaxed) {
                    response
                        .headers_mut()
                        .insert(CONNECTION, HeaderValue::from_static("close"));
                }
                response
            })
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.bounds.write_timeout));
        let stream = TokioIo::new(Box::pin(stream));
        let connection = self.builder.serve_connection(stream, service);
        let watched = self.graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes away or talks nonsense is no event.
            let _ = watched.await;
            drop(place);
        });
    }

    /// Takes in who already waits in the system's queue: they believe that they are connected.
    fn take_rest(&mut self, listener: TcpListener) -> io::Result<()> {
        let listener = listener.into_std()?;
        while let Ok(place) = self.places.clone().try_acquire_owned() {
            match listener.accept() {
                Ok((stream, peer)) => {
                    stream.set_nonblocking(true)?;
                    self.take(place, TcpStream::from_std(stream)?, peer);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Waits for what runs; who says nothing meanwhile is let go soon.
    async fn close(self) {
        let all_gone = self.places.acquire_many(self.bounds.connections);
        let _ = tokio::time::timeout(LINGER, all_gone).await;
        tokio::select! {
            () = self.graceful.shutdown() => {}
            () = tokio::time::sleep(self.bounds.grace) => tracing::warn!("stopped with requests still running"),
        }
    }
}
