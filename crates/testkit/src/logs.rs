//! The log of a test's process, and of the programs it starts, for the suite `logs` to search
//! for secrets (security checklist 106). Written only where `COUNTERMARK_TEST_LOGS` names a
//! folder: `./dev test` does, a test run by hand does not.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    path::PathBuf,
    sync::{Mutex, Once},
};
use tracing_subscriber::EnvFilter;

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

/// Keeps what a program that a test has started wrote to its log.
///
/// # Panics
/// When it cannot be written: a search of half a log would prove nothing.
pub fn keep(text: &str) {
    if let Some(mut file) = file("program") {
        file.write_all(text.as_bytes()).expect("the log is kept");
    }
}
