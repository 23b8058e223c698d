//! The log of a test's process, and of the programs it starts, for the suite `logs` to search
//! for secrets (security checklist 106). Written only where `COUNTERMARK_TEST_LOGS` names a
//! folder: `./dev test` does, a test run by hand does not.

use serde_json::Value;
use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, Mutex, Once},
};
use tracing_subscriber::{EnvFilter, filter::LevelFilter, util::SubscriberInitExt as _};

/// The variable that names the folder.
pub const VARIABLE: &str = "COUNTERMARK_TEST_LOGS";

fn file(name: &str) -> Option<File> {
    let folder = PathBuf::from(std::env::var_os(VARIABLE)?);
    let path = folder.join(format!("{name}-{}.log", std::process::id()));
    let file = OpenOptions::new().create(true).append(true).open(&path);
    Some(file.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Lets this process log, everything that our own crates say. The first call counts.
pub fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Some(file) = file("tests") else { return };
        let what = "info,countermark=trace,countermark_core=trace,countermark_store=trace";
        let _ = tracing_subscriber::fmt()
            .with_writer(Mutex::new(file))
            .with_ansi(false)
            .with_env_filter(EnvFilter::new(what))
            .try_init();
    });
}

/// What this thread logs from now on, as JSON, until it is dropped.
pub struct Heard {
    lines: Arc<Mutex<Vec<u8>>>,
    _guard: tracing::subscriber::DefaultGuard,
}

/// Begins to listen.
#[must_use]
pub fn hear() -> Heard {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let into = lines.clone();
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(LevelFilter::INFO)
        .with_writer(move || Lines(into.clone()))
        .set_default();
    Heard { lines, _guard: log }
}

impl Heard {
    /// Takes the lines so far.
    ///
    /// # Panics
    /// When one of them is no JSON.
    #[must_use]
    pub fn take(&self) -> Vec<Value> {
        let bytes = std::mem::take(&mut *self.lines.lock().expect("no panic"));
        let lines = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        let read = lines.map(|line| serde_json::from_slice(line).expect("JSON"));
        read.collect()
    }
}

struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps what a program that a test has started wrote to its log.
///
/// # Panics
/// When it cannot be written: a search of half a log would prove nothing.
pub fn keep(text: &str) {
    if let Some(mut file) = file("program") {
        file.write_all(text.as_bytes()).expect("the log is kept");
    }
}
