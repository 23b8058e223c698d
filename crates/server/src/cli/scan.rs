//! `countermark scan`: finds tokens in files, offline, by prefix and checksum. For CI and
//! pre-commit hooks: it needs no server, no database and no key.

use super::whose::plain;
use clap::Args;
use countermark_core::find::{Finder, Found};
use serde_json::json;
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Bytes that are read at a time: all that a file of any size costs.
const PIECE: usize = 256 * 1024;

/// What `scan` is told.
#[derive(Args, Debug)]
pub struct Scan {
    /// Files and folders; `-` or nothing: standard input. Links are not followed.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

/// What came of it.
#[derive(Default)]
struct Tally {
    found: u64,
    trouble: u64,
}

/// Runs the search: 0 when nothing was found, 1 when something was, 2 when a file could not be
/// read and nothing was found in the others. What is shown of a token is its public part.
#[must_use]
pub fn run(scan: &Scan) -> ExitCode {
    let mut tally = Tally::default();
    let stdin = [PathBuf::from("-")];
    let paths = if scan.paths.is_empty() {
        &stdin[..]
    } else {
        &scan.paths
    };
    for path in paths {
        if path.as_os_str() == "-" {
            let name = Path::new("(standard input)");
            search(name, &mut io::stdin().lock(), scan.json, &mut tally);
        } else {
            walk(path, scan.json, &mut tally);
        }
    }
    if tally.found > 0 {
        eprintln!(
            "countermark: {} found. Revoke what is still good, and take it out of where it was.",
            if tally.found == 1 {
                "1 token".to_owned()
            } else {
                format!("{} tokens", tally.found)
            }
        );
        ExitCode::from(1)
    } else if tally.trouble > 0 {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}

/// A file, or a folder with all that is in it. A stack of its own: no depth is too deep.
fn walk(named: &Path, json: bool, tally: &mut Tally) {
    let mut open = vec![named.to_owned()];
    while let Some(path) = open.pop() {
        let done = fs::symlink_metadata(&path).and_then(|meta| {
            if meta.is_dir() {
                let mut inside = fs::read_dir(&path)?
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect::<io::Result<Vec<_>>>()?;
                // The last one is looked at first: turned round, the order is that of names.
                inside.sort_unstable_by(|one, two| two.cmp(one));
                open.extend(inside);
            } else if meta.is_file() {
                search(&path, &mut File::open(&path)?, json, tally);
            }
            // Links, sockets, pipes and devices hold no text of their own.
            Ok(())
        });
        if let Err(error) = done {
            complain(&path, &error, tally);
        }
    }
}

fn search(name: &Path, from: &mut impl Read, json: bool, tally: &mut Tally) {
    let mut finder = Finder::default();
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return,
            Ok(read) => finder.feed(&piece[..read], |found| {
                tally.found += 1;
                if tell(name, found, json).is_err() {
                    tally.trouble += 1;
                }
            }),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return complain(name, &error, tally),
        }
    }
}

fn tell(name: &Path, found: Found, json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let path = name.to_string_lossy();
    if json {
        let line = json!({
            "path": path, "line": found.line, "column": found.column,
            "id": found.id.to_string(), "token": found.public(),
        });
        return writeln!(out, "{line}");
    }
    let (line, column) = (found.line, found.column);
    writeln!(out, "{}:{line}:{column}: {}", plain(&path), found.public())
}

fn complain(path: &Path, error: &io::Error, tally: &mut Tally) {
    tally.trouble += 1;
    let path = plain(&path.to_string_lossy());
    eprintln!("countermark: {path} cannot be read: {error}.");
}
