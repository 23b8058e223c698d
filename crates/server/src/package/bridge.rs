//! Between the database and the storage, which wait, and the zip, which computes: a thread of its
//! own makes it, and bounded channels on both sides hold it back when either is slow.

use super::{Plan, Zip};
use axum::body::Bytes;
use countermark_store::codes::generate::Generated;
use std::io::{self, Write};
use tokio::{sync::mpsc, task::JoinHandle};

/// Bytes that go out together.
const PIECE: usize = 256 << 10;
/// Pieces and portions that may wait.
const WAITING: usize = 4;

/// What goes in.
enum Part {
    Rows(Vec<Generated>),
    Images(Vec<Generated>),
}

/// A package that is being made.
pub struct Package {
    parts: mpsc::Sender<Part>,
    thread: JoinHandle<io::Result<()>>,
}

/// Begins a package; its bytes come out of the channel, which ends with it.
#[must_use]
pub fn start(plan: Plan) -> (Package, mpsc::Receiver<Bytes>) {
    let (parts, mut coming) = mpsc::channel(WAITING);
    let (pieces, out) = mpsc::channel(WAITING);
    let thread = tokio::task::spawn_blocking(move || {
        let mut zip = Zip::new(Pieces::new(pieces), plan)?;
        while let Some(part) = coming.blocking_recv() {
            match part {
                Part::Rows(codes) => zip.rows(&codes)?,
                Part::Images(codes) => zip.images(&codes)?,
            }
        }
        zip.finish()?.flush()
    });
    (Package { parts, thread }, out)
}

impl Package {
    /// Adds rows; all of them come before the first picture. `false` when the thread has given up:
    /// [`Package::finish`] says why.
    pub async fn rows(&self, codes: Vec<Generated>) -> bool {
        self.parts.send(Part::Rows(codes)).await.is_ok()
    }

    /// Adds pictures of these codes; as [`Package::rows`].
    pub async fn images(&self, codes: Vec<Generated>) -> bool {
        self.parts.send(Part::Images(codes)).await.is_ok()
    }

    /// Ends it, and waits until the last bytes are out.
    ///
    /// # Errors
    /// When it could not be made, or nobody wants its bytes any more.
    pub async fn finish(self) -> io::Result<()> {
        drop(self.parts);
        self.thread.await.map_err(io::Error::other)?
    }
}

/// Collects bytes and sends them on.
struct Pieces {
    buffer: Vec<u8>,
    out: mpsc::Sender<Bytes>,
}

impl Pieces {
    fn new(out: mpsc::Sender<Bytes>) -> Self {
        Self {
            buffer: Vec::with_capacity(PIECE),
            out,
        }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(
            &mut self.buffer,
            Vec::with_capacity(PIECE),
        ));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody wants the package");
        self.out.blocking_send(piece).map_err(gone)
    }
}
