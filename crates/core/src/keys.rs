//! The life of the keys that sign JWTs: published → signing → verify-only → gone.
//!
//! Several nodes share one key set and read it again every second. A key is therefore *published*
//! before it signs: every node, and everybody who reads the JWKS, knows it by the time the first
//! JWT arrives that it signed. A key that has been replaced still *verifies* until the last JWT
//! that it signed has run out, so an ordinary rotation ends nobody's session. Only then is it
//! *gone*. This file says what is due; it asks no clock and touches no key.

use crate::time::Timestamp;

/// Seconds that a key signs: 90 days.
pub const SIGNING_SECONDS: i64 = 90 * 86_400;
/// Seconds that a key is published before it signs, when it comes in its turn: a day, far longer
/// than anybody keeps a JWKS.
pub const LEAD_SECONDS: i64 = 86_400;
/// The same when somebody asks for a rotation: 20 times what a node needs to notice, and as long
/// as our JWKS may be kept.
pub const QUICK_LEAD_SECONDS: i64 = 60;
/// Seconds that a key verifies after it has signed its last JWT: the life of a JWT, and ten
/// minutes for clocks that differ and a node that noticed late.
pub const VERIFY_SECONDS: i64 = 3_600 + 600;

/// How a key signs (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// Ed25519.
    #[default]
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA PKCS #1 v1.5 with SHA-256, 3,072 bits.
    Rs256,
}

impl Algorithm {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// The name in a JWT's header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// Finds it by that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// Where a key stands, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Known to all, signs nothing yet.
    Published,
    /// Signs new JWTs.
    Signing,
    /// Signs no more; what it signed is still good.
    VerifyOnly,
    /// Nothing that it signed counts. Only its name is kept.
    Gone,
}

impl State {
    /// The stored word, and the word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Signing => "signing",
            Self::VerifyOnly => "verify_only",
            Self::Gone => "gone",
        }
    }

    /// Finds it by that word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        [Self::Published, Self::Signing, Self::VerifyOnly, Self::Gone]
            .into_iter()
            .find(|state| state.name() == name)
    }

    /// Whether a JWT that it signed counts.
    #[must_use]
    pub const fn verifies(self) -> bool {
        !matches!(self, Self::Gone)
    }
}

/// What the rules need to know of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its public name.
    pub kid: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// Where it stands.
    pub state: State,
    /// When it was made, which is when it was published.
    pub created_at: Timestamp,
    /// Since when it stands there.
    pub since: Timestamp,
    /// When it begins to sign, or has begun.
    pub signs_at: Timestamp,
}

impl Key {
    /// When it leaves the state that it is in; a gone key never does.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        match self.state {
            State::Published => Some(self.signs_at),
            State::Signing => Some(self.signs_at.plus_seconds(SIGNING_SECONDS)),
            State::VerifyOnly => Some(self.since.plus_seconds(VERIFY_SECONDS)),
            State::Gone => None,
        }
    }
}

/// One change of the key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make a key in that state, which signs from then on.
    Make(State, Timestamp),
    /// The published key signs at another time.
    Hasten(String, Timestamp),
    /// The published key signs from now on.
    Sign(String),
    /// The key signs no more.
    Retire(String),
    /// The key is gone.
    Drop(String),
}

fn first(keys: &[Key], state: State) -> Option<&Key> {
    keys.iter().find(|key| key.state == state)
}

/// What is due now. `wanted` is how new keys shall sign: another setting brings another key.
#[must_use]
pub fn due(keys: &[Key], wanted: Algorithm, now: Timestamp) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut next = None;
    for key in keys {
        match key.state {
            State::VerifyOnly if key.until().is_some_and(|until| until <= now) => {
                steps.push(Step::Drop(key.kid.clone()));
            }
            // It has signed nothing yet: the setting was changed in the meantime.
            State::Published if key.algorithm != wanted || next.is_some() => {
                steps.push(Step::Drop(key.kid.clone()));
            }
            State::Published => next = Some(key),
            _ => {}
        }
    }
    match (first(keys, State::Signing), next) {
        (None, None) => steps.push(Step::Make(State::Signing, now)),
        (None, Some(next)) => steps.push(Step::Sign(next.kid.clone())),
        (Some(_), Some(next)) if next.signs_at <= now => {
            let signing = keys.iter().filter(|key| key.state == State::Signing);
            steps.extend(signing.map(|key| Step::Retire(key.kid.clone())));
            steps.push(Step::Sign(next.kid.clone()));
        }
        (Some(_), Some(_)) => {}
        (Some(signing), None) => {
            let end = signing.signs_at.plus_seconds(SIGNING_SECONDS);
            if signing.algorithm != wanted {
                let at = now.plus_seconds(QUICK_LEAD_SECONDS);
                steps.push(Step::Make(State::Published, at));
            } else if end.plus_seconds(-LEAD_SECONDS) <= now {
                let at = end.max(now.plus_seconds(LEAD_SECONDS));
                steps.push(Step::Make(State::Published, at));
            }
        }
    }
    steps
}

/// What a rotation that somebody asks for does: the next key signs as soon as every node knows
/// it. Asked again meanwhile, nothing more happens.
#[must_use]
pub fn rotate(keys: &[Key], now: Timestamp) -> Vec<Step> {
    let Some(next) = first(keys, State::Published) else {
        let at = now.plus_seconds(QUICK_LEAD_SECONDS);
        return vec![Step::Make(State::Published, at)];
    };
    let at = next.created_at.plus_seconds(QUICK_LEAD_SECONDS).max(now);
    if at < next.signs_at {
        vec![Step::Hasten(next.kid.clone(), at)]
    } else {
        Vec::new()
    }
}

/// What an emergency does: every key is gone at once, and with it every JWT; a new one signs.
#[must_use]
pub fn replace_all(keys: &[Key], now: Timestamp) -> Vec<Step> {
    let mut steps: Vec<_> = keys
        .iter()
        .filter(|key| key.state.verifies())
        .map(|key| Step::Drop(key.kid.clone()))
        .collect();
    steps.push(Step::Make(State::Signing, now));
    steps
}

/// When somebody may ask for the next rotation: an hour after the last one, so that nobody can
/// fill the key set by asking again and again. Now or earlier: at once.
#[must_use]
pub fn may_rotate_at(keys: &[Key], now: Timestamp) -> Timestamp {
    let last = keys
        .iter()
        // The first key of all is no rotation.
        .filter(|key| key.state == State::VerifyOnly || key.state == State::Gone)
        .map(|key| key.since)
        .chain(
            keys.iter()
                .filter(|key| key.state == State::Published)
                .filter(|key| key.signs_at <= now.plus_seconds(QUICK_LEAD_SECONDS))
                .map(|_| now),
        )
        .max();
    last.map_or(now, |last| last.plus_seconds(3_600))
}
