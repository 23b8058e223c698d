//! Rows that come in.

use std::borrow::Cow;

/// The most cells of one row: it bounds what a small file can make of memory.
const MOST_CELLS: usize = 1_000;

/// What some programs begin a text with (Unicode §23.8).
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// A row that has something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its number as a spreadsheet shows it: the first row is 1, blank rows count.
    pub row: usize,
    /// Its cells, without their quotes.
    pub cells: Vec<Cow<'a, str>>,
}

/// Why nothing more can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row in which it is.
    pub row: usize,
    /// A sentence for people.
    pub message: String,
}

/// The text of a file: UTF-8, with or without a byte order mark, without null characters.
///
/// # Errors
/// The row in which it stops being such a text.
pub fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    text_after(0, bytes.strip_prefix(BOM).unwrap_or(bytes))
}

/// The same for a part of a file that begins behind so many rows.
///
/// # Errors
/// The row of the file in which it stops being such a text.
pub fn text_after(rows: usize, bytes: &[u8]) -> Result<&str, Problem> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or("");
            let message = "This is not UTF-8. Save the file as \"CSV UTF-8\".".into();
            return Err(Problem {
                row: rows + last_row(good),
                message,
            });
        }
    };
    match text.split_once('\0') {
        None => Ok(text),
        Some((good, _)) => {
            let message = "There is a null character here: this is not a text file.".into();
            Err(Problem {
                row: rows + last_row(good),
                message,
            })
        }
    }
}

/// The row in which a text breaks off.
fn last_row(text: &str) -> usize {
    let mut reader = Reader::new(text);
    let problem = reader.by_ref().find_map(Result::err);
    match problem {
        Some(problem) => problem.row,
        None if text.is_empty() || text.ends_with(['\n', '\r']) => reader.row + 1,
        None => reader.row,
    }
}

/// Reads rows one by one. After a [`Problem`] there are no more.
pub struct Reader<'a> {
    rest: &'a str,
    row: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the first row.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self::after(0, text)
    }

    /// Begins with a part of a file that stands behind so many rows.
    #[must_use]
    pub const fn after(rows: usize, text: &'a str) -> Self {
        Self {
            rest: text,
            row: rows,
        }
    }

    fn problem<T>(&mut self, message: impl Into<String>) -> Result<T, Problem> {
        self.rest = "";
        Err(Problem {
            row: self.row,
            message: message.into(),
        })
    }

    fn record(&mut self) -> Result<Vec<Cow<'a, str>>, Problem> {
        self.row += 1;
        let mut cells = Vec::new();
        loop {
            if cells.len() == MOST_CELLS {
                return self.problem(format!("A row may have at most {MOST_CELLS} cells."));
            }
            cells.push(self.cell()?);
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
                continue;
            }
            let ended = ["\r\n", "\n", "\r"]
                .iter()
                .find_map(|end| self.rest.strip_prefix(end));
            match ended {
                Some(rest) => self.rest = rest,
                None if self.rest.is_empty() => {}
                None => {
                    return self.problem(
                        "A cell goes on after its closing quote. A quote inside a cell is written twice.",
                    );
                }
            }
            return Ok(cells);
        }
    }

    fn cell(&mut self) -> Result<Cow<'a, str>, Problem> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Ok(Cow::Borrowed(cell));
        };
        let mut cell = Cow::Borrowed("");
        let mut rest = quoted;
        loop {
            let Some((part, behind)) = rest.split_once('"') else {
                return self.problem("A quote is opened in this row and never closed.");
            };
            cell += part;
            let Some(behind_two) = behind.strip_prefix('"') else {
                self.rest = behind;
                return Ok(cell);
            };
            cell += "\"";
            rest = behind_two;
        }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Record<'a>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            match self.record() {
                Err(problem) => return Some(Err(problem)),
                Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(cells) => {
                    return Some(Ok(Record {
                        row: self.row,
                        cells,
                    }));
                }
            }
        }
        None
    }
}
