//! Whole rows, cut from what has come so far.

use super::{
    ROW_BYTES,
    list::{Found, List},
};
use crate::csv;
use countermark_store::ingestions::Filetype;
use std::ops::Range;

/// Finds rows of either type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cutter {
    Csv(csv::Cut),
    Json(List),
}

impl Cutter {
    /// At the beginning of a file, or behind some row of it.
    pub(super) const fn new(filetype: Filetype, at_start: bool) -> Self {
        match filetype {
            Filetype::Csv => Self::Csv(csv::Cut::new()),
            Filetype::Json if at_start => Self::Json(List::new()),
            Filetype::Json => Self::Json(List::behind()),
        }
    }
}

/// Rows that were found in a growing text.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// Where each row is.
    pub(super) rows: Vec<Range<usize>>,
    /// Where the next one begins.
    begin: usize,
    /// How far the text was looked at.
    seen: usize,
}

impl Cuts {
    /// Looks at what is new in `text` until there are `most` rows.
    pub(super) fn find(
        &mut self,
        cutter: &mut Cutter,
        text: &[u8],
        most: usize,
    ) -> Result<(), &'static str> {
        while self.rows.len() < most && self.seen < text.len() {
            let new = &text[self.seen..];
            match cutter {
                Cutter::Csv(cut) => {
                    let Some(length) = cut.next(new) else {
                        self.seen = text.len();
                        break;
                    };
                    self.seen += length;
                    self.push()?;
                }
                Cutter::Json(list) => match list.next(new)? {
                    None => self.seen = text.len(),
                    Some(Found::Begin(length)) => {
                        self.seen += length;
                        self.begin = self.seen - 1;
                    }
                    Some(Found::End(length)) => {
                        self.seen += length;
                        self.push()?;
                    }
                },
            }
        }
        Ok(())
    }

    fn push(&mut self) -> Result<(), &'static str> {
        self.check()?;
        self.rows.push(self.begin..self.seen);
        self.begin = self.seen;
        Ok(())
    }

    /// Whether the row is short enough that has not ended yet, or is about to.
    pub(super) const fn check(&self) -> Result<(), &'static str> {
        if self.seen - self.begin > ROW_BYTES {
            return Err(
                "This row has more than a mebibyte. Perhaps a quote is opened in it and never \
                 closed.",
            );
        }
        Ok(())
    }

    /// What is left when the text ends: the last row of a CSV file needs no line break.
    pub(super) fn finish(&mut self, cutter: &Cutter, text: &[u8]) -> Result<(), &'static str> {
        match cutter {
            Cutter::Csv(_) => {
                self.seen = text.len();
                if self.begin < self.seen {
                    self.push()?;
                }
                Ok(())
            }
            Cutter::Json(list) => list.end(),
        }
    }

    /// Where the last row ends.
    pub(super) fn end(&self) -> usize {
        self.rows.last().map_or(0, |row| row.end)
    }
}
