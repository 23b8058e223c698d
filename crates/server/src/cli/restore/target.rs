//! The folder that a backup is restored into. All is made beside its place and moved there at the
//! end, the database last: without it nothing is there.

use super::super::{
    Failure,
    backup::{
        manifest::{DATABASE, FILES},
        work::private_folder,
    },
    open,
};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// What may be there before: the key that the operator has put there, and an old lock.
const MAY_BE_THERE: [&str; 2] = ["master.key", "countermark.lock"];
/// Inside the folder, for that may be another disk than what is around it.
const STAGING: &str = ".restore";

/// The folder, as it was until [`Target::finish`].
pub(super) struct Target {
    data: PathBuf,
    /// Where everything is made.
    pub(super) staging: PathBuf,
    /// The folder was not there.
    made: bool,
}

impl Target {
    /// Takes the folder when nothing is in it; makes it when it is not there.
    ///
    /// # Errors
    /// The sentence to show.
    pub(super) fn begin(data: &Path) -> Result<Self, Failure> {
        let shown = data.display();
        let made = !data.exists();
        if made {
            private_folder(data).map_err(|error| format!("{shown} cannot be made: {error}."))?;
        }
        let unreadable = |error| format!("{shown} cannot be read: {error}.");
        for entry in fs::read_dir(data).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            if !MAY_BE_THERE.iter().any(|known| name == *known) {
                return Err(format!(
                    "{shown} is not empty: there is {}. Restore into an empty folder.",
                    name.display()
                )
                .into());
            }
        }
        let staging = data.join(STAGING);
        let target = Self {
            data: data.to_owned(),
            staging: staging.clone(),
            made,
        };
        private_folder(&staging)
            .map_err(|error| format!("{} cannot be made: {error}.", staging.display()))?;
        Ok(target)
    }

    /// Moves everything to its place.
    ///
    /// # Errors
    /// The sentence to show.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let _lock = open::lock(&self.data)?;
        sync(&self.staging)?;
        for name in [FILES, DATABASE] {
            let (from, to) = (self.staging.join(name), self.data.join(name));
            if to.exists() {
                return Err(format!("{} came in between.", to.display()).into());
            }
            if from.exists() {
                fs::rename(from, to)?;
            }
        }
        self.made = false;
        File::open(&self.data)?.sync_all()?;
        Ok(())
    }
}

/// Brings the names in a folder, and in those below it, to the disk.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync(&path)?;
        }
    }
    File::open(folder)?.sync_all()
}

impl Drop for Target {
    fn drop(&mut self) {
        // What is left is told by the next try: the folder is not empty then.
        let _ = fs::remove_dir_all(&self.staging);
        if self.made {
            let _ = fs::remove_dir(&self.data);
        }
    }
}
