//! The floor under the server's figures: the same rows, moved by plain SQL in the fastest way we
//! know, with the same SQLite library, schema and promises (write-ahead log, every commit on disk,
//! foreign keys). `bench/` runs it beside the server, on a copy of its file.
//!
//! `floor WORK FILE [INPUT]`; `floor serve FILE INPUT` answers single requests over HTTP until it is
//! stopped.

mod codes;
mod csv;
mod http;
mod record;
mod scans;
mod scm;

use rusqlite::Connection;
use std::{env, error::Error, process::ExitCode};

/// What every kind of work returns.
type Done = Result<(), Box<dyn Error>>;

fn open(path: &str) -> rusqlite::Result<Connection> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
    )?;
    Ok(conn)
}

fn run() -> Done {
    let args: Vec<_> = env::args().skip(1).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["scm-set", file, input] => scm::set(&mut open(file)?, input),
        ["scm-items", file, input] => scm::items(&mut open(file)?, input),
        ["ingest", file, input] => codes::bring(&mut open(file)?, input),
        ["codes", file, number] => codes::insert(&mut open(file)?, number.parse()?),
        ["record", file, number] => record::record(&open(file)?, number.parse()?),
        ["scans", file] => scans::export(&open(file)?),
        ["serve", file, input] => http::serve(file, input),
        _ => Err(
            "floor scm-set|scm-items|ingest|serve FILE INPUT, codes|record FILE NUMBER, scans FILE"
                .into(),
        ),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("floor: {error}");
            ExitCode::FAILURE
        }
    }
}
