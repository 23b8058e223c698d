//! JSON Web Tokens: signing and verifying (RFC 7519, RFC 8725, RFC 9068).
//!
//! A JWT carries ids, never rights. Its header is compared, byte by byte, with the headers this
//! server writes, one for each of its own keys, before anything in it is interpreted: another
//! algorithm, a foreign `kid`, `jku`, `crit` or a spare member is simply an unknown header.
//!
//! The key set changes while the program runs ([`crate::auth::rotation`]) and is the same on all
//! nodes, though not at the same instant: each reads it once a second. That is safe because a key
//! is known everywhere before it signs and verifies long after it signed last; a node that is
//! behind signs with a key that all others still take, and meets no key that it does not know.
//! Only an emergency breaks the order. Then a JWT with an unknown header makes the node look
//! once more, at most once a second: strangers' headers must not become queries.

use crate::{auth::key::Usable, error::ApiError, secrets::Secrets};
use countermark_core::{
    ids::SessionId,
    keys::{Algorithm, State},
    time::Timestamp,
};
use countermark_store::{
    Db, DbError,
    keys::{self, SigningKey},
    sessions::Session,
};
use jsonwebtoken::Validation;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// The least time between two looks for a key that is not known.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Seconds that one JWT lives; its session lives longer and can be refreshed.
pub const LIFETIME_SECONDS: i64 = 3_600;
/// Seconds that a session lives, whatever is refreshed: seven days (design §3).
pub const SESSION_SECONDS: i64 = 7 * 86_400;

const ISSUER: &str = "countermark";
const AUDIENCE: &str = "countermark-api";

/// What a JWT claims. Every member is required and nothing else is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: String,
    /// The person's id.
    pub sub: String,
    /// The company's id.
    pub org: i64,
    /// The session.
    pub sid: String,
    /// The person's epoch when it was signed; a higher one now means all sessions were ended.
    pub ver: i64,
    /// Seconds since 1970 at which it was signed.
    pub iat: i64,
    /// Seconds since 1970 from which on it is refused.
    pub exp: i64,
    /// Its own id, so that no two are alike.
    pub jti: String,
    /// When the person last proved who they are.
    pub auth_time: i64,
    /// How (RFC 8176).
    pub amr: Vec<String>,
}

impl Claims {
    /// The session's id.
    ///
    /// # Errors
    /// 401 when it is none, which only a leaked key could have signed.
    pub fn sid(&self) -> Result<SessionId, ApiError> {
        self.sid
            .parse()
            .map_err(|_| ApiError::authentication_failed("Invalid signature."))
    }
}

/// What a signature has proved, and with which key.
pub struct Checked {
    /// What the JWT claims.
    pub claims: Claims,
    kid: String,
}

/// The keys of one moment.
#[derive(Default)]
struct Keys {
    usable: Vec<Arc<Usable>>,
}

impl Keys {
    fn signing(&self) -> Option<&Usable> {
        self.usable
            .iter()
            .find(|usable| usable.key.state == State::Signing)
            .map(|usable| &**usable)
    }
}

/// The keys of this installation, as this node knows them.
pub struct Signer {
    keys: RwLock<Arc<Keys>>,
    looked: Mutex<Option<Instant>>,
}

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A stored key cannot be opened or read.
    #[error("the JWT key {0} cannot be opened with this master key")]
    Unusable(String),
}

impl From<KeyError> for ApiError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Db(error) => error.into(),
            KeyError::Unusable(_) => {
                tracing::error!(%error, "a JWT key cannot be used");
                Self::internal()
            }
        }
    }
}

