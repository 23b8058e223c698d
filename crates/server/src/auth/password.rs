//! Passwords: what is taken, how it is kept, and a pool that bounds what hashing may cost.

use crate::{
    auth::{breached::Breached, hashing::Memory},
    error::ApiError,
    extract::Field,
    places::{Place, Places},
    random,
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, Version,
    password_hash::{self, phc},
};
use countermark_core::text::{fold, normalise_password};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::{
    io,
    sync::{Arc, LazyLock},
};
use tokio::runtime::{self, Runtime};
use zeroize::Zeroizing;

/// The shortest password where it is the only factor (NIST SP 800-63B-4 §3.1.1.2).
pub const SHORTEST: usize = 15;
/// The shortest password beside a second factor (NIST SP 800-63B-4 §3.1.1.2).
pub const SHORTEST_BESIDE: usize = 8;
/// The longest that is hashed, in bytes.
const LONGEST: usize = 1_024;
/// So many characters must not belong to words that everybody knows of the person.
const OWN: usize = 8;
/// The same beside a second factor.
const OWN_BESIDE: usize = 6;
/// How many may wait for each that is being hashed; further ones are told to come back.
const QUEUE: usize = 16;
/// Seconds after which they should.
const COME_BACK: u64 = 2;
/// How much more than hashing all else counts for the system (`nice`): a log-in takes tens of
/// milliseconds of a core, and a call with a token must not wait for them.
const NICENESS: i32 = 10;

/// The threads that hash have a runtime to themselves: one that once stood back does not come
/// forward again, and nothing else is to be done by it.
static HASHING: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    runtime::Builder::new_current_thread()
        .thread_name("hashing")
        .on_thread_start(|| {
            // Where the system does not let us, log-ins cost the others a little more.
            let _ = rustix::process::setpriority_process(None, NICENESS);
        })
        .build()
});

/// A password as it was sent: never trimmed, never shown.
#[derive(Clone)]
pub struct Password(SecretString);

impl Password {
    /// Takes a password from the command line's standard input or a file.
    ///
    /// # Errors
    /// A sentence that says why it cannot be a password.
    pub fn new(text: String) -> Result<Self, String> {
        if text.is_empty() {
            return Err("This field may not be blank.".into());
        }
        if text.contains('\0') {
            return Err("Null characters are not allowed.".into());
        }
        if text.len() > LONGEST {
            return Err(format!(
                "Ensure this field has no more than {LONGEST} bytes."
            ));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// Whether it is good enough to be a new password. `context` are words that an attacker would
    /// try first: the person's name and address, the company, the product.
    ///
    /// # Errors
    /// A sentence that says what to do better.
    pub fn check_strength(&self, context: &[&str]) -> Result<(), String> {
        self.check_strength_of(SHORTEST, context)
    }

    /// As [`Password::check_strength`], for somebody who has a second factor.
    ///
    /// # Errors
    /// A sentence that says what to do better.
    pub fn check_strength_beside_factor(&self, context: &[&str]) -> Result<(), String> {
        self.check_strength_of(SHORTEST_BESIDE, context)
    }

    /// Whether it is long enough beside a second factor only.
    #[must_use]
    pub fn is_short(&self) -> bool {
        let plain = normalise_password(self.0.expose_secret());
        plain.chars().count() < SHORTEST
    }

    /// Whether the password stands in that list, as it was typed or as it is kept.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn stands_in(&self, list: &Breached) -> std::io::Result<bool> {
        let typed = self.0.expose_secret();
        let kept = Zeroizing::new(normalise_password(typed));
        Ok(list.contains(&kept)? || (kept.as_str() != typed && list.contains(typed)?))
    }

    fn check_strength_of(&self, shortest: usize, context: &[&str]) -> Result<(), String> {
        let plain = normalise_password(self.0.expose_secret());
        if plain.chars().count() < shortest {
            return Err(format!(
                "Use at least {shortest} characters. A short sentence is easy to remember."
            ));
        }
        let mut words = vec!["countermark"];
        words.extend(
            context
                .iter()
                .flat_map(|text| text.split(|c: char| !c.is_alphabetic())),
        );
        words.extend(context);
        words.retain(|word| word.len() > 2);
        // The estimator knows the lists of leaked and common passwords. It takes four words in a
        // row for strong, whichever they are: without those of the context enough must be left.
        // Beside a second factor a guess is worth less: what is on no list and no pattern will do.
        let (strong, own) = if shortest < SHORTEST {
            (2, OWN_BESIDE)
        } else {
            (3, OWN)
        };
        let guessable = u8::from(zxcvbn::zxcvbn(&plain, &words).score()) < strong;
        if guessable || own_characters(&plain, &words) < own {
            return Err(
                "This password is too easy to guess: it is made of common passwords, \
                        names or patterns. Try a sentence of your own."
                    .into(),
            );
        }
        Ok(())
    }
}

/// How many characters that say something are left of a password without the words of its
/// context.
fn own_characters(plain: &str, words: &[&str]) -> usize {
    let mut words: Vec<_> = words.iter().map(|word| fold(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words
        .iter()
        .fold(fold(plain), |rest, word| rest.replace(word.as_str(), " "));
    rest.chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
        .count()
}

impl Field for Password {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Self::new(text),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Not a valid string.".into()),
        }
    }
}

impl utoipa::PartialSchema for Password {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::new(
                utoipa::openapi::schema::Type::String,
            ))
            .format(Some(utoipa::openapi::schema::SchemaFormat::Custom(
                "password".into(),
            )))
            .max_length(Some(LONGEST))
            .into()
    }
}

