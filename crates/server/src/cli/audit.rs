//! `countermark audit`: the log as a file, and a check of such a file that needs nothing else.

mod export;
mod keys;
mod verify;

use super::Failure;
use crate::settings::Storage;
use clap::{Args, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Commands about the audit log.
#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Check that nobody has tampered with an exported log. Needs no server and no database.
    ///
    /// The exit code is 0 when all is well, 3 when something is wrong with the log, and 1 when
    /// the file cannot be checked.
    Verify(Verify),
    /// Write a company's log to standard output, ready to be checked; the server must not run on
    /// the same SQLite file.
    Export(Box<Export>),
    /// Let a new key sign checkpoints, and erase the private half of the old one. A running
    /// server need not be stopped. Old checkpoints stay good.
    RotateKey(Box<RotateKey>),
}

/// What `audit rotate-key` is told.
#[derive(Args, Debug)]
pub struct RotateKey {
    #[command(flatten)]
    storage: Storage,
}

/// What `audit verify` is told.
#[derive(Args, Debug)]
pub struct Verify {
    /// The exported log; - for standard input.
    file: PathBuf,
    /// A checkpoint that was kept elsewhere: its line, or a file that has such lines somewhere in
    /// it, as a log has.
    #[arg(long, value_name = "FILE|TEXT")]
    checkpoint: Vec<String>,
    /// A file with the public key of checkpoints, or its 64 hexadecimal digits; with @LAST behind
    /// it, it may sign up to the entry LAST and no further. With one key, those count as well that
    /// it hands over to in the log; with several, only these. Without any, the keys in the
    /// exported file are trusted.
    #[arg(long, value_name = "FILE|TEXT[@LAST]")]
    key: Vec<String>,
}

/// What `audit export` is told.
#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    storage: Storage,
    /// The company's number or UUID; may be left out when there is one company.
    #[arg(long)]
    company: Option<String>,
}

/// Runs a command about the audit log.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Audit) -> Result<ExitCode, Failure> {
    match command {
        Audit::Verify(verify) => verify::run(&verify),
        Audit::Export(export) => export::run(&export).await.map(|()| ExitCode::SUCCESS),
        Audit::RotateKey(rotate) => keys::rotate(&rotate).await.map(|()| ExitCode::SUCCESS),
    }
}
