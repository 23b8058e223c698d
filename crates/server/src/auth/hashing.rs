//! The memory that a password's hash fills, 19 MiB each time. From the system it comes page by page,
//! which is a tenth of the work; so while others wait, who is done hands it on.

use argon2::{Algorithm, Argon2, Block, Params, Version, password_hash::phc::PasswordHash};
use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq as _;

/// What has been handed on and not taken yet: as much as is hashed at a time, at most.
#[derive(Default)]
pub(super) struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    fn spare(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the password belongs to the stored hash, whose own parameters count. `is_wanted`
    /// says afterwards whether the memory is handed on or given back.
    pub(super) fn verify(
        &self,
        plain: &[u8],
        stored: &str,
        is_wanted: impl FnOnce() -> bool,
    ) -> bool {
        let mut blocks = self.spare().pop().unwrap_or_default();
        let right = verified(plain, stored, &mut blocks).unwrap_or(false);
        let mut spare = self.spare();
        if is_wanted() {
            spare.push(blocks);
        } else {
            spare.clear();
        }
        right
    }
}

/// `None` when the stored text is no hash.
fn verified(plain: &[u8], stored: &str, blocks: &mut Vec<Block>) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let (salt, right) = (stored.salt?, stored.hash?);
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = Version::try_from(stored.version?).ok()?;
    let params = Params::try_from(&stored).ok()?;
    blocks.resize(params.block_count(), Block::new());
    let mut found = vec![0; right.len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(plain, &salt, &mut found, blocks)
        .ok()?;
    Some(found.ct_eq(right.as_ref()).into())
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use argon2::{Argon2, Params, PasswordHasher as _};

    fn hash(memory: u32, passes: u32, length: usize) -> String {
        let params = Params::new(memory, passes, 1, Some(length)).expect("parameters");
        let argon = Argon2::from(params);
        argon.hash_password(b"right").expect("a hash").to_string()
    }

    #[test]
    fn memory_that_is_handed_on_changes_no_verdict() {
        let memory = Memory::default();
        for (kib, passes, length) in [(64, 1, 32), (32, 2, 32), (128, 1, 16), (64, 1, 64)] {
            let stored = hash(kib, passes, length);
            for password in ["right", "wrong", "", "right"] {
                let right = memory.verify(password.as_bytes(), &stored, || true);
                assert_eq!(right, password == "right", "{stored}");
                assert_eq!(memory.spare().len(), 1, "it is handed on");
            }
        }
        assert!(!memory.verify(b"right", "no hash", || false));
        assert!(memory.spare().is_empty(), "nobody wants it any more");
    }
}