impl utoipa::ToSchema for Password {}

/// Hashes and verifies on a bounded number of threads: a flood of log-ins takes its share of the
/// cores and no more, and memory stays at permits × 19 MiB (security checklist 60).
pub struct Hasher {
    argon: Argon2<'static>,
    places: Places,
    memory: Arc<Memory>,
    /// Nobody's hash, verified when there is no account, so that it takes as long.
    dummy: String,
}

impl Hasher {
    /// A pool that uses half of the cores, at least one.
    ///
    /// # Panics
    /// Never: the parameters are constants within argon2's bounds.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let permits = (cores / 2).max(1);
        let params = Params::new(19_456, 2, 1, None).expect("OWASP's parameters are valid");
        let dummy = nobodys(&params).expect("they and the lengths are within the form's bounds");
        Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            places: Places::new(permits, permits * QUEUE, COME_BACK),
            memory: Arc::default(),
            dummy,
        }
    }

    /// The PHC string of a new password.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn hash(&self, password: &Password) -> Result<String, ApiError> {
        let (argon, password) = (self.argon.clone(), password.clone());
        self.run(move |_| {
            let plain = normalise_password(password.0.expose_secret());
            argon
                .hash_password(plain.as_bytes())
                .map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            ApiError::internal()
        })
    }

    /// Whether the password belongs to the stored hash. Without a hash it takes as long and is
    /// wrong.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn verify(
        &self,
        password: &Password,
        stored: Option<&str>,
    ) -> Result<bool, ApiError> {
        let known = stored.is_some();
        let (memory, password) = (self.memory.clone(), password.clone());
        let stored = stored.unwrap_or(&self.dummy).to_owned();
        let right = self
            .run(move |place| {
                let plain = normalise_password(password.0.expose_secret());
                memory.verify(plain.as_bytes(), &stored, || place.has_others())
            })
            .await?;
        Ok(known && right)
    }

    /// Whether a stored hash was made as new ones are: same algorithm, same cost.
    #[must_use]
    pub fn is_current(&self, stored: &str) -> bool {
        method(stored) == method(&self.dummy)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Place) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let place = self.places.take().await?;
        let hashing = HASHING.as_ref().map_err(|error| {
            tracing::error!(%error, "the threads that hash passwords did not start");
            ApiError::unavailable()
        })?;
        let hashed = hashing.spawn_blocking(move || {
            // The place goes along: a client that hangs up does not free a running thread.
            work(&place)
        });
        hashed.await.map_err(|_| ApiError::internal())
    }
}

/// A hash that no password is known for, with these parameters. Random bytes are as good as
/// hashed ones, and cost a start neither time nor memory.
fn nobodys(params: &Params) -> Result<String, password_hash::Error> {
    let hash = phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: phc::ParamsString::try_from(params)?,
        salt: Some(phc::Salt::new(random::bytes::<16>().as_slice())?),
        hash: Some(phc::Output::new(random::bytes::<32>().as_slice())?),
    };
    Ok(hash.to_string())
}

/// What stands before salt and hash in a PHC string: the algorithm, its version and its cost.
fn method(hash: &str) -> Option<&str> {
    hash.rsplitn(3, '$').nth(2)
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Hasher, Password};

    #[tokio::test]
    async fn nobodys_hash_is_as_dear_as_a_new_one_and_fits_no_password() {
        let hasher = Hasher::new();
        let password = Password::new("a sentence of one's own".into()).expect("a password");
        let hash = hasher.hash(&password).await.expect("a hash");
        assert!(hasher.is_current(&hash), "{hash} beside {}", hasher.dummy);
        assert_eq!(hash.len(), hasher.dummy.len());
        let verified = async |stored| hasher.verify(&password, stored).await.expect("a place");
        assert!(verified(Some(&hash)).await);
        assert!(!verified(Some(&hasher.dummy)).await);
        assert!(!verified(None).await);
    }
}
