//! Rows that go out.

use super::guard;
use std::fmt::{Display, Write as _};

/// A cell.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// A text: what would be a formula gets an apostrophe.
    Text(&'a str),
    /// A number of our own, which may be negative and is no formula.
    Number(&'a str),
}

/// Adds a row of texts: formulas made harmless, quotes where they are needed, CRLF at the end.
pub fn write_row<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    write_cells(out, cells.into_iter().map(Cell::Text));
}

/// Adds a row.
pub fn write_cells<'a>(out: &mut String, cells: impl IntoIterator<Item = Cell<'a>>) {
    let mut row = Row::begin(out);
    for cell in cells {
        match cell {
            Cell::Text(text) => row.text(text),
            Cell::Number(number) => row.number(number),
        }
    }
    row.end();
}

/// A row that is written cell by cell: nothing is put together before.
#[derive(Debug)]
pub struct Row<'a> {
    out: &'a mut String,
    has_cells: bool,
}

impl<'a> Row<'a> {
    /// Begins a row behind what is there.
    pub const fn begin(out: &'a mut String) -> Self {
        Self {
            out,
            has_cells: false,
        }
    }

    fn next(&mut self) {
        if self.has_cells {
            self.out.push(',');
        }
        self.has_cells = true;
    }

    /// Adds a text: what would be a formula gets an apostrophe.
    pub fn text(&mut self, text: &str) {
        self.next();
        if is_plain(text.as_bytes()) {
            self.out.push_str(text);
            return;
        }
        let cell = guard(text);
        // Blanks at the ends are part of the value; some programs drop them outside quotes.
        let needs_quotes = cell.bytes().any(is_special)
            || cell.starts_with(char::is_whitespace)
            || cell.ends_with(char::is_whitespace);
        if needs_quotes {
            self.out.push('"');
            self.out.push_str(&cell.replace('"', "\"\""));
            self.out.push('"');
        } else {
            self.out.push_str(&cell);
        }
    }

    /// Adds a number of our own, or an instant: no formula, whatever it begins with.
    pub fn number(&mut self, number: impl Display) {
        self.next();
        // A String takes everything.
        let _ = write!(self.out, "{number}");
    }

    /// Ends the row.
    pub fn end(self) {
        self.out.push_str("\r\n");
    }
}

/// Whether a text goes out as it is. Most do, in millions of rows: one look.
fn is_plain(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else {
        return true;
    };
    first.is_ascii_alphanumeric()
        && last.is_ascii_graphic()
        && !text.iter().copied().any(is_special)
}

/// What a cell without quotes cannot hold.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b',' | b'"' | b'\r' | b'\n')
}
