//! Mails as files. They hold links that let people in: nobody but the server's own user reads
//! them, and a file is there whole or not at all.

use super::transport::Refused;
use countermark_store::mail::Claimed;
use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

pub(super) async fn write(dir: &Path, mail: &Claimed, bytes: Vec<u8>) -> Result<(), Refused> {
    let name = format!("{}-{}-{}.eml", mail.created_at.0, mail.id, mail.kind);
    let dir = dir.to_owned();
    let written = tokio::task::spawn_blocking(move || put(&dir, &name, &bytes)).await;
    match written {
        Ok(Ok(())) => Ok(()),
        _ => Err(Refused::ForNow("the mail folder cannot be written")),
    }
}

fn put(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let half: PathBuf = dir.join(format!(".{name}.part"));
    // Left over by a process that was killed.
    let _ = std::fs::remove_file(&half);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(half, dir.join(name))
}
