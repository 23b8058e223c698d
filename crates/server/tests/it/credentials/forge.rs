//! A forger who has stolen this installation's own signing key, or has one of their own. With
//! the right key and honest contents the forgery is a good JWT: the tests that use it prove that
//! first, so that what they see refused is refused for what was changed.

use super::is_let_in;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use countermark_store::keys;
use countermark_testkit::TestApp;
use serde_json::Value;

pub(super) struct Forger {
    /// The header that this server writes.
    pub(super) header: String,
    /// The claims of the token that was taken as the model.
    pub(super) claims: Value,
    /// The public half of this server's key.
    pub(super) public: Vec<u8>,
    pair: Ed25519KeyPair,
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
        let private = app.app.secrets.unwrap(&key.kid, &key.wrapped_private_key);
        let pair = Ed25519KeyPair::from_pkcs8(&private.expect("opened")).expect("a key");
        let [header, claims, _] = parts(token);
        Self {
            header: plain(header),
            claims: serde_json::from_str(&plain(claims)).expect("claims"),
            public: pair.public_key().as_ref().to_vec(),
            pair,
        }
    }

    /// Signs any header and any claims with the stolen key.
    pub(super) fn sign(&self, header: &str, claims: &str) -> String {
        sign_with(&self.pair, header, claims)
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
pub(super) fn sign_with(pair: &Ed25519KeyPair, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = pair.sign(signed.as_bytes());
    format!("{signed}.{}", part(signature.as_ref()))
}
