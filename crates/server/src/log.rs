//! Where the log goes: standard error. A request's line costs a system call of its own, a tenth of
//! what a cheap request costs; those lines go out together, at most a moment later. Everything else,
//! and whatever stands before it, is written at once.

use std::{
    io::{self, Write},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

/// The events whose lines may wait.
pub const REQUEST: &str = "countermark::request";

/// How long a line waits at most.
const MOMENT: Duration = Duration::from_millis(100);
/// So many bytes wait at most.
const MOST: usize = 32 << 10;

static LINES: Lines = Lines {
    waiting: Mutex::new(Vec::new()),
    filled: Condvar::new(),
};

struct Lines {
    waiting: Mutex<Vec<u8>>,
    filled: Condvar,
}

impl Lines {
    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, line: &[u8], at_once: bool, to: &mut impl Write) -> io::Result<()> {
        let mut waiting = self.waiting();
        waiting.extend_from_slice(line);
        if at_once || waiting.len() > MOST {
            return write_out(&mut waiting, to);
        }
        if waiting.len() == line.len() {
            self.filled.notify_one();
        }
        Ok(())
    }

    /// Waits until there are lines, and a moment longer.
    fn moment(&self) -> MutexGuard<'_, Vec<u8>> {
        let mut waiting = self.waiting();
        while waiting.is_empty() {
            waiting = self
                .filled
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let end = Instant::now() + MOMENT;
        while let Some(left) = end
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
        {
            let waited = self.filled.wait_timeout(waiting, left);
            waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        waiting
    }
}

/// Lines that cannot be written are lost: there is nowhere to say so.
fn write_out(waiting: &mut Vec<u8>, to: &mut impl Write) -> io::Result<()> {
    let written = to.write_all(waiting);
    waiting.clear();
    written
}

/// Makes what writes an event's line.
pub struct ToStderr(());

impl ToStderr {
    /// Begins to write out what waits.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        thread::Builder::new().name("log".into()).spawn(|| {
            loop {
                let mut waiting = LINES.moment();
                let _ = write_out(&mut waiting, &mut io::stderr());
            }
        })?;
        Ok(Self(()))
    }
}

/// Writes out what waits: before the program ends.
pub fn flush() {
    let _ = write_out(&mut LINES.waiting(), &mut io::stderr());
}

/// Writes the line of one event.
pub struct Line {
    at_once: bool,
}

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LINES.add(line, self.at_once, &mut io::stderr())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for ToStderr {
    type Writer = Line;

    fn make_writer(&self) -> Line {
        Line { at_once: true }
    }

    fn make_writer_for(&self, event: &Metadata<'_>) -> Line {
        Line {
            at_once: event.target() != REQUEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, MOST};
    use std::sync::{Condvar, Mutex};

    #[test]
    fn lines_wait_in_order_and_not_too_many() {
        let lines = Lines {
            waiting: Mutex::new(Vec::new()),
            filled: Condvar::new(),
        };
        let mut out = Vec::new();
        lines.add(b"one\n", false, &mut out).expect("kept");
        lines.add(b"two\n", false, &mut out).expect("kept");
        assert!(out.is_empty());
        lines.add(b"warning\n", true, &mut out).expect("written");
        assert_eq!(out, b"one\ntwo\nwarning\n");

        let mut out = Vec::new();
        lines.add(&vec![b'x'; MOST], false, &mut out).expect("kept");
        assert!(out.is_empty());
        lines.add(b"y\n", false, &mut out).expect("written");
        assert_eq!(out.len(), MOST + 2);
        assert!(lines.waiting().is_empty());
    }

    #[test]
    fn who_writes_out_waits_for_lines_and_takes_all() {
        let lines: &'static Lines = Box::leak(Box::new(Lines {
            waiting: Mutex::new(Vec::new()),
            filled: Condvar::new(),
        }));
        let taken = std::thread::spawn(|| std::mem::take(&mut *lines.moment()));
        lines.add(b"one\n", false, &mut Vec::new()).expect("kept");
        assert_eq!(taken.join().expect("no panic"), b"one\n");
    }
}
