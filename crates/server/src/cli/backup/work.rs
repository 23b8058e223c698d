//! The folder that a backup is made in, and what only its owner reads.

use super::super::Failure;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

/// A folder of our own beside the file, gone at the end whatever happens.
pub(super) struct Work {
    pub(super) folder: PathBuf,
}

impl Work {
    /// Makes it, when there is no such file.
    ///
    /// # Errors
    /// The sentence to show.
    pub(super) fn begin(file: &Path) -> Result<Self, Failure> {
        if file.symlink_metadata().is_ok() {
            return Err(
                format!("{} is there already. Choose another name.", file.display()).into(),
            );
        }
        let mut name = file.as_os_str().to_owned();
        name.push(".partial");
        let folder = PathBuf::from(name);
        private_folder(&folder).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => format!(
                "{} is there: another backup is being made, or was cut short. In that case remove \
                 the folder.",
                folder.display()
            ),
            _ => format!("{} cannot be made: {error}.", folder.display()),
        })?;
        // VACUUM INTO takes whole paths only.
        let folder = fs::canonicalize(&folder)?;
        Ok(Self { folder })
    }

    /// An empty file that only its owner reads.
    pub(super) fn make(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.folder.join(name);
        private_file(&path)?;
        Ok(path)
    }

    /// Gives the archive its name, and sees to it that a power cut does not take it again.
    pub(super) fn finish(self, archive: &Path, file: &Path) -> Result<(), Failure> {
        fs::rename(archive, file)?;
        let beside = self.folder.parent().unwrap_or_else(|| Path::new("/"));
        File::open(beside)?.sync_all()?;
        std::io::stdout().flush()?;
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What is left is told by the next backup of that name.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes a folder that only its owner enters.
///
/// # Errors
/// Also when it is there.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// Makes an empty file that only its owner reads.
///
/// # Errors
/// Also when it is there.
pub fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}
