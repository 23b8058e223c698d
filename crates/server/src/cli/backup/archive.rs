//! The archive itself: plain files in tar, in gzip. It is read as strictly as it was written: what
//! the manifest does not say, in that order, is refused, before or while it is unpacked.

use super::{
    super::Failure,
    manifest::{DATABASE, Facts, MANIFEST, Manifest, Member, SIGNATURE},
};
use crate::secrets::Secrets;
use aws_lc_rs::digest::{Context, SHA256};
use countermark_core::chain::hex;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};
use tar::{Archive, Builder, EntryType, Header};

/// The longest manifest that is read: some two million files.
const LONGEST: u64 = 256 << 20;
/// The signature: 64 hexadecimal digits.
const SIGNATURE_LENGTH: u64 = 64;

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

/// Copies everything, and says how much it was and its digest.
fn digested(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut context, mut size) = (Context::new(&SHA256), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, hex(context.finish().as_ref())));
        }
        context.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        size += read as u64;
    }
}

/// Writes the files of these names below `folder` into a new archive, to the disk.
///
/// # Errors
/// The sentence to show.
pub fn pack(
    archive: &Path,
    folder: &Path,
    names: &[String],
    facts: Facts,
    secrets: &Secrets,
) -> Result<(), Failure> {
    let wrong = |error: io::Error| format!("The backup cannot be written: {error}.");
    let mut members = Vec::with_capacity(names.len());
    for name in names {
        let mut file = File::open(folder.join(name)).map_err(wrong)?;
        let (size, sha256) = digested(&mut file, &mut io::sink()).map_err(wrong)?;
        let name = name.clone();
        members.push(Member { name, size, sha256 });
    }
    let manifest = serde_json::to_vec(&Manifest {
        facts,
        members: members.clone(),
    })?;
    let signature = secrets.backup_signature(&manifest);
    let packed = || -> io::Result<()> {
        let packer = GzEncoder::new(private_file(archive)?, Compression::fast());
        let mut tar = Builder::new(packer);
        append(&mut tar, MANIFEST, manifest.len() as u64, &*manifest)?;
        append(&mut tar, SIGNATURE, SIGNATURE_LENGTH, signature.as_bytes())?;
        for member in &members {
            let file = File::open(folder.join(&member.name))?;
            append(&mut tar, &member.name, member.size, file.take(member.size))?;
        }
        tar.into_inner()?.finish()?.sync_all()
    };
    Ok(packed().map_err(wrong)?)
}

fn append(tar: &mut Builder<impl Write>, name: &str, size: u64, from: impl Read) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_path(name)?;
    header.set_size(size);
    header.set_mode(0o600);
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    tar.append(&header, from)
}

/// Unpacks an archive into a folder of its own, when it is whole and made with this master key.
///
/// # Errors
/// The sentence to show; then some of it may be in the folder.
pub fn unpack(archive: &Path, into: &Path, secrets: &Secrets) -> Result<Manifest, Failure> {
    let shown = archive.display();
    let file = File::open(archive).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    // Without a part of it the end of gzip is missing, or its checksum is another.
    let damaged = |error: io::Error| {
        format!("{shown} is damaged, cut short or no backup: {error}. Take another one.")
    };
    let mut tar = Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut entries = tar.entries().map_err(damaged)?.raw(true);
    // Names and kinds are taken as they stand in the header: nothing is resolved or followed.
    let mut next = |name: &str, most: u64| -> Result<_, Failure> {
        let entry = entries.next().ok_or_else(|| {
            damaged(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "it ends early",
            ))
        })?;
        let entry = entry.map_err(damaged)?;
        let header = entry.header();
        let is = header.entry_type() == EntryType::Regular
            && *header.path_bytes() == *name.as_bytes()
            && entry.size() <= most;
        if is {
            return Ok(Some(entry));
        }
        let found = String::from_utf8_lossy(&header.path_bytes()).into_owned();
        let found = found.escape_debug();
        Err(format!("{shown} holds \"{found}\" where {name} belongs. Take another one.").into())
    };
    let mut short = |name: &str, most: u64| -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        if let Some(mut entry) = next(name, most)? {
            entry.read_to_end(&mut bytes).map_err(damaged)?;
        }
        Ok(bytes)
    };
    let text = short(MANIFEST, LONGEST)?;
    let signature = short(SIGNATURE, SIGNATURE_LENGTH)?;
    let manifest = Manifest::read(&text, &signature, secrets)?;
    if manifest
        .members
        .first()
        .is_none_or(|first| first.name != DATABASE)
    {
        return Err(format!("{shown} holds no database.").into());
    }
    for member in &manifest.members {
        let path = into.join(&member.name);
        if let (Some(mut entry), Some(folder)) = (next(&member.name, member.size)?, path.parent()) {
            fs::create_dir_all(folder)?;
            let mut to = private_file(&path)?;
            let (size, sha256) = digested(&mut entry, &mut to).map_err(damaged)?;
            if (size, &sha256) != (member.size, &member.sha256) {
                let name = &member.name;
                return Err(format!("{shown}: {name} was altered. Take another one.").into());
            }
            to.sync_all()?;
        }
    }
    if entries.next().is_some() {
        return Err(format!("{shown} holds more than its manifest says. Take another one.").into());
    }
    let mut rest = tar.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(damaged)?;
    let mut behind = Vec::new();
    rest.into_inner()
        .read_to_end(&mut behind)
        .map_err(damaged)?;
    if behind.is_empty() {
        return Ok(manifest);
    }
    Err(format!("{shown} goes on behind its end. Take another one.").into())
}
