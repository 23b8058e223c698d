//! Random bits from the operating system: the one place that draws them.

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use countermark_core::{
    base62,
    ids::{SessionId, UatId},
};
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

/// A random UUID.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the random source's one home"
)]
pub fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
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

/// A new session id.
#[must_use]
pub fn session_id() -> SessionId {
    SessionId(u128::from_be_bytes(*bytes::<16>()))
}