impl Signer {
    /// Loads the keys; the first start makes one.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn load(
        db: &Db,
        secrets: &Arc<Secrets>,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        use crate::auth::rotation::{Wish, advance, want};
        want(db, algorithm).await?;
        advance(db, secrets, Wish::Nothing, None, now).await?;
        let signer = Self {
            keys: RwLock::default(),
            looked: Mutex::default(),
        };
        signer.reload(db, secrets).await?;
        Ok(signer)
    }

    /// Reads the key set again.
    ///
    /// # Errors
    /// [`KeyError`]; then the node keeps what it knows.
    pub async fn reload(&self, db: &Db, secrets: &Secrets) -> Result<(), KeyError> {
        let stored = keys::signing_keys(&mut db.read().await?).await?;
        self.adopt(&stored, secrets)
    }

    /// Takes the key set as it was read.
    ///
    /// # Errors
    /// [`KeyError`]; then the node keeps what it knows.
    pub fn adopt(&self, stored: &[SigningKey], secrets: &Secrets) -> Result<(), KeyError> {
        let known = self.now();
        let mut usable = Vec::with_capacity(stored.len());
        for stored in stored {
            let same = known.usable.iter().find(|known| known.key == stored.key);
            usable.push(match same {
                Some(same) => same.clone(),
                None => Arc::new(Usable::of(stored, secrets)?),
            });
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Keys { usable });
        Ok(())
    }

    fn now(&self) -> Arc<Keys> {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Signs a JWT for a session.
    ///
    /// # Errors
    /// 500 when the signature cannot be made.
    pub fn sign(&self, session: &Session, epoch: i64, now: Timestamp) -> Result<String, ApiError> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: session.user.to_string(),
            org: session.company.0,
            sid: session.id.to_string(),
            ver: epoch,
            iat: now.seconds(),
            exp: (now.seconds() + LIFETIME_SECONDS).min(session.expires_at.seconds()),
            jti: crate::random::session_id().to_string(),
            auth_time: session.signed_in_at.seconds(),
            amr: session.amr.split(' ').map(str::to_owned).collect(),
        };
        let claims = serde_json::to_vec(&claims).ok();
        let keys = self.now();
        let signed = keys.signing().zip(claims);
        let signed = signed.and_then(|(key, claims)| key.sign(&claims));
        signed.ok_or_else(|| {
            tracing::error!("a JWT could not be signed");
            ApiError::internal()
        })
    }

    /// The public keys as RFC 7517 writes them.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let keys = self.now();
        json!({"keys": keys.usable.iter().map(|usable| &usable.jwk).collect::<Vec<_>>()})
    }

    /// Whether what was verified before still counts: its key is not gone.
    #[must_use]
    pub fn stands(&self, verified: &Checked) -> bool {
        let keys = self.now();
        keys.usable
            .iter()
            .any(|usable| usable.key.kid == verified.kid)
    }

    /// Verifies a JWT, and when its key is not known, asks the database for it: at most once a
    /// second, whoever sends what.
    ///
    /// # Errors
    /// 401 as [`Signer::check`]; 503 when the database is away.
    pub async fn verify(
        &self,
        text: &str,
        db: &Db,
        secrets: &Secrets,
    ) -> Result<Checked, ApiError> {
        if !self.knows(text) && self.may_look() {
            self.reload(db, secrets).await?;
        }
        self.check(text)
    }

    fn knows(&self, text: &str) -> bool {
        let header = text.split('.').next().unwrap_or("");
        let keys = self.now();
        keys.usable.iter().any(|usable| usable.header == header)
    }

    fn may_look(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if looked.is_some_and(|at| at.elapsed() < LOOK_AGAIN) {
            return false;
        }
        *looked = Some(Instant::now());
        true
    }

    /// Verifies a JWT's header and signature and reads its claims. Time is the caller's to check.
    ///
    /// # Errors
    /// 401 in the words of the library that clients know (contract §1.3).
    pub fn check(&self, text: &str) -> Result<Checked, ApiError> {
        let failed = |why: &str| ApiError::authentication_failed(why);
        let malformed = || failed("Error decoding signature.");
        let header = text.split('.').next().unwrap_or("");
        if text.split('.').count() != 3 {
            return Err(malformed());
        }
        let keys = self.now();
        let usable = keys
            .usable
            .iter()
            .find(|usable| usable.header == header)
            .ok_or_else(malformed)?;
        let claims = claimed(usable, text).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => failed("Invalid signature."),
            _ => malformed(),
        })?;
        // A longer life than ours was never signed here, whoever holds the key by now.
        match claims.exp.checked_sub(claims.iat) {
            Some(life) if life <= LIFETIME_SECONDS => Ok(Checked {
                claims,
                kid: usable.key.kid.clone(),
            }),
            _ => Err(malformed()),
        }
    }
}

/// What a JWT claims whose header names that key, once the signature is good.
pub(super) fn claimed(usable: &Usable, text: &str) -> jsonwebtoken::errors::Result<Claims> {
    let mut validation = Validation::new(usable.algorithm);
    validation.required_spec_claims.clear();
    // Time is checked by the caller, against the program's own clock.
    validation.validate_exp = false;
    validation.set_audience(&[AUDIENCE]);
    validation.set_issuer(&[ISSUER]);
    let decoded = jsonwebtoken::decode::<Claims>(text, &usable.decoding, &validation)?;
    Ok(decoded.claims)
}
