//! The audit log's hash chain: every entry's hash covers the entry and the hash before it, so
//! that nothing in the log can be changed without changing everything after it.
//!
//! The encoding is fixed for ever; `docs/audit.md` tells it to those who write a checker of their
//! own. Fixed-size members stand as they are, texts behind their length: two different entries
//! never encode alike.

use crate::time::Timestamp;
use aws_lc_rs::digest;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first entry of a company builds upon, in place of a hash before it.
const GENESIS: &[u8] = b"countermark audit genesis 1\0";
/// What goes before the encoding of an entry, so that no other hash of this program is one.
const ENTRY: &[u8] = b"countermark audit entry 1\0";
/// The version of the encoding.
const VERSION: u8 = 1;

/// Every member of an entry that is kept, in the form in which it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// When.
    pub at: Timestamp,
    /// Whose doing, by id.
    pub person: Option<i64>,
    /// By what kind of credential.
    pub credential_kind: &'a str,
    /// By which one.
    pub credential_id: &'a str,
    /// From where.
    pub address: &'a str,
    /// By which request.
    pub request_id: &'a str,
    /// `object.verb`.
    pub action: &'a str,
    /// The kind of object.
    pub object_type: &'a str,
    /// The object.
    pub object_id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// The members before, as the JSON text that is kept.
    pub before: &'a str,
    /// The members after, likewise.
    pub after: &'a str,
}

impl Record<'_> {
    /// The bytes that stand for the entry at that position.
    #[must_use]
    pub fn encode(&self, position: i64) -> Vec<u8> {
        let texts = [
            self.credential_kind,
            self.credential_id,
            self.address,
            self.request_id,
            self.action,
            self.object_type,
            self.object_id,
            self.label,
            self.before,
            self.after,
        ];
        let length: usize = texts.iter().map(|text| text.len() + 8).sum();
        let mut out = Vec::with_capacity(length + 26);
        out.push(VERSION);
        out.extend(position.to_be_bytes());
        out.extend(self.at.0.to_be_bytes());
        out.push(u8::from(self.person.is_some()));
        if let Some(person) = self.person {
            out.extend(person.to_be_bytes());
        }
        for text in texts {
            out.extend((text.len() as u64).to_be_bytes());
            out.extend(text.as_bytes());
        }
        out
    }

    /// The hash of the entry at that position, after the one with the hash `previous`.
    #[must_use]
    pub fn hash(&self, previous: &Hash, position: i64) -> Hash {
        sha256(&[ENTRY, previous, &self.encode(position)])
    }
}

/// What the chain of the company with that UUID begins with: entries cannot be moved to another
/// company's log.
#[must_use]
pub fn genesis(company: &str) -> Hash {
    sha256(&[GENESIS, company.as_bytes()])
}

pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Bytes in lower-case hexadecimal digits, as hashes and keys are shown.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Reads what [`hex`] wrote, when it stands for so many bytes.
#[must_use]
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let lower = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 2 * N || !digits.iter().all(lower) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
