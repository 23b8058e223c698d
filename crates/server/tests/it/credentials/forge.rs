//! A forger who has stolen this installation's own signing key, or has one of their own. With
//! the right key and honest contents the forgery is a good JWT: the tests that use it prove that
//! first, so that what they see refused is refused for what was changed.

use super::is_let_in;
use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::keys::Algorithm;
use countermark_store::keys;
use countermark_testkit::{TestApp, db::engines};
use serde_json::Value;

pub(super) struct Forger {
    /// The header that this server writes.
    pub(super) header: String,
    /// The claims of the token that was taken as the model.
    pub(super) claims: Value,
    /// The public half of this server's key.
    pub(super) public: Vec<u8>,
    /// How this server signs.
    pub(super) algorithm: Algorithm,
    pair: Pair,
}

/// A key of any of the three kinds.
pub(super) enum Pair {
    Ed(Ed25519KeyPair),
    Ec(EcdsaKeyPair),
    Rsa(Box<rsa::KeyPair>),
}

impl Pair {
    fn read(algorithm: Algorithm, pkcs8: &[u8]) -> Self {
        match algorithm {
            Algorithm::EdDsa => Self::Ed(Ed25519KeyPair::from_pkcs8(pkcs8).expect("a key")),
            Algorithm::Es256 => {
                let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
                Self::Ec(EcdsaKeyPair::from_pkcs8(how, pkcs8).expect("a key"))
            }
            Algorithm::Rs256 => {
                Self::Rsa(Box::new(rsa::KeyPair::from_pkcs8(pkcs8).expect("a key")))
            }
        }
    }

    /// The forger's own key of that kind.
    pub(super) fn own(algorithm: Algorithm) -> Self {
        let random = SystemRandom::new();
        let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = match algorithm {
            Algorithm::EdDsa => {
                Ed25519KeyPair::generate_pkcs8(&random).map(|k| k.as_ref().to_vec())
            }
            Algorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(how, &random).map(|k| k.as_ref().to_vec())
            }
            Algorithm::Rs256 => rsa::KeyPair::generate(rsa::KeySize::Rsa2048).map(|pair| {
                let der: Pkcs8V1Der<'_> = pair.as_der().expect("a document");
                der.as_ref().to_vec()
            }),
        };
        Self::read(algorithm, &pkcs8.expect("a key"))
    }

    pub(super) fn public(&self) -> Vec<u8> {
        match self {
            Self::Ed(pair) => pair.public_key().as_ref().to_vec(),
            Self::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Self::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// The public half as X.509 writes it, which is what PEM files hold.
    pub(super) fn spki(&self) -> Vec<u8> {
        let der = match self {
            Self::Ed(pair) => pair.public_key().as_der(),
            Self::Ec(pair) => pair.public_key().as_der(),
            Self::Rsa(pair) => pair.public_key().as_der(),
        };
        let der: aws_lc_rs::encoding::PublicKeyX509Der<'_> = der.expect("a document");
        der.as_ref().to_vec()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Ec(pair) => pair
                .sign(&random, message)
                .expect("signed")
                .as_ref()
                .to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .expect("signed");
                signature
            }
        }
    }
}

/// Runs a test on each engine with each of the three algorithms.
pub(super) async fn each_kind(test: impl AsyncFn(&TestApp)) {
    for jwt_algorithm in Algorithm::ALL {
        for engine in engines() {
            eprintln!("on {engine:?} with {}", jwt_algorithm.name());
            let settings = Settings {
                jwt_algorithm,
                ..Settings::default()
            };
            test(&TestApp::with(engine, settings, Limits::off()).await).await;
        }
    }
}

/// One part of a JWT as text.
pub(super) fn plain(part: &str) -> String {
    String::from_utf8(BASE64.decode(part).expect("base64url")).expect("text")
}

/// A text as a part of a JWT.
pub(super) fn part(text: impl AsRef<[u8]>) -> String {
    BASE64.encode(text)
}

/// The three parts of a good token.
pub(super) fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().expect("three parts")
}

impl Forger {
    /// Steals the server's key and learns from one of its tokens.
    pub(super) async fn who_saw(app: &TestApp, token: &str) -> Self {
        let mut conn = app.app.db.read().await.expect("a connection");
        let key = keys::signing_keys(&mut conn).await.expect("keys").remove(0);
        let kid = &key.key.kid;
        let private = app.app.secrets.unwrap(kid, &key.wrapped_private_key);
        let algorithm = key.key.algorithm;
        let pair = Pair::read(algorithm, &private.expect("opened"));
        let [header, claims, _] = parts(token);
        Self {
            header: plain(header),
            claims: serde_json::from_str(&plain(claims)).expect("claims"),
            public: pair.public(),
            algorithm,
            pair,
        }
    }

    /// Signs any header and any claims with the stolen key.
    pub(super) fn sign(&self, header: &str, claims: &str) -> String {
        sign_with(&self.pair, header, claims)
    }

    /// The public half as X.509 writes it.
    pub(super) fn spki(&self) -> Vec<u8> {
        self.pair.spki()
    }

    /// The honest header over claims in which one member is another (null: is missing).
    pub(super) fn with_claim(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        let members = claims.as_object_mut().expect("an object");
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), value);
        }
        self.sign(&self.header, &claims.to_string())
    }
}

/// A forger, the good token that they saw, and the proof that they know their trade.
pub(super) async fn forger(app: &TestApp) -> (Forger, String) {
    let admin = app.company().await;
    let token = app.jwt_text(&admin).await;
    let forger = Forger::who_saw(app, &token).await;
    let honest = forger.sign(&forger.header, &forger.claims.to_string());
    is_let_in(&app.header(&format!("JWT {honest}")), "an honest forgery").await;
    (forger, token)
}

/// Signs with any key.
pub(super) fn sign_with(pair: &Pair, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = pair.sign(signed.as_bytes());
    format!("{signed}.{}", part(signature))
}
