//! `countermark audit verify`: reads the file line by line and holds none of it.

use super::{Failure, Verify};
use crate::audit::file::{self, Line};
use countermark_core::{
    chain,
    checkpoint::{Checkpoint, PublicKey},
    verify::{Finding, Keys, Trusted, Verdict, Verifier, Wrong},
};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read as _},
    path::Path,
    process::ExitCode,
};

/// The exit code for a log with which something is wrong.
const WRONG: u8 = 3;
/// The longest line that is read; an entry is far shorter.
const LONGEST: u64 = 64 << 20;

pub(super) fn run(verify: &Verify) -> Result<ExitCode, Failure> {
    let mut kept = Vec::new();
    for given in &verify.checkpoint {
        let text = text_of(given)?;
        let found = Checkpoint::find(&text);
        if found.is_empty() {
            return Err(format!("There is no checkpoint in {given}.").into());
        }
        kept.extend(found);
    }
    let mut keys = Vec::new();
    for given in &verify.key {
        keys.push(key_of(given)?);
    }
    let input: Box<dyn BufRead> = if verify.file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = File::open(&verify.file)
            .map_err(|error| format!("{} cannot be read: {error}.", verify.file.display()))?;
        Box::new(BufReader::with_capacity(1 << 20, file))
    };
    let trusted = !keys.is_empty();
    let checked = Reader::new(input).check(keys, kept)?;
    report(&checked, trusted);
    Ok(match checked.verdict.finding {
        Some(_) => ExitCode::from(WRONG),
        None => ExitCode::SUCCESS,
    })
}

