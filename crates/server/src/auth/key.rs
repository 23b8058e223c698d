//! One key that signs JWTs: made, wrapped, read back, and used (RFC 7518 §3, RFC 8037 §3.1).

use crate::{auth::jwt::KeyError, secrets::Secrets};
use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    error::{KeyRejected, Unspecified},
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::{
    keys::{Algorithm, Key, State},
    time::Timestamp,
};
use countermark_store::keys::SigningKey;
use jsonwebtoken::{DecodingKey, Header};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// The private half.
pub(super) enum Private {
    Ed(Box<Ed25519KeyPair>),
    Ec(Box<EcdsaKeyPair>),
    Rsa(Box<rsa::KeyPair>),
}

impl Private {
    fn read(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyRejected> {
        Ok(match algorithm {
            Algorithm::EdDsa => Self::Ed(Box::new(Ed25519KeyPair::from_pkcs8(pkcs8)?)),
            Algorithm::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)?;
                Self::Ec(Box::new(pair))
            }
            Algorithm::Rs256 => Self::Rsa(Box::new(rsa::KeyPair::from_pkcs8(pkcs8)?)),
        })
    }

    fn public(&self) -> Vec<u8> {
        match self {
            Self::Ed(pair) => pair.public_key().as_ref().to_vec(),
            Self::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Self::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        Ok(match self {
            Self::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Ec(pair) => pair.sign(&random, message)?.as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                signature
            }
        })
    }
}

/// A key in use.
pub(super) struct Usable {
    /// Name, algorithm and life.
    pub(super) key: Key,
    /// The first part of every JWT signed with it.
    pub(super) header: String,
    /// How jsonwebtoken calls its algorithm.
    pub(super) algorithm: jsonwebtoken::Algorithm,
    /// What verifies.
    pub(super) decoding: DecodingKey,
    /// The public half as RFC 7517 writes it.
    pub(super) jwk: Value,
    /// What signs, while it signs or will.
    private: Option<Private>,
}

impl Usable {
    /// Reads a stored key.
    pub(super) fn of(stored: &SigningKey, secrets: &Secrets) -> Result<Self, KeyError> {
        let key = stored.key.clone();
        let unusable = || KeyError::Unusable(stored.key.kid.clone());
        let private = match key.state {
            State::Published | State::Signing => {
                let opened = secrets.unwrap(&key.kid, &stored.wrapped_private_key);
                let opened = opened.map_err(|_| unusable())?;
                Some(Private::read(key.algorithm, &opened).map_err(|_| unusable())?)
            }
            State::VerifyOnly | State::Gone => None,
        };
        let (algorithm, decoding, mut jwk) =
            public(key.algorithm, &stored.public_key).ok_or_else(unusable)?;
        jwk["alg"] = json!(key.algorithm.name());
        jwk["use"] = json!("sig");
        jwk["kid"] = json!(key.kid);
        let mut header = Header::new(algorithm);
        header.typ = Some("at+jwt".into());
        header.kid = Some(key.kid.clone());
        let header = serde_json::to_vec(&header).map_err(|_| unusable())?;
        Ok(Self {
            header: URL_SAFE_NO_PAD.encode(header),
            algorithm,
            decoding,
            jwk,
            private,
            key,
        })
    }

    /// Signs claims. `None` when it has no private half (any more), or cannot.
    pub(super) fn sign(&self, claims: &[u8]) -> Option<String> {
        let signed = format!("{}.{}", self.header, URL_SAFE_NO_PAD.encode(claims));
        let signature = self.private.as_ref()?.sign(signed.as_bytes()).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// What verifies, and the members of the JWK that hold it.
fn public(
    algorithm: Algorithm,
    public: &[u8],
) -> Option<(jsonwebtoken::Algorithm, DecodingKey, Value)> {
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Some(match algorithm {
        Algorithm::EdDsa => (
            jsonwebtoken::Algorithm::EdDSA,
            DecodingKey::from_ed_der(public),
            json!({"kty": "OKP", "crv": "Ed25519", "x": text(public)}),
        ),
        Algorithm::Es256 => {
            // 0x04, x and y: the uncompressed point (SEC 1 §2.3.3).
            let point = public
                .strip_prefix(&[4])
                .filter(|point| point.len() == 64)?;
            let (x, y) = point.split_at(32);
            (
                jsonwebtoken::Algorithm::ES256,
                DecodingKey::from_ec_der(public),
                json!({"kty": "EC", "crv": "P-256", "x": text(x), "y": text(y)}),
            )
        }
        Algorithm::Rs256 => {
            let key = rsa::PublicKey::from_der(public).ok()?;
            let n = key.modulus().big_endian_without_leading_zero().to_vec();
            let e = key.exponent().big_endian_without_leading_zero().to_vec();
            (
                jsonwebtoken::Algorithm::RS256,
                DecodingKey::from_rsa_der(public),
                json!({"kty": "RSA", "n": text(&n), "e": text(&e)}),
            )
        }
    })
}

/// Makes a key. RSA takes a moment: not on a thread that serves requests, and not while a
/// transaction is open.
pub(super) fn make(
    algorithm: Algorithm,
    secrets: &Secrets,
    now: Timestamp,
) -> Result<SigningKey, KeyError> {
    let kid = crate::random::session_id().to_string();
    let unusable = |_| KeyError::Unusable(kid.clone());
    let random = SystemRandom::new();
    let pkcs8: Zeroizing<Vec<u8>> = Zeroizing::new(match algorithm {
        Algorithm::EdDsa => {
            let document = Ed25519KeyPair::generate_pkcs8(&random).map_err(unusable)?;
            document.as_ref().to_vec()
        }
        Algorithm::Es256 => {
            let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
            let document = EcdsaKeyPair::generate_pkcs8(how, &random).map_err(unusable)?;
            document.as_ref().to_vec()
        }
        Algorithm::Rs256 => {
            let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa3072).map_err(unusable)?;
            let der: Pkcs8V1Der<'_> = pair.as_der().map_err(unusable)?;
            der.as_ref().to_vec()
        }
    });
    let private = Private::read(algorithm, &pkcs8).map_err(|_| KeyError::Unusable(kid.clone()))?;
    Ok(SigningKey {
        public_key: private.public(),
        wrapped_private_key: secrets.wrap(&kid, &pkcs8),
        key: Key {
            kid,
            algorithm,
            state: State::Published,
            created_at: now,
            since: now,
            signs_at: now,
        },
    })
}
