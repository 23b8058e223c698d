//! What is in a backup: its first member, which the second one signs. The others follow in this
//! order, each with this size and digest, and nothing comes after them.

use super::super::Failure;
use crate::secrets::{Secrets, same};
use countermark_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The form of the archive.
const FORMAT: u32 = 1;
/// The first member.
pub const MANIFEST: &str = "manifest.json";
/// The second one.
pub const SIGNATURE: &str = "manifest.hmac";
/// The database.
pub const DATABASE: &str = "countermark.db";
/// The folder of kept files.
pub const FILES: &str = "files";

/// What the whole is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Facts {
    format: u32,
    /// The program that made it.
    pub program: String,
    /// As of when.
    pub made_at: String,
    engine: String,
    /// The schema of the database.
    pub schema: i64,
    /// The fingerprint of the master key.
    pub key: String,
}

impl Facts {
    /// Those of a backup that this program makes.
    #[must_use]
    pub fn new(schema: i64, key: &str, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").into(),
            made_at: now.to_string(),
            engine: "sqlite".into(),
            schema,
            key: key.into(),
        }
    }
}

/// A file in the archive.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Member {
    /// Its path in the data folder.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// The digest of its bytes, in hexadecimal.
    pub sha256: String,
}

/// All of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Manifest {
    /// What the whole is.
    #[serde(flatten)]
    pub facts: Facts,
    /// The members that follow.
    pub members: Vec<Member>,
}

impl Manifest {
    /// Reads one, and believes it when it is signed with this master key.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn read(text: &[u8], signature: &[u8], secrets: &Secrets) -> Result<Self, Failure> {
        let read: Self = serde_json::from_slice(text)
            .map_err(|error| format!("This is no backup that this program knows: {error}."))?;
        if read.facts.format != FORMAT || read.facts.engine != "sqlite" {
            return Err(
                "The backup has a form that this program does not know: restore it with a \
                        version at least as new as the one that made it."
                    .into(),
            );
        }
        if read.facts.key != secrets.check() {
            return Err(
                "The backup was made with another master key. Give that one with \
                        --master-key-file."
                    .into(),
            );
        }
        let ours = secrets.backup_signature(text);
        if !same(ours.as_bytes(), signature) {
            return Err("The backup was altered since it was made. Take another one.".into());
        }
        if let Some(member) = read.members.iter().find(|member| !is_ours(&member.name)) {
            let name = member.name.escape_debug();
            return Err(
                format!("The backup holds \"{name}\", which does not belong there.").into(),
            );
        }
        Ok(read)
    }
}

/// Whether a backup may put something there: no path leads out of the folder.
fn is_ours(name: &str) -> bool {
    let plain = |part: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !part.is_empty() && part.chars().all(good)
    };
    let mut parts = name.split('/');
    name == DATABASE
        || parts.next() == Some(FILES) && parts.clone().count() == 3 && parts.all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn no_name_leads_elsewhere() {
        assert!(is_ours("countermark.db"));
        assert!(is_ours("files/1/workorder/a1B2c3D4e5F6"));
        for name in [
            "",
            "/countermark.db",
            "../countermark.db",
            "master.key",
            "files",
            "files/1/workorder",
            "files/1/../a1B2",
            "files/../../a",
            "files/1/workorder/a/b",
            "files//workorder/a",
            "/files/1/workorder/a",
            "files/1/workorder/a.b",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
