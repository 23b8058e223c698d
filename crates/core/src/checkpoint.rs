//! Checkpoints: signed statements that a company's chain had this head at this position. Kept
//! outside the database, one of them proves that nothing up to its position was changed or cut
//! off since.
//!
//! A checkpoint is one line of text, and its signature (Ed25519, RFC 8032) covers the text before
//! it:
//! ```text
//! countermark-checkpoint-1 <company's UUID> <position> <head> <time> <key's id> <signature>
//! ```

use crate::{
    chain::{self, Hash},
    time::Timestamp,
};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The first word of every checkpoint.
pub const WORD: &str = "countermark-checkpoint-1";

/// A public key that checkpoints are checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// What checkpoints call it: it follows from the key.
    pub id: String,
    /// The 32 bytes.
    pub bytes: [u8; 32],
}

impl PublicKey {
    /// The key with these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        let hash = chain::sha256(&[b"countermark audit key 1\0", &bytes]);
        Self {
            id: chain::hex(&hash[..16]),
            bytes,
        }
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        chain::from_hex(text.trim()).map(Self::new)
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn text(&self) -> String {
        chain::hex(&self.bytes)
    }
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The company's UUID.
    pub company: String,
    /// How many entries the chain had.
    pub position: i64,
    /// The hash of the last of them.
    pub head: Hash,
    /// When it was signed.
    pub at: Timestamp,
    /// By which key.
    pub key: String,
}

impl Statement {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "{WORD} {} {} {} {} {}",
            self.company,
            self.position,
            chain::hex(&self.head),
            self.at,
            self.key
        )
    }
}

/// A statement with its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// What is signed.
    pub statement: Statement,
    /// The 64 bytes.
    pub signature: [u8; 64],
}

impl Checkpoint {
    /// The line that is kept.
    #[must_use]
    pub fn text(&self) -> String {
        let signature = URL_SAFE_NO_PAD.encode(self.signature);
        format!("{} {signature}", self.statement.text())
    }

    /// Reads a line that [`Checkpoint::text`] wrote, and no other form of it.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        let mut words = line.split(' ');
        if words.next()? != WORD {
            return None;
        }
        let mut next = || words.next();
        let statement = Statement {
            company: next()?.to_owned(),
            position: next()?.parse().ok()?,
            head: chain::from_hex(next()?)?,
            at: Timestamp::parse(next()?)?,
            key: next()?.to_owned(),
        };
        let signature = URL_SAFE_NO_PAD.decode(next()?).ok()?;
        let signature = signature.try_into().ok()?;
        let found = Self {
            statement,
            signature,
        };
        (found.text() == line).then_some(found)
    }

    /// Every checkpoint in a text, wherever it stands in its line: whole log files will do.
    #[must_use]
    pub fn find(text: &str) -> Vec<Self> {
        let foreign = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ',' | '<');
        let mut found: Vec<Self> = Vec::new();
        for (at, _) in text.match_indices(WORD) {
            let words: Vec<_> = text[at..].splitn(8, foreign).take(7).collect();
            if let Some(checkpoint) = Self::parse(&words.join(" "))
                && !found.contains(&checkpoint)
            {
                found.push(checkpoint);
            }
        }
        found
    }

    /// Whether that key has signed it.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let public = UnparsedPublicKey::new(&ED25519, &key.bytes);
        self.statement.key == key.id
            && public
                .verify(self.statement.text().as_bytes(), &self.signature)
                .is_ok()
    }
}
