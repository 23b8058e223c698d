//! The log as a file of JSON lines that can be checked without this program's database: what the
//! export writes and `countermark audit verify` reads. `docs/audit.md` describes it.

use super::{sealer::KnownKey, spans::Span};
use countermark_core::{
    chain::{self, Hash, Record},
    checkpoint::PublicKey,
    time::Timestamp,
    verify::Found,
};
use countermark_store::chain::{End, Link, Part};
use serde::{Deserialize, Serialize};

/// The name and version of the form.
pub const FORMAT: &str = "countermark-audit-1";

/// A line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line {
    /// The first one: whose log, and which part of it.
    Log(Head),
    /// A public key.
    Key {
        /// What checkpoints call it.
        id: String,
        /// `Ed25519`.
        algorithm: String,
        /// 64 hexadecimal digits.
        public_key: String,
        /// The last entry that it signs for, when the next key has taken over in this log.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_position: Option<i64>,
    },
    /// An entry.
    Entry(Box<EntryLine>),
    /// A checkpoint, after the entry that it is about.
    Checkpoint {
        /// Its line of text.
        text: String,
    },
    /// The last one: without it, the file broke off.
    End {
        /// How many entries there are in the file.
        entries: i64,
    },
}

/// What the first line says.
#[derive(Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// The company's UUID.
    pub company: String,
    /// Its name, for people.
    pub company_name: String,
    /// When the export began.
    pub exported_at: String,
    /// The position before the first entry: 0 in a whole log.
    pub after: i64,
    /// The hash there.
    pub previous: String,
    /// How many entries the chain has.
    pub length: i64,
    /// The hash of the last one.
    pub head: String,
}

/// What an entry's line says. `before` and `after` are texts: what is hashed is how the JSON is
/// spelled, not what it means.
#[derive(Serialize, Deserialize)]
#[expect(missing_docs, reason = "they are the members of an audit entry")]
pub struct EntryLine {
    pub position: Option<i64>,
    pub id: i64,
    pub at: String,
    pub person: Option<i64>,
    /// The person's address when the file was made; no hash covers it.
    pub email: Option<String>,
    pub credential_kind: String,
    pub credential_id: String,
    pub address: String,
    pub request_id: String,
    pub action: String,
    pub object_type: String,
    pub object_id: String,
    pub label: String,
    pub before: String,
    pub after: String,
    pub hash: Option<String>,
}

impl EntryLine {
    fn of(link: Link) -> Self {
        Self {
            position: link.position,
            id: link.id,
            at: link.at.to_string(),
            person: link.person,
            email: link.email,
            credential_kind: link.credential_kind,
            credential_id: link.credential_id,
            address: link.address,
            request_id: link.request_id,
            action: link.action,
            object_type: link.object_type,
            object_id: link.object_id,
            label: link.label,
            before: link.before,
            after: link.after,
            hash: link.hash.as_ref().map(|hash| chain::hex(hash)),
        }
    }

    /// What a check takes. A time that cannot be read is not the one that was written.
    #[must_use]
    pub fn found(&self) -> Found<'_> {
        Found {
            id: self.id,
            position: self.position,
            hash: self.hash.as_deref().and_then(chain::from_hex),
            record: Record {
                at: Timestamp::parse(&self.at).unwrap_or(Timestamp(i64::MIN)),
                person: self.person,
                credential_kind: &self.credential_kind,
                credential_id: &self.credential_id,
                address: &self.address,
                request_id: &self.request_id,
                action: &self.action,
                object_type: &self.object_type,
                object_id: &self.object_id,
                label: &self.label,
                before: &self.before,
                after: &self.after,
            },
        }
    }
}

/// Writes a line.
pub fn write(out: &mut String, line: &Line) {
    // Texts and numbers: nothing in them fails to be JSON.
    out.push_str(&serde_json::to_string(line).unwrap_or_default());
    out.push('\n');
}

/// Writes what stands before the entries.
pub fn write_head(out: &mut String, head: Head, keys: &[(KnownKey, Span)]) {
    write(out, &Line::Log(head));
    for (known, span) in keys {
        let line = Line::Key {
            id: known.key.id.clone(),
            algorithm: "Ed25519".into(),
            public_key: known.key.text(),
            last_position: span.last,
        };
        write(out, &line);
    }
}

/// Writes an entry or a checkpoint; returns how many entries that was.
pub fn write_part(out: &mut String, part: Part) -> i64 {
    match part {
        Part::Entry(link) => {
            write(out, &Line::Entry(Box::new(EntryLine::of(*link))));
            1
        }
        Part::Checkpoint(checkpoint) => {
            let text = checkpoint.text();
            write(out, &Line::Checkpoint { text });
            0
        }
    }
}

impl Head {
    /// What the first line of an export says.
    #[must_use]
    pub fn new(
        (uuid, name): (&str, &str),
        (after, previous): (i64, &Hash),
        end: End,
        now: Timestamp,
    ) -> Self {
        Self {
            format: FORMAT.into(),
            company: uuid.to_owned(),
            company_name: name.to_owned(),
            exported_at: now.to_string(),
            after,
            previous: chain::hex(previous),
            length: end.length,
            head: chain::hex(&end.head),
        }
    }
}

/// Reads a key's line.
#[must_use]
pub fn key_of(id: &str, public_key: &str) -> Option<PublicKey> {
    PublicKey::parse(public_key).filter(|key| key.id == id)
}
