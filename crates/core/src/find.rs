//! Finds tokens in whatever bytes come along, a piece at a time: for secret scanners, offline.
//!
//! A token has a public prefix and a checksum of its own, so a find is a find: by chance one text
//! in four thousand million that looks like a token would pass for one.

use crate::{
    ids::UatId,
    token::{LENGTH, PREFIX, UatText},
};
use memchr::memmem;

/// A token that was found, without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its public id.
    pub id: UatId,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The byte of that line at which it begins, from 1.
    pub column: u64,
}

impl Found {
    /// What of the token may be shown: everything but its secret.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{PREFIX}{}_…", self.id)
    }
}

/// Reads pieces and tells of the tokens in them, also of those that two pieces share. Keeps no
/// more than a piece and the length of a token.
pub struct Finder {
    search: memmem::Finder<'static>,
    /// What came, from the first byte at which a token may still begin.
    rest: Vec<u8>,
    line: u64,
    column: u64,
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            search: memmem::Finder::new(PREFIX.as_bytes()),
            rest: Vec::new(),
            line: 1,
            column: 1,
        }
    }
}

impl Finder {
    /// The next piece.
    pub fn feed(&mut self, piece: &[u8], mut found: impl FnMut(Found)) {
        self.rest.extend_from_slice(piece);
        let mut at = 0;
        while let Some(offset) = self.search.find(&self.rest[at..]) {
            let begin = at + offset;
            let Some(text) = self.rest.get(begin..begin + LENGTH) else {
                break;
            };
            let token = std::str::from_utf8(text).ok().map(UatText::parse);
            let Some(Ok(token)) = token else {
                at = begin + 1;
                continue;
            };
            self.pass(begin);
            found(Found {
                id: token.id,
                line: self.line,
                column: self.column,
            });
            at = LENGTH;
        }
        // A token that begins before this place has been seen to its end.
        let keep = at.max(self.rest.len().saturating_sub(LENGTH - 1));
        self.pass(keep);
    }

    /// Counts the lines of the first `many` bytes and lets go of them.
    fn pass(&mut self, many: usize) {
        let passed = &self.rest[..many];
        match memchr::memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
                self.column = (many - last) as u64;
            }
            None => self.column += many as u64,
        }
        self.rest.drain(..many);
    }
}
