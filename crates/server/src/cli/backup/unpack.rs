//! An archive is read as strictly as it was written: what its manifest does not say, in that order,
//! is refused, before or while it is unpacked.

use super::{
    super::Failure,
    archive::{SIGNATURE_LENGTH, digested},
    manifest::{DATABASE, MANIFEST, Manifest, Member, SIGNATURE},
    work::private_file,
};
use crate::secrets::Secrets;
use flate2::bufread::GzDecoder;
use std::{
    fmt::Display,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::Path,
};
use tar::{Archive, Entries, Entry, EntryType};

/// The longest manifest that is read: some two million files.
const LONGEST: u64 = 256 << 20;

/// Unpacks an archive into a folder of its own, when it is whole and made with this master key.
///
/// # Errors
/// The sentence to show; then some of it may be in the folder.
pub fn unpack(archive: &Path, into: &Path, secrets: &Secrets) -> Result<Manifest, Failure> {
    let shown = archive.display();
    let file = File::open(archive).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    // Without a part of it the end of gzip is missing, or its checksum is another.
    let damaged = |error: io::Error| damaged(&shown, error);
    let mut tar = Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut members = Members {
        // Names and kinds are taken as they stand in the header: nothing is resolved or followed.
        entries: tar.entries().map_err(damaged)?.raw(true),
        shown: &shown,
    };
    let text = members.short(MANIFEST, LONGEST)?;
    let signature = members.short(SIGNATURE, SIGNATURE_LENGTH)?;
    let manifest = Manifest::read(&text, &signature, secrets)?;
    let first = manifest.members.first();
    if first.is_none_or(|first| first.name != DATABASE) {
        return Err(format!("{shown} holds no database.").into());
    }
    for member in &manifest.members {
        members.unpack(member, into)?;
    }
    if members.entries.next().is_some() {
        return Err(format!("{shown} holds more than its manifest says. Take another one.").into());
    }
    let mut rest = tar.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(damaged)?;
    let behind = io::copy(&mut rest.into_inner(), &mut io::sink()).map_err(damaged)?;
    if behind == 0 {
        return Ok(manifest);
    }
    Err(format!("{shown} goes on behind its end. Take another one.").into())
}

/// What has not been read yet.
struct Members<'a, R: Read> {
    entries: Entries<'a, R>,
    shown: &'a dyn Display,
}

impl<'a, R: Read> Members<'a, R> {
    /// The next one, which must be a plain file of that name and no longer than that.
    fn next(&mut self, name: &str, most: u64) -> Result<Entry<'a, R>, Failure> {
        let shown = self.shown;
        let entry = self.entries.next();
        let entry = entry.ok_or_else(|| damaged(shown, "it ends early"))?;
        let entry = entry.map_err(|error| damaged(shown, error))?;
        let header = entry.header();
        if header.entry_type() == EntryType::Regular
            && *header.path_bytes() == *name.as_bytes()
            && entry.size() <= most
        {
            return Ok(entry);
        }
        let found = String::from_utf8_lossy(&header.path_bytes()).into_owned();
        let found = found.escape_debug();
        Err(format!("{shown} holds \"{found}\" where {name} belongs. Take another one.").into())
    }

    /// The next one, into memory.
    fn short(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = self.next(name, most)?.read_to_end(&mut bytes);
        read.map_err(|error| damaged(self.shown, error))?;
        Ok(bytes)
    }

    /// The next one, into the folder.
    fn unpack(&mut self, member: &Member, into: &Path) -> Result<(), Failure> {
        let (name, shown) = (&member.name, self.shown);
        let mut entry = self.next(name, member.size)?;
        let path = into.join(name);
        fs::create_dir_all(path.parent().unwrap_or(into))?;
        let mut to = private_file(&path)?;
        let read = digested(&mut entry, &mut to).map_err(|error| damaged(shown, error))?;
        if read != (member.size, member.sha256.clone()) {
            return Err(format!("{shown}: {name} was altered. Take another one.").into());
        }
        Ok(to.sync_all()?)
    }
}

fn damaged(shown: &dyn Display, why: impl Display) -> Failure {
    format!("{shown} is damaged, cut short or no backup: {why}. Take another one.").into()
}
