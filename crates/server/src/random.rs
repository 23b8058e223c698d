//! Random bits from the operating system: the one place that draws them.

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::{
    base62,
    ids::{IngestionKey, SessionId, UatId},
    time::Timestamp,
};
use std::cell::RefCell;
use zeroize::Zeroizing;

/// So many random bytes.
///
/// # Panics
/// When the operating system has none to give; nothing safe can be done then.
#[must_use]
pub fn bytes<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    SystemRandom::new()
        .fill(&mut *bytes)
        .expect("the operating system gives random bytes");
    bytes
}

/// A one-time code for a link: 256 bits in 43 characters.
#[must_use]
pub fn code() -> Zeroizing<String> {
    Zeroizing::new(base62::encode_256(&bytes::<32>()))
}

/// A campaign's consumer key: 128 bits in 22 characters, behind a mark that says what it is.
#[must_use]
pub fn consumer_key() -> String {
    let bits = u128::from_be_bytes(*bytes::<16>());
    format!("cmkkey1_{}", base62::encode_u128(bits))
}

/// A code's id in the form Compact-12 (contract §5): 72 bits as 12 characters of base64url. It
/// never begins with `-`: a spreadsheet would take it for a formula.
#[must_use]
pub fn compact_12() -> String {
    loop {
        let id = URL_SAFE_NO_PAD.encode(*bytes::<9>());
        if !id.starts_with('-') {
            return id;
        }
    }
}

/// The characters of serial numbers: those that people do not take for others (Crockford's
/// base 32).
const SERIAL: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A serial number: 60 bits as 12 characters that can be read out and typed.
#[must_use]
pub fn serial_number() -> String {
    let character = |byte: u8| char::from(SERIAL[usize::from(byte & 31)]);
    bytes::<12>().into_iter().map(character).collect()
}

/// The public name of a file or a template: 12 lower-case letters and digits (contract §4.6).
#[must_use]
pub fn key() -> String {
    const CHARACTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut text = String::with_capacity(12);
    while text.len() < 12 {
        // 252 is the largest multiple of 36 in a byte: above it some characters would be likelier.
        let fair = bytes::<16>().into_iter().filter(|byte| *byte < 252);
        let fair = fair.map(|byte| char::from(CHARACTERS[usize::from(byte % 36)]));
        text.extend(fair.take(12 - text.len()));
    }
    text
}

/// What an upload of own codes is called: 11 characters of base62 (contract §4.8).
#[must_use]
pub fn ingestion_key() -> IngestionKey {
    let text = base62::encode_u128(u128::from_be_bytes(*bytes::<16>()));
    // The first digits of 128 bits are not all alike; the last ones are.
    let key = text[text.len() - IngestionKey::LENGTH..].parse();
    key.expect("base62")
}

/// A random UUID.
#[must_use]
pub fn uuid() -> String {
    uuid::Builder::from_random_bytes(*bytes::<16>())
        .into_uuid()
        .to_string()
}

/// A UUID of something that happens then (UUIDv7, RFC 9562 §5.7): what happens later sorts behind it,
/// so that an index by it grows at its end. 74 of its bits are random.
#[must_use]
pub fn uuid_at(at: Timestamp) -> String {
    let milliseconds = u64::try_from(at.0.div_euclid(1_000)).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &bytes::<10>())
        .into_uuid()
        .to_string()
}

/// A new token id (UUIDv7: sorted by time of making).
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the random source's one home"
)]
pub fn uat_id() -> UatId {
    UatId(uuid::Uuid::now_v7().as_u128())
}

/// The id of a request: no secret, and asked for so often that the system's bits are taken in
/// stock.
#[must_use]
pub fn request_id() -> u128 {
    const STOCK: usize = 32;
    thread_local! {
        static IDS: RefCell<Vec<u128>> = const { RefCell::new(Vec::new()) };
    }
    IDS.with_borrow_mut(|ids| {
        if ids.is_empty() {
            let bytes = bytes::<{ 16 * STOCK }>();
            let (chunks, _) = bytes.as_chunks();
            ids.extend(chunks.iter().map(|chunk| u128::from_be_bytes(*chunk)));
        }
        ids.pop().unwrap_or_default()
    })
}

/// A new session id.
#[must_use]
pub fn session_id() -> SessionId {
    SessionId(u128::from_be_bytes(*bytes::<16>()))
}