/// The text itself, or that of the file with this name.
fn text_of(given: &str) -> Result<String, Failure> {
    if !Path::new(given).is_file() {
        return Ok(given.to_owned());
    }
    let bytes =
        std::fs::read(given).map_err(|error| format!("{given} cannot be read: {error}."))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A public key, or that in the file with this name, with what follows its `@`.
fn key_of(given: &str) -> Result<Trusted, Failure> {
    let text = text_of(given)?;
    // A file's name may have such a sign in it; what stands in the file counts then.
    let (key, last) = match text.rsplit_once('@') {
        Some((key, last)) => (text_of(key)?, Some(last)),
        None => (text.clone(), None),
    };
    let key = PublicKey::parse(&key).ok_or_else(|| {
        format!("{given} is not a public key: give 64 hexadecimal digits, or a file with them.")
    })?;
    let last = last.map(|last| {
        let number = last.trim().parse().ok().filter(|last: &i64| *last >= 0);
        number.ok_or_else(|| format!("{last} is not the position of an entry."))
    });
    Ok(Trusted {
        key,
        last: last.transpose()?,
    })
}

struct Checked {
    company: String,
    keys: Vec<Trusted>,
    /// Checkpoints that were kept: those that the file reaches, and all.
    kept: (usize, usize),
    verdict: Verdict,
}

struct Reader {
    input: Box<dyn BufRead>,
    line: Vec<u8>,
    number: u64,
}

impl Reader {
    const fn new(input: Box<dyn BufRead>) -> Self {
        Self {
            input,
            line: Vec::new(),
            number: 0,
        }
    }

    /// The next line; `None` at the end of the file.
    fn next(&mut self) -> Result<Option<Line>, Failure> {
        self.line.clear();
        self.number += 1;
        let number = self.number;
        let read = (&mut self.input)
            .take(LONGEST)
            .read_until(b'\n', &mut self.line)
            .map_err(|error| format!("Line {number} cannot be read: {error}."))?;
        if read == 0 {
            return Ok(None);
        }
        let line = serde_json::from_slice(&self.line)
            .map_err(|error| format!("Line {number} is no line of an exported log: {error}."))?;
        Ok(Some(line))
    }

    fn check(mut self, given: Vec<Trusted>, kept: Vec<Checkpoint>) -> Result<Checked, Failure> {
        let Some(Line::Log(head)) = self.next()? else {
            return Err("This is not an exported log: it does not begin as one.".into());
        };
        if head.format != file::FORMAT {
            let known = file::FORMAT;
            return Err(format!(
                "The file has the form {}; this program reads {known}.",
                head.format
            )
            .into());
        }
        let unreadable = || "The first line of the file is damaged.";
        let previous = chain::from_hex(&head.previous).ok_or_else(unreadable)?;
        let end = chain::from_hex(&head.head).ok_or_else(unreadable)?;
        let mut keys = given;
        let from_file = keys.is_empty();
        // Keys stand before the first entry, so that they are known when they are needed.
        let mut line = self.next()?;
        while let Some(Line::Key {
            id,
            public_key,
            last_position,
            ..
        }) = &line
        {
            let last = *last_position;
            match file::key_of(id, public_key) {
                Some(key) if from_file => keys.push(Trusted { key, last }),
                Some(_) => {}
                None => return Err(format!("The key in line {} is damaged.", self.number).into()),
            }
            line = self.next()?;
        }
        let all = kept.len();
        let reached = kept
            .iter()
            .filter(|kept| kept.statement.position >= head.after);
        let reached = reached.count();
        let counting = Keys {
            trusted: keys.clone(),
            vouching: !from_file && keys.len() == 1,
            in_charge: None,
        };
        let mut verifier = Verifier::after(&head.company, head.after, previous, counting, kept);
        let mut seen = 0;
        let mut ended = None;
        while let Some(next) = line {
            match next {
                Line::Entry(entry) => {
                    seen += 1;
                    verifier.entry(&entry.found());
                }
                Line::Checkpoint { text } => match Checkpoint::parse(&text) {
                    Some(checkpoint) => verifier.checkpoint(checkpoint),
                    None => verifier.damaged_checkpoint(),
                },
                Line::End { entries } => ended = Some(entries),
                Line::Log(_) | Line::Key { .. } => {
                    let number = self.number;
                    return Err(format!("Line {number} does not belong there.").into());
                }
            }
            line = self.next()?;
        }
        let mut verdict = verifier.finish(head.length, &end);
        if verdict.finding.is_none() && ended != Some(seen) {
            verdict.finding = Some(Finding {
                position: verdict.last + 1,
                wrong: Wrong::Cut,
                detail: "the file breaks off before its end".into(),
            });
        }
        Ok(Checked {
            company: format!(
                "{} ({})",
                head.company_name.escape_debug(),
                head.company.escape_debug()
            ),
            keys,
            kept: (reached, all),
            verdict,
        })
    }
}

fn report(checked: &Checked, trusted: bool) {
    let verdict = &checked.verdict;
    if let Some(found) = &verdict.finding {
        println!(
            "WRONG at entry {}: {} ({})",
            found.position,
            found.detail,
            found.wrong.name()
        );
        println!("company: {}", checked.company);
        println!("entries that are well: {}", verdict.entries);
        return;
    }
    println!(
        "OK: {} entries, {} to {}",
        verdict.entries, verdict.first, verdict.last
    );
    println!("company: {}", checked.company);
    println!("head: {}", chain::hex(&verdict.head));
    println!("checkpoints in the file: {}", verdict.checkpoints);
    if let Some(last) = &verdict.last_checkpoint {
        let (position, at) = (last.statement.position, last.statement.at);
        println!("last checkpoint: entry {position}, signed {at}");
    }
    let (reached, all) = checked.kept;
    if all > 0 {
        println!("checkpoints that you kept: {reached} of {all} compared");
    } else {
        println!("checkpoints that you kept: none given, so a missing end would not be noticed");
    }
    for span in &verdict.spans {
        let given = checked.keys.iter().any(|known| known.key == span.key);
        let whence = match (given, trusted) {
            (true, true) => "given",
            (true, false) => "from the file itself: compare it",
            (false, _) => "handed over to in the log: write it down",
        };
        let last = span.last.unwrap_or(verdict.last);
        println!("key: {} ({whence})", span.key.text());
        println!(
            "  signs entries {} to {last}: {} checkpoints",
            span.first, span.checkpoints
        );
    }
    for known in &checked.keys {
        if verdict.spans.iter().all(|span| span.key != known.key) {
            let whence = if trusted {
                "given"
            } else {
                "from the file itself: compare it"
            };
            println!("key: {} ({whence})", known.key.text());
            println!(
                "  signs nothing here: where it is newer than the others, the file is from \
                 before its time, or its end was forged with an old key"
            );
        }
    }
}
