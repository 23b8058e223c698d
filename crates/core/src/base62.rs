//! Fixed-width base62 (`0-9 A-Z a-z`, big-endian, left-padded with `0`).
//!
//! Fixed width and a strict upper bound make the text canonical: one value, one spelling.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Digits that fit one 64-bit step: 62^10 < 2^60.
const STEP: usize = 10;
/// 62^10
const STEPS: u128 = 62_u128.pow(10);

/// The text has the wrong length, a foreign character, or a value above the width's bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a canonical base62 value")]
pub struct Invalid;

/// What each byte stands for; [`NONE`] for those that are no digits.
const DIGITS: [u8; 256] = {
    let mut digits = [NONE; 256];
    let mut value = 0_u8;
    while (value as usize) < ALPHABET.len() {
        digits[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    digits
};
const NONE: u8 = 255;

fn digit(byte: u8) -> Result<u64, Invalid> {
    match DIGITS[usize::from(byte)] {
        NONE => Err(Invalid),
        value => Ok(u64::from(value)),
    }
}

/// Writes the number held in `limbs` (least significant first) as exactly `width` digits: as many
/// as fit one step are split off at a time, because a division of 128 bits is dear.
fn encode(mut limbs: [u64; 4], width: usize) -> String {
    let mut digits = vec![b'0'; width];
    for places in digits.rchunks_mut(STEP) {
        let mut rest: u128 = 0;
        for limb in limbs.iter_mut().rev() {
            let value = (rest << 64) | u128::from(*limb);
            if value != 0 {
                let quotient = value / STEPS;
                rest = value - quotient * STEPS;
                *limb = u64::try_from(quotient).expect("quotient of a 64-bit limb");
            }
        }
        let mut rest = u64::try_from(rest).expect("below 62^10");
        for place in places.iter_mut().rev() {
            *place = ALPHABET[usize::try_from(rest % 62).expect("below 62")];
            rest /= 62;
        }
    }
    String::from_utf8(digits).expect("the alphabet is ASCII")
}

/// Reads exactly `width` digits into limbs (least significant first); overflow is refused.
fn decode(text: &str, width: usize) -> Result<[u64; 4], Invalid> {
    if text.len() != width {
        return Err(Invalid);
    }
    let mut limbs = [0_u64; 4];
    for chunk in text.as_bytes().chunks(STEP) {
        let (mut add, mut factor) = (0_u64, 1_u64);
        for &byte in chunk {
            add = add * 62 + digit(byte)?;
            factor *= 62;
        }
        let mut carry = u128::from(add);
        for limb in &mut limbs {
            let value = u128::from(*limb) * u128::from(factor) + carry;
            #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
            {
                *limb = value as u64;
            }
            carry = value >> 64;
        }
        if carry != 0 {
            return Err(Invalid);
        }
    }
    Ok(limbs)
}

/// 22 digits for a 128-bit value.
#[must_use]
pub fn encode_u128(value: u128) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "split into halves")]
    let limbs = [value as u64, (value >> 64) as u64, 0, 0];
    encode(limbs, 22)
}

/// Reads 22 digits.
///
/// # Errors
/// [`Invalid`] for another length, a foreign character or a value of 2^128 and above.
pub fn decode_u128(text: &str) -> Result<u128, Invalid> {
    let limbs = decode(text, 22)?;
    if limbs[2] != 0 || limbs[3] != 0 {
        return Err(Invalid);
    }
    Ok(u128::from(limbs[0]) | (u128::from(limbs[1]) << 64))
}

/// 43 digits for 256 bits, given big-endian.
#[must_use]
pub fn encode_256(bytes: &[u8; 32]) -> String {
    let mut limbs = [0_u64; 4];
    for (limb, chunk) in limbs.iter_mut().rev().zip(bytes.chunks_exact(8)) {
        *limb = u64::from_be_bytes(chunk.try_into().expect("eight bytes"));
    }
    encode(limbs, 43)
}

/// Reads 43 digits into 256 bits, big-endian.
///
/// # Errors
/// [`Invalid`] for another length, a foreign character or a value of 2^256 and above.
pub fn decode_256(text: &str) -> Result<[u8; 32], Invalid> {
    let limbs = decode(text, 43)?;
    let mut bytes = [0_u8; 32];
    for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs.iter().rev()) {
        chunk.copy_from_slice(&limb.to_be_bytes());
    }
    Ok(bytes)
}

/// 6 digits for a 32-bit checksum.
#[must_use]
pub fn encode_u32(value: u32) -> String {
    encode([u64::from(value), 0, 0, 0], 6)
}

/// Reads 6 digits into 32 bits.
///
/// # Errors
/// [`Invalid`] for another length, a foreign character or a value of 2^32 and above.
pub fn decode_u32(text: &str) -> Result<u32, Invalid> {
    u32::try_from(decode(text, 6)?[0]).map_err(|_| Invalid)
}
