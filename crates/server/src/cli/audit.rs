//! `countermark audit`: the log to read and as a file, and a check of such a file that needs
//! nothing else.

mod export;
mod keys;
mod list;
mod verify;

use super::{Failure, rows::Rows, whose::Whose};
use crate::settings::Storage;
use clap::{Args, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Commands about the audit log.
#[derive(Subcommand, Debug)]
pub enum Audit {
    /// List who did what in the company, the newest first. Reading is noted in the log.
    List(Box<List>),
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

/// What `audit list` is told.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    whose: Whose,
    /// Only this action, as product.create.
    #[arg(long)]
    action: Option<String>,
    /// Only this kind of object, as product.
    #[arg(long, value_name = "KIND")]
    object_type: Option<String>,
    /// Only this object.
    #[arg(long, value_name = "ID")]
    object_id: Option<String>,
    /// Only what this person did.
    #[arg(long, value_name = "ID|EMAIL")]
    user: Option<String>,
    /// Only at this time or later, as 2027-01-31T12:00:00Z.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only before this time.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    rows: Rows,
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
        Audit::List(list) => list::run(&list).await.map(|()| ExitCode::SUCCESS),
        Audit::Export(export) => export::run(&export).await.map(|()| ExitCode::SUCCESS),
        Audit::RotateKey(rotate) => keys::rotate(&rotate).await.map(|()| ExitCode::SUCCESS),
    }
}
