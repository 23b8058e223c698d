//! Where rows end, in a file that comes in pieces.

/// Where in a row the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// At the beginning of a cell.
    Cell,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that ends the cell, or is the first of two.
    Quote,
    /// Behind a carriage return: a line feed would belong to it.
    Return,
}

/// Finds the ends of rows as [`super::Reader`] does, byte by byte. Nothing is looked at twice.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    at: At,
}

impl Cut {
    /// At the beginning of a row.
    #[must_use]
    pub const fn new() -> Self {
        Self { at: At::Cell }
    }

    /// Goes on through the next bytes of a row; returns how many of them still belong to it, once
    /// it ends.
    pub fn next(&mut self, bytes: &[u8]) -> Option<usize> {
        for (place, byte) in bytes.iter().enumerate() {
            self.at = match (self.at, byte) {
                (At::Return, b'\n') => return Some(self.end(place + 1)),
                (At::Return, _) => return Some(self.end(place)),
                (At::Quoted, b'"') => At::Quote,
                (At::Quoted, _) | (At::Quote, b'"') => {
                    // Texts between quotes hold anything.
                    At::Quoted
                }
                (_, b'\n') => return Some(self.end(place + 1)),
                (_, b'\r') => At::Return,
                (_, b',') => At::Cell,
                (At::Cell, b'"') => At::Quoted,
                (At::Cell | At::Plain | At::Quote, _) => At::Plain,
            };
        }
        None
    }

    const fn end(&mut self, length: usize) -> usize {
        self.at = At::Cell;
        length
    }
}

impl Default for Cut {
    fn default() -> Self {
        Self::new()
    }
}
