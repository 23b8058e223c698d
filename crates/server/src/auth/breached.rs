//! Leaked passwords, looked up in a file of the operator's and nowhere else (NIST SP 800-63B-4
//! §3.1.1.2; OWASP ASVS 5.0 §6.2.12). Nothing of a password leaves the machine.
//!
//! The file is the sorted list that is published for download: one SHA-1 a line in hexadecimal,
//! a colon and a count behind it or not. It has tens of gigabytes: it is searched where it lies,
//! by halving, and never read into memory.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use clap::Args;
use std::{
    fs::File,
    io::{self, BufRead as _, BufReader},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Hexadecimal digits of a SHA-1.
const DIGITS: usize = 40;
/// The longest line: digest, colon, a count of twenty digits, carriage return, line feed.
const LONGEST_LINE: usize = DIGITS + 1 + 20 + 2;
/// A range so small is read at once.
const BLOCK: u64 = 4_096;
/// Files up to this size are looked through at the start, line by line; of larger ones samples.
const WHOLE: u64 = 32 << 20;
/// Samples of a larger file.
const SAMPLES: u64 = 2_048;

/// Where the list is.
#[derive(Args, Clone, Debug, Default)]
pub struct BreachedArgs {
    /// File of leaked passwords that nobody may choose: SHA-1 in hexadecimal, sorted, one a line,
    /// with or without `:count`. It is searched on disk, not loaded.
    #[arg(long, env = "COUNTERMARK_BREACHED_PASSWORDS", value_name = "FILE")]
    pub breached_passwords: Option<PathBuf>,
}

impl BreachedArgs {
    /// Opens the list, if there is to be one.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn open(&self) -> Result<Option<Arc<Breached>>, String> {
        let path = self.breached_passwords.as_deref();
        path.map(|path| Breached::open(path).map(Arc::new))
            .transpose()
    }
}

/// An open list.
#[derive(Debug)]
pub struct Breached {
    file: File,
    length: u64,
}

type Sha1 = [u8; DIGITS / 2];

