//! JSON Web Tokens: signing and verifying (RFC 7519, RFC 8725, RFC 9068).
//!
//! A JWT carries ids, never rights. Its header is compared, byte by byte, with the headers this
//! server writes, one for each of its own keys, before anything in it is interpreted: another
//! algorithm, a foreign `kid`, `jku`, `crit` or a spare member is simply an unknown header.

use crate::{error::ApiError, secrets::Secrets};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::{ids::SessionId, time::Timestamp};
use countermark_store::{Db, DbError, keys, keys::SigningKey, sessions::Session};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

struct Key {
    /// The first part of every JWT signed with it.
    header: String,
    decoding: DecodingKey,
    jwk: Value,
}

/// The keys of this installation.
pub struct Signer {
    keys: Vec<Key>,
    signing: EncodingKey,
    signing_header: Header,
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

fn header_of(kid: &str) -> Header {
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some("at+jwt".into());
    header.kid = Some(kid.to_owned());
    header
}

impl Signer {
    /// Loads the keys; the first start makes one.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn load(db: &Db, secrets: &Secrets, now: Timestamp) -> Result<Self, KeyError> {
        let mut stored = keys::signing_keys(&mut db.read().await?).await?;
        if stored.is_empty() {
            let key = new_key(secrets)?;
            let mut tx = db.write().await?;
            stored = keys::add_first_signing_key(&mut tx, key, now).await?;
            tx.commit_unaudited().await?;
        }
        let keys = stored.iter().map(readable).collect::<Result<Vec<_>, _>>()?;
        let first = &stored[0];
        let unusable = || KeyError::Unusable(first.kid.clone());
        let private = secrets.unwrap(&first.kid, &first.wrapped_private_key);
        let private = private.map_err(|_| unusable())?;
        let signing = EncodingKey::from_ed_der(&private);
        Ok(Self {
            keys,
            signing,
            signing_header: header_of(&first.kid),
        })
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
            amr: vec!["pwd".into()],
        };
        jsonwebtoken::encode(&self.signing_header, &claims, &self.signing).map_err(|error| {
            tracing::error!(%error, "a JWT could not be signed");
            ApiError::internal()
        })
    }

    /// The public keys as RFC 7517 writes them.
    #[must_use]
    pub fn jwks(&self) -> Value {
        json!({"keys": self.keys.iter().map(|key| &key.jwk).collect::<Vec<_>>()})
    }

    /// Verifies a JWT's header and signature and reads its claims. Time is the caller's to check.
    ///
    /// # Errors
    /// 401 in the words of the library that clients know (contract §1.3).
    pub fn check(&self, text: &str) -> Result<Claims, ApiError> {
        let failed = |why: &str| ApiError::authentication_failed(why);
        let malformed = || failed("Error decoding signature.");
        let header = text.split('.').next().unwrap_or("");
        if text.split('.').count() != 3 {
            return Err(malformed());
        }
        let key = self
            .keys
            .iter()
            .find(|key| key.header == header)
            .ok_or_else(malformed)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.required_spec_claims.clear();
        // Time is checked by the caller, against the program's own clock.
        validation.validate_exp = false;
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[ISSUER]);
        let decoded = jsonwebtoken::decode::<Claims>(text, &key.decoding, &validation);
        let claims = decoded.map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => failed("Invalid signature."),
            _ => malformed(),
        })?;
        let claims = claims.claims;
        // A longer life than ours was never signed here, whoever holds the key by now.
        match claims.exp.checked_sub(claims.iat) {
            Some(life) if life <= LIFETIME_SECONDS => Ok(claims),
            _ => Err(malformed()),
        }
    }
}

fn new_key(secrets: &Secrets) -> Result<SigningKey, KeyError> {
    let kid = crate::random::session_id().to_string();
    let unusable = |_| KeyError::Unusable(kid.clone());
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(unusable)?;
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref())
        .map_err(|_| KeyError::Unusable(kid.clone()))?;
    Ok(SigningKey {
        algorithm: "EdDSA".into(),
        public_key: pair.public_key().as_ref().to_vec(),
        wrapped_private_key: secrets.wrap(&kid, document.as_ref()),
        kid,
    })
}

fn readable(stored: &SigningKey) -> Result<Key, KeyError> {
    let unusable = || KeyError::Unusable(stored.kid.clone());
    let header = serde_json::to_vec(&header_of(&stored.kid)).map_err(|_| unusable())?;
    let x = URL_SAFE_NO_PAD.encode(&stored.public_key);
    Ok(Key {
        header: URL_SAFE_NO_PAD.encode(header),
        decoding: DecodingKey::from_ed_der(&stored.public_key),
        jwk: json!({
            "kty": "OKP", "crv": "Ed25519", "alg": stored.algorithm, "use": "sig",
            "kid": stored.kid, "x": x,
        }),
    })
}
