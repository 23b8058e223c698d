//! Handovers: the last word of a key that signs checkpoints, by which the next one takes over in
//! a company's log. It stands in an entry of the log and is about the chain before that entry, so
//! that nobody without the old key can put a key of their own into a log.
//!
//! A handover is one line of text, and the old key's signature (Ed25519, RFC 8032) covers the text
//! before it:
//! ```text
//! countermark-handover-1 <company's UUID> <position> <head> <time> <old key's id> <new public key> <signature>
//! ```

use crate::{
    audit::Entry,
    chain::{self, Hash, Record},
    checkpoint::PublicKey,
    time::Timestamp,
};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// The first word of every handover.
pub const WORD: &str = "countermark-handover-1";
/// The action of the entries that carry one.
pub const ACTION: &str = "audit.key_rotate";
/// The kind of object that those entries are about.
pub const OBJECT: &str = "audit_key";

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The company's UUID.
    pub company: String,
    /// How many entries the chain had before the entry that carries this.
    pub position: i64,
    /// The hash of the last of them.
    pub head: Hash,
    /// When it was signed.
    pub at: Timestamp,
    /// The key whose time is over, by its id.
    pub old: String,
    /// The key that signs from the entry on that carries this.
    pub new: PublicKey,
}

impl Succession {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "{WORD} {} {} {} {} {} {}",
            self.company,
            self.position,
            chain::hex(&self.head),
            self.at,
            self.old,
            self.new.text()
        )
    }
}

/// A succession with the old key's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// What is signed.
    pub succession: Succession,
    /// The 64 bytes.
    pub signature: [u8; 64],
}

impl Handover {
    /// The line that is kept.
    #[must_use]
    pub fn text(&self) -> String {
        let signature = URL_SAFE_NO_PAD.encode(self.signature);
        format!("{} {signature}", self.succession.text())
    }

    /// Reads a line that [`Handover::text`] wrote, and no other form of it.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        if words.next()? != WORD {
            return None;
        }
        let mut next = || words.next();
        let succession = Succession {
            company: next()?.to_owned(),
            position: next()?.parse().ok()?,
            head: chain::from_hex(next()?)?,
            at: Timestamp::parse(next()?)?,
            old: next()?.to_owned(),
            new: PublicKey::parse(next()?)?,
        };
        let signature = URL_SAFE_NO_PAD.decode(next()?).ok()?;
        let found = Self {
            succession,
            signature: signature.try_into().ok()?,
        };
        (found.text() == line).then_some(found)
    }

    /// Whether that key has signed it.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let public = UnparsedPublicKey::new(&ED25519, &key.bytes);
        self.succession.old == key.id
            && public
                .verify(self.succession.text().as_bytes(), &self.signature)
                .is_ok()
    }

    /// The entry that carries it.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let (old, new) = (&self.succession.old, &self.succession.new);
        Entry::event(ACTION, OBJECT, old, new.id.clone())
            .after(json!({"next": new.id, "handover": self.text()}))
    }

    /// Whether an entry is one that must carry a handover.
    #[must_use]
    pub fn is_due(record: &Record<'_>) -> bool {
        record.action == ACTION
    }

    /// The handover that an entry carries.
    #[must_use]
    pub fn of(record: &Record<'_>) -> Option<Self> {
        let after: Value = serde_json::from_str(record.after).ok()?;
        Self::parse(after.get("handover")?.as_str()?)
    }
}
