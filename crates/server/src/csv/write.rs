//! Rows that go out.

use super::guard;
use std::borrow::Cow;

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
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        let cell = match cell {
            Cell::Text(text) => guard(text),
            Cell::Number(text) => Cow::Borrowed(text),
        };
        // Blanks at the ends are part of the value; some programs drop them outside quotes.
        let special = |byte: u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
        let needs_quotes = cell.bytes().any(special)
            || cell.starts_with(char::is_whitespace)
            || cell.ends_with(char::is_whitespace);
        if needs_quotes {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
