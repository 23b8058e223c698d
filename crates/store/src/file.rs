//! The SQLite file as it was opened. Somebody may move it away or put another in its place while
//! it is open: SQLite would go on to write into a file that has no name any more, and what was
//! acknowledged would be gone with the process.

use crate::DbError;
use std::{
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// Which file stood at that path when it was opened.
pub(crate) struct OpenedFile {
    path: PathBuf,
    id: (u64, u64),
}

impl OpenedFile {
    /// The file at that path, which is there.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            id: id(path)?,
        })
    }

    /// Fails unless the same file still stands there.
    pub(crate) fn is_there(&self) -> Result<(), DbError> {
        if id(&self.path).is_ok_and(|id| id == self.id) {
            return Ok(());
        }
        Err(DbError::Unavailable(
            "the database file was moved away or replaced while it was open".into(),
        ))
    }
}

/// Device and inode: the file, whatever its name.
fn id(path: &Path) -> io::Result<(u64, u64)> {
    let met = fs::metadata(path)?;
    Ok((met.dev(), met.ino()))
}
