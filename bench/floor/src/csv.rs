//! A line of CSV as the server writes it (`crates/server/src/csv/write.rs`); the bench compares
//! both files byte by byte.

/// What a spreadsheet may take for the beginning of a formula.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Adds a cell that is a text.
pub(crate) fn text(line: &mut String, text: &str) {
    let harmless = text
        .as_bytes()
        .first()
        .is_none_or(u8::is_ascii_alphanumeric);
    let risky = !harmless && text.trim_start_matches('\'').starts_with(FORMULA);
    let quoted = text
        .bytes()
        .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace);
    if quoted {
        line.push('"');
    }
    if risky {
        line.push('\'');
    }
    if quoted {
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
    line.push(',');
}

/// Adds the cell of something that writes itself without commas and quotes.
pub(crate) fn plain(line: &mut String, value: impl std::fmt::Display) {
    use std::fmt::Write as _;
    // A String takes everything.
    let _ = write!(line, "{value},");
}

/// Ends the line.
pub(crate) fn end(line: &mut String) {
    line.pop();
    line.push_str("\r\n");
}