impl Breached {
    /// Opens the file and looks whether it is such a list.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn open(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let file = File::open(path).map_err(|error| {
            format!(
                "The list of leaked passwords {shown} cannot be opened ({error}): give a file \
                 that the server may read as --breached-passwords, or leave the option out."
            )
        })?;
        let length = file.metadata().map_or(0, |about| about.len());
        let list = Self { file, length };
        let looked = if length <= WHOLE {
            list.look_through()
        } else {
            list.sample()
        };
        looked.map_err(|error| {
            format!(
                "The list of leaked passwords {shown} is no sorted list of SHA-1 digests \
                 ({error}): give the list that is ordered by hash, one `SHA1:count` a line, or \
                 sort it with `LC_ALL=C sort -u`."
            )
        })?;
        Ok(list)
    }

    /// Whether a password of that text stands in the list. Reads the file about as often as its
    /// length can be halved; call it where that may wait for a disk.
    ///
    /// # Errors
    /// When the file cannot be read, or is no such list any more.
    pub fn contains(&self, password: &str) -> io::Result<bool> {
        let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let wanted: Sha1 = sha1.as_ref().try_into().map_err(io::Error::other)?;
        self.find(&wanted)
    }

    /// The line that is looked for begins in `from..to`, if it is there; a line begins at `from`.
    fn find(&self, wanted: &Sha1) -> io::Result<bool> {
        let (mut from, mut to) = (0, self.length);
        while to - from > BLOCK {
            let middle = from + (to - from) / 2;
            let (start, found) = self.line_after(middle)?;
            match found.cmp(wanted) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Less => from = start,
                std::cmp::Ordering::Greater => to = start,
            }
        }
        let rest = self.read(from, to - from + LONGEST_LINE as u64)?;
        for line in rest.split(|byte| *byte == b'\n') {
            // What follows the range may be cut in the middle.
            if line.len() < DIGITS {
                break;
            }
            let found = digest_of(line)?;
            if found >= *wanted {
                return Ok(found == *wanted);
            }
        }
        Ok(false)
    }

    /// The first line that begins behind that place, which is not near the end.
    fn line_after(&self, place: u64) -> io::Result<(u64, Sha1)> {
        let bytes = self.read(place, 2 * LONGEST_LINE as u64)?;
        let feed = bytes.iter().position(|byte| *byte == b'\n');
        let start = feed.filter(|at| *at <= LONGEST_LINE).map(|at| at + 1);
        let start = start.ok_or_else(|| wrong("a line is too long"))?;
        let found = digest_of(&bytes[start..])?;
        Ok((place + start as u64, found))
    }

    /// So many bytes from that place on, fewer at the end of the file.
    fn read(&self, place: u64, bytes: u64) -> io::Result<Vec<u8>> {
        let there = self.length.saturating_sub(place).min(bytes);
        let mut buffer = vec![0; usize::try_from(there).map_err(io::Error::other)?];
        self.file.read_exact_at(&mut buffer, place)?;
        Ok(buffer)
    }

    fn look_through(&self) -> io::Result<()> {
        let mut before: Option<Sha1> = None;
        for (number, line) in (1_u64..).zip(BufReader::new(&self.file).split(b'\n')) {
            let at_line = |what: &str| wrong(&format!("line {number} {what}"));
            let line = line?;
            if line.len() >= LONGEST_LINE {
                return Err(at_line("is too long"));
            }
            let found = digest_of(&line).map_err(|_| at_line("is no SHA-1"))?;
            if before.is_some_and(|before| before >= found) {
                return Err(at_line("is not in order"));
            }
            before = Some(found);
        }
        before.map(|_| ()).ok_or_else(|| wrong("it is empty"))
    }

    fn sample(&self) -> io::Result<()> {
        let mut before = digest_of(&self.read(0, LONGEST_LINE as u64)?)?;
        for number in 0..SAMPLES {
            let place = self.length / SAMPLES * number;
            let (_, found) = self.line_after(place)?;
            if before >= found {
                return Err(wrong(&format!("it is not in order around byte {place}")));
            }
            before = found;
        }
        Ok(())
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// The digest that a line begins with.
fn digest_of(line: &[u8]) -> io::Result<Sha1> {
    let digits = line.get(..DIGITS).filter(|_| {
        // Nothing but a count may follow.
        matches!(line.get(DIGITS), None | Some(b':' | b'\r' | b'\n'))
    });
    let mut digest = [0; DIGITS / 2];
    let value = |digit: u8| char::from(digit).to_digit(16);
    for (byte, pair) in digest.iter_mut().zip(digits.unwrap_or(b"").chunks_exact(2)) {
        let (high, low) = (value(pair[0]), value(pair[1]));
        let (Some(high), Some(low)) = (high, low) else {
            return Err(wrong("a line is no SHA-1"));
        };
        *byte = u8::try_from(high * 16 + low).map_err(io::Error::other)?;
    }
    match digits {
        Some(_) => Ok(digest),
        None => Err(wrong("a line is no SHA-1")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Breached, WHOLE};
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    use countermark_core::chain::hex;
    use std::{fmt::Write as _, path::PathBuf};

    fn sha1(text: &str) -> String {
        hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref()).to_uppercase()
    }

    fn file(dir: &tempfile::TempDir, text: &str) -> PathBuf {
        let path = dir.path().join("list");
        std::fs::write(&path, text).expect("written");
        path
    }

    /// Lists of many lengths, around the size of a block: each line is found, the neighbours of
    /// each are not.
    #[test]
    fn every_line_is_found_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        for (count, end, last) in [
            (1, "\r\n", ""),
            (2, "\n", "\n"),
            (70, ":3\r\n", ""),
            (93, "\n", ""),
            (200, ":12345678901234567890\r\n", "\n"),
            (3_000, ":9\n", "\n"),
        ] {
            let mut digests: Vec<_> = (0..count).map(|n| sha1(&format!("password {n}"))).collect();
            digests.sort();
            let text = digests.join(end) + last;
            let list = Breached::open(&file(&dir, &text)).expect("a list");
            for number in 0..count {
                assert!(list.contains(&format!("password {number}")).expect("read"));
                assert!(!list.contains(&format!("other {number}")).expect("read"));
            }
            for (word, expected) in [("00", false), ("FF", false)] {
                let mut edge = [0; 20];
                edge.fill(u8::from_str_radix(word, 16).expect("hex"));
                assert_eq!(list.find(&edge).expect("read"), expected);
            }
        }
        // Small letters are the same digits.
        let list = Breached::open(&file(&dir, &sha1("p").to_lowercase())).expect("a list");
        assert!(list.contains("p").expect("read"));
    }

    /// What is no such list is not taken for one.
    #[test]
    fn other_files_are_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let (low, high) = ("0".repeat(40), "F".repeat(40));
        let cases = [
            (String::new(), "it is empty"),
            (format!("{high}:1\n{low}:1\n"), "line 2 is not in order"),
            (format!("{low}\n{low}\n"), "line 2 is not in order"),
            ("password\n123456\n".into(), "line 1 is no SHA-1"),
            (format!("{low}:1\n\n{high}\n"), "line 2 is no SHA-1"),
            (format!("{low}0:1\n"), "line 1 is no SHA-1"),
            (format!("{}\n", low.replace('0', "G")), "line 1 is no SHA-1"),
            (format!("{low}:{}\n", "1".repeat(30)), "line 1 is too long"),
        ];
        for (text, why) in cases {
            let error = Breached::open(&file(&dir, &text)).expect_err(why);
            assert!(error.contains(why), "{error}");
            assert!(error.contains("sort"), "{error}");
        }
        let error = Breached::open(&dir.path().join("not there")).expect_err("nothing there");
        assert!(error.contains("leave the option out"), "{error}");
    }

    /// A file that is too long to be looked through: samples say whether it is in order, and a
    /// search reads little of it.
    #[test]
    fn a_long_file_is_sampled_and_searched_by_halving() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut text = String::new();
        let lines = WHOLE / 43 + 1_000;
        for number in 0..lines {
            let head = number << 40;
            writeln!(text, "{head:016X}{}:7", "0".repeat(24)).expect("written");
        }
        let list = Breached::open(&file(&dir, &text)).expect("a list");
        for number in [0, 1, lines / 3, lines - 2, lines - 1] {
            let mut digest = [0; 20];
            digest[..8].copy_from_slice(&(number << 40).to_be_bytes());
            assert!(list.find(&digest).expect("read"), "{number}");
            digest[19] = 1;
            assert!(!list.find(&digest).expect("read"), "{number}");
        }
        let half = text.len() / 86 * 43;
        let turned = format!("{}{}", &text[half..], &text[..half]);
        let error = Breached::open(&file(&dir, &turned)).expect_err("not in order");
        assert!(error.contains("around byte"), "{error}");
    }
}
