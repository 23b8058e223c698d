//! The text form of a User Authorization Token, fixed for ever and public:
//!
//! ```text
//! token  = "cmkuat1_" id22 "_" secret43 crc6            80 characters
//! regex  = cmkuat1_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}
//! ```
//! `id` is the token's public 128-bit id, `secret` 256 bits from the operating system, `crc` the
//! CRC-32/ISO-HDLC of every byte before it; all base62. A secret scanner can find and check a
//! token offline, and a mistyped one is refused before anything is looked up.

use crate::{base62, ids::UatId};
use zeroize::Zeroizing;

/// What every token begins with; the digit is the version of this form.
pub const PREFIX: &str = "cmkuat1_";

/// Length of a token in characters.
pub const LENGTH: usize = 80;

const ID_END: usize = PREFIX.len() + 22;
const SECRET_START: usize = ID_END + 1;
const CRC_START: usize = SECRET_START + 43;

/// A token taken apart. Has no `Debug`: the secret must not reach a log.
pub struct UatText {
    /// The public id.
    pub id: UatId,
    /// The 256 secret bits.
    pub secret: Zeroizing<[u8; 32]>,
}

/// The text is not a token: wrong length, prefix, alphabet or checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a User Authorization Token")]
pub struct Malformed;

impl UatText {
    /// Writes the token. The only moment at which its secret exists as text.
    #[must_use]
    pub fn write(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        text.push_str(PREFIX);
        text.push_str(&base62::encode_u128(self.id.0));
        text.push('_');
        text.push_str(&Zeroizing::new(base62::encode_256(&self.secret)));
        let crc = crc32fast::hash(text.as_bytes());
        text.push_str(&base62::encode_u32(crc));
        text
    }

    /// Reads a token; the checksum is verified first.
    ///
    /// # Errors
    /// [`Malformed`] without saying where, so that an answer built on it tells nothing.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() != LENGTH || !text.is_ascii() || !text.starts_with(PREFIX) {
            return Err(Malformed);
        }
        let crc = base62::decode_u32(&text[CRC_START..]).map_err(|_| Malformed)?;
        if crc32fast::hash(&text.as_bytes()[..CRC_START]) != crc {
            return Err(Malformed);
        }
        if text.as_bytes()[ID_END] != b'_' {
            return Err(Malformed);
        }
        let id = text[PREFIX.len()..ID_END].parse().map_err(|_| Malformed)?;
        let secret = base62::decode_256(&text[SECRET_START..CRC_START]).map_err(|_| Malformed)?;
        Ok(Self {
            id,
            secret: Zeroizing::new(secret),
        })
    }
}
