//! The archive itself: plain files in tar, in gzip.

use super::{
    super::Failure,
    manifest::{Facts, MANIFEST, Manifest, Member, SIGNATURE},
    work::private_file,
};
use crate::secrets::Secrets;
use aws_lc_rs::digest::{Context, SHA256};
use countermark_core::chain::hex;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};
use tar::{Builder, EntryType, Header};

/// The signature: 64 hexadecimal digits.
pub(super) const SIGNATURE_LENGTH: u64 = 64;

/// Copies everything, and says how much it was and its digest.
///
/// # Errors
/// When it cannot be read or written.
pub(super) fn digested(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
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
