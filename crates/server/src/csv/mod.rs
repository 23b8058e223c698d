//! CSV in and out (RFC 4180), without HTTP.
//!
//! Reading is strict where leniency would silently swallow rows: a quote that is never closed
//! takes the rest of the file into one cell. Writing makes sure that no cell is a formula to the
//! spreadsheet that opens it.

mod cut;
mod formula;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use cut::Cut;
pub use formula::{guard, unguard};
pub use read::{BOM, Problem, Reader, Record, text_after, text_of};
pub use write::{Cell, Row, write_cells, write_row};
