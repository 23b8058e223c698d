//! Rows of a file in the storage, some thousands at a time.

use super::{
    PORTION, PORTION_BYTES,
    cut::{Cuts, Cutter},
};
use crate::{
    csv::{BOM, Problem},
    files::{FileError, Files},
};
use axum::body::Bytes;
use countermark_store::{files::File, ingestions::Filetype};
use futures_util::{StreamExt as _, stream::BoxStream};
use std::ops::Range;

/// How zip files begin; workbooks of spreadsheets are some (APPNOTE.TXT §4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";

/// Why nothing more is read.
#[derive(Debug)]
pub enum Trouble {
    /// The file is no good.
    Bad(Problem),
    /// The storage is not there.
    Storage(FileError),
}

impl From<FileError> for Trouble {
    fn from(error: FileError) -> Self {
        Self::Storage(error)
    }
}

/// Where to go on in a file: at the beginning of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Bytes before it.
    pub bytes: u64,
    /// Rows before it; for CSV the header is one, and blank rows count.
    pub rows: usize,
}

/// Whole rows of a file.
#[derive(Debug)]
pub struct Portion {
    /// What they are written in.
    pub filetype: Filetype,
    /// Rows of the file before them.
    pub rows_before: usize,
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// Where each row is among them.
    pub rows: Vec<Range<usize>>,
}

/// A file that is being read.
pub struct Source {
    pieces: BoxStream<'static, Result<Bytes, FileError>>,
    filetype: Filetype,
    /// Whether rows stand before the place.
    begun: bool,
    /// What has come and was not handed out yet.
    text: Vec<u8>,
    place: Place,
    ended: bool,
}

impl Source {
    /// Begins at a place of a file.
    ///
    /// # Errors
    /// When the storage failed, or the file is a zip.
    pub async fn open(
        files: &Files,
        file: &File,
        filetype: Filetype,
        place: Place,
    ) -> Result<Self, Trouble> {
        let length = u64::try_from(file.size.unwrap_or(0)).unwrap_or(0);
        let pieces = if place.bytes < length {
            files.get_from(file, place.bytes).await?
        } else {
            futures_util::stream::empty().boxed()
        };
        let mut source = Self {
            pieces,
            filetype,
            begun: place.bytes > 0,
            text: Vec::new(),
            place,
            ended: false,
        };
        if place.bytes == 0 {
            source.begin().await?;
        }
        Ok(source)
    }

    /// Looks at how the file begins.
    async fn begin(&mut self) -> Result<(), Trouble> {
        while self.text.len() < ZIP.len() && !self.ended {
            self.more().await?;
        }
        if self.text.starts_with(ZIP) {
            let sentence = "This is a zip file; Excel workbooks are, too. Unpack it, or save the \
                            workbook as \"CSV UTF-8\".";
            return Err(self.bad(1, sentence));
        }
        if self.text.starts_with(BOM) {
            self.text.drain(..BOM.len());
            self.place.bytes += BOM.len() as u64;
        }
        Ok(())
    }

    /// Where the next portion begins.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The first row alone, if there is one.
    ///
    /// # Errors
    /// When the file is no good, or the storage failed.
    pub async fn first(&mut self) -> Result<Option<Portion>, Trouble> {
        self.take(1).await
    }

    /// The next rows; nothing at the end.
    ///
    /// # Errors
    /// As [`Source::first`].
    pub async fn next(&mut self) -> Result<Option<Portion>, Trouble> {
        self.take(PORTION).await
    }

    async fn take(&mut self, most: usize) -> Result<Option<Portion>, Trouble> {
        let (mut cuts, mut cutter) = (Cuts::default(), Cutter::new(self.filetype, !self.begun));
        loop {
            let found = cuts.find(&mut cutter, &self.text, most);
            found.map_err(|sentence| self.bad(cuts.rows.len() + 1, sentence))?;
            let checked = cuts.check();
            checked.map_err(|sentence| self.bad(cuts.rows.len() + 1, sentence))?;
            if cuts.rows.len() == most || cuts.end() >= PORTION_BYTES {
                break;
            }
            if self.ended {
                let finished = cuts.finish(&cutter, &self.text);
                finished.map_err(|sentence| self.bad(cuts.rows.len() + 1, sentence))?;
                break;
            }
            self.more().await?;
        }
        if cuts.rows.is_empty() {
            return Ok(None);
        }
        let rest = self.text.split_off(cuts.end());
        let portion = Portion {
            filetype: self.filetype,
            rows_before: self.place.rows,
            bytes: std::mem::replace(&mut self.text, rest),
            rows: cuts.rows,
        };
        self.begun = true;
        self.place.bytes += portion.bytes.len() as u64;
        self.place.rows += portion.rows.len();
        Ok(Some(portion))
    }

    async fn more(&mut self) -> Result<(), Trouble> {
        match self.pieces.next().await {
            Some(piece) => self.text.extend_from_slice(&piece?),
            None => self.ended = true,
        }
        Ok(())
    }

    fn bad(&self, row: usize, sentence: &str) -> Trouble {
        Trouble::Bad(Problem {
            row: self.place.rows + row,
            message: sentence.to_owned(),
        })
    }
}
