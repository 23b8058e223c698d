//! Where the log goes: standard error. A thread of its own writes it, so that no request waits for
//! whoever reads it. The lines of requests go out together, at most a moment later: a system call
//! for each would be a tenth of what a cheap request costs. Everything else, and whatever stands
//! before it, goes out at once.

pub mod request;
pub mod text;

use std::{
    fs::File,
    io::{self, Write},
    mem,
    os::fd::AsFd as _,
    panic::PanicHookInfo,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

/// Lines that nobody will read.
pub const DROPPED: &str = "countermark_log_lines_dropped_total";

/// How long a line waits at most.
const MOMENT: Duration = Duration::from_millis(100);
/// So many bytes go out without waiting any longer.
const PORTION: usize = 32 << 10;
/// So many bytes wait at most for somebody to read them; what comes then is dropped.
const MOST: usize = 1 << 20;
/// How long the program's end waits for the last lines to be taken.
const LAST: Duration = Duration::from_secs(1);

static LINES: Lines = Lines::new();

struct Waiting {
    bytes: Vec<u8>,
    /// They wait no longer.
    at_once: bool,
    /// The thread has taken some, and is not done with them.
    writing: bool,
}

struct Lines {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Lines {
    const fn new() -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                bytes: Vec::new(),
                at_once: false,
                writing: false,
            }),
            changed: Condvar::new(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, line: &[u8], at_once: bool) {
        let mut waiting = self.waiting();
        if waiting.bytes.len() + line.len() > MOST {
            drop(waiting);
            metrics::counter!(DROPPED).increment(1);
            return;
        }
        let first = waiting.bytes.is_empty();
        waiting.bytes.extend_from_slice(line);
        let soon = at_once || waiting.bytes.len() > PORTION;
        if first || soon && !waiting.at_once {
            waiting.at_once |= soon;
            self.changed.notify_all();
        }
    }

    /// Waits while that is so, until then at most.
    fn wait<'l>(
        &self,
        mut waiting: MutexGuard<'l, Waiting>,
        until: Instant,
        so: impl Fn(&Waiting) -> bool,
    ) -> MutexGuard<'l, Waiting> {
        while so(&waiting) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.changed.wait_timeout(waiting, left);
            waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        waiting
    }

    /// Waits until there are lines that may wait no longer, and takes all there are.
    fn take(&self, lines: &mut Vec<u8>) {
        let mut waiting = self.waiting();
        while waiting.bytes.is_empty() {
            let waited = self.changed.wait(waiting);
            waiting = waited.unwrap_or_else(PoisonError::into_inner);
        }
        let moment = Instant::now() + MOMENT;
        waiting = self.wait(waiting, moment, |waiting| !waiting.at_once);
        lines.clear();
        mem::swap(lines, &mut waiting.bytes);
        (waiting.at_once, waiting.writing) = (false, true);
    }

    /// What was taken is written, or lost.
    fn done(&self) {
        self.waiting().writing = false;
        self.changed.notify_all();
    }

    /// Waits until all is written, but not for ever: perhaps nobody reads it.
    fn flush(&self) {
        let mut waiting = self.waiting();
        waiting.at_once = true;
        self.changed.notify_all();
        drop(self.wait(waiting, Instant::now() + LAST, |waiting| {
            waiting.writing || !waiting.bytes.is_empty()
        }));
    }
}

/// Makes what writes an event's line.
pub struct ToStderr(());

impl ToStderr {
    /// Begins to write out what waits.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        // Not by the lock of the standard library: who prints something else need not wait for us.
        let mut stderr = File::from(io::stderr().as_fd().try_clone_to_owned()?);
        thread::Builder::new().name("log".into()).spawn(move || {
            let mut lines = Vec::new();
            loop {
                LINES.take(&mut lines);
                if stderr.write_all(&lines).is_err() {
                    let lost = lines.split(|byte| *byte == b'\n').count() - 1;
                    metrics::counter!(DROPPED).increment(lost as u64);
                }
                LINES.done();
            }
        })?;
        Ok(Self(()))
    }
}

/// Writes out what waits: before the program ends.
pub fn flush() {
    LINES.flush();
}

/// Tells the log of a panic: where it was, and never its words, which may hold data. The standard
/// library's own hook would print them between our lines, in another form.
pub fn tell_panic(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string);
    tracing::error!(at, "a defect: the program panicked at this place");
    // What the main thread did not expect is the end.
    if thread::current().name() == Some("main") {
        flush();
    }
}

/// Takes the line of one event.
pub struct Line {
    at_once: bool,
}

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LINES.add(line, self.at_once);
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
            at_once: event.target() != request::TARGET,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, MOST, PORTION};

    #[test]
    fn lines_wait_in_order_and_not_too_many() {
        let (lines, mut out) = (Lines::new(), Vec::new());
        lines.add(b"one\n", false);
        lines.add(b"two\n", false);
        assert!(!lines.waiting().at_once);
        lines.add(b"warning\n", true);
        assert!(lines.waiting().at_once);
        lines.take(&mut out);
        assert_eq!(out, b"one\ntwo\nwarning\n");
        lines.add(&vec![b'x'; PORTION], false);
        assert!(!lines.waiting().at_once, "it begins anew");
        lines.add(b"y\n", false);
        assert!(lines.waiting().at_once, "there are many");
    }

    /// F-35.
    #[test]
    fn when_nobody_reads_what_comes_is_dropped_and_nobody_waits() {
        let lines = Lines::new();
        lines.add(&vec![b'x'; MOST], true);
        lines.add(b"dropped\n", true);
        assert_eq!(lines.waiting().bytes.len(), MOST);
        // Nobody takes them: it ends all the same.
        lines.flush();
    }

    #[test]
    fn who_writes_out_waits_for_lines_and_takes_all() {
        let lines: &'static Lines = Box::leak(Box::new(Lines::new()));
        let taken = std::thread::spawn(|| {
            let mut out = Vec::new();
            lines.take(&mut out);
            lines.done();
            out
        });
        lines.add(b"one\n", false);
        lines.flush();
        assert_eq!(taken.join().expect("no panic"), b"one\n");
    }
}
