//! Cells that a spreadsheet would run as a formula (OWASP, "CSV Injection"; ASVS 1.2.10).

use std::borrow::Cow;

/// What a formula can begin with, in half and in full width. Programs drop some of the others, and
/// run what is behind them.
const BEGINS_FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// Whether a spreadsheet would take the text for a formula, were the apostrophes before it gone.
fn is_risky(text: &str) -> bool {
    // Most texts, in millions of rows: one look.
    if text
        .as_bytes()
        .first()
        .is_none_or(u8::is_ascii_alphanumeric)
    {
        return false;
    }
    text.trim_start_matches('\'').starts_with(BEGINS_FORMULA)
}

/// Puts an apostrophe before what would be a formula; [`unguard`] takes it away again. A text
/// that has one already gets another, so that every text comes back as it was.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_risky(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes away the apostrophe that [`guard`] has put there, and no other.
#[must_use]
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => text,
    }
}
