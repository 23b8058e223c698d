//! Project Wycheproof's signatures, good and nearly good ones, at what verifies our JWTs. The files
//! and where they are from: tests/it/fixtures/wycheproof.

use super::{jwt::claimed, key::Usable};
use crate::secrets::{MasterKey, Secrets};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::{
    keys::{Algorithm, Key, State},
    time::Timestamp,
};
use countermark_store::keys::SigningKey;
use jsonwebtoken::errors::ErrorKind;
use serde_json::Value;

/// How many vectors were good, and how many were not.
type Counts = (usize, usize);

/// The key as another node would read it from the database.
fn verifier(algorithm: Algorithm, public_key: Vec<u8>) -> Usable {
    let now = Timestamp::of_day(0);
    let stored = SigningKey {
        key: Key {
            kid: "kid".into(),
            algorithm,
            state: State::VerifyOnly,
            created_at: now,
            since: now,
            signs_at: now,
        },
        public_key,
        wrapped_private_key: Vec::new(),
    };
    Usable::of(&stored, &Secrets::new(&MasterKey::generate())).expect("a key")
}

fn groups(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).expect("JSON");
    file["testGroups"].as_array().expect("groups").clone()
}

fn tests(group: &Value) -> &[Value] {
    group["tests"].as_array().expect("tests")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn bytes(hex: &Value) -> Vec<u8> {
    let pairs = text(hex).as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
    pairs.map(byte).collect()
}

/// Runs a file of plain signatures; `public` finds the key of a group as we store it.
fn plain(file: &str, algorithm: Algorithm, public: impl Fn(&Value) -> Vec<u8>) -> Counts {
    let mut counts = (0, 0);
    for group in groups(file) {
        let key = verifier(algorithm, public(&group));
        for test in tests(&group) {
            let signature = URL_SAFE_NO_PAD.encode(bytes(&test["sig"]));
            let message = bytes(&test["msg"]);
            let good =
                jsonwebtoken::crypto::verify(&signature, &message, &key.decoding, key.algorithm);
            // `acceptable` is a signature that RFC 8017 does not allow and some programs do.
            assert_eq!(
                good.unwrap_or(false),
                test["result"] == "valid",
                "{}: {}",
                test["tcId"],
                test["comment"]
            );
            if test["result"] == "valid" {
                counts.0 += 1;
            } else {
                counts.1 += 1;
            }
        }
    }
    counts
}

#[test]
fn plain_signatures_are_good_or_refused() {
    let counts = plain(
        include_str!("../../tests/it/fixtures/wycheproof/ed25519_test.json"),
        Algorithm::EdDsa,
        |group| bytes(&group["publicKey"]["pk"]),
    );
    assert_eq!(counts, (88, 63));
    let counts = plain(
        include_str!("../../tests/it/fixtures/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json"),
        Algorithm::Es256,
        |group| bytes(&group["publicKey"]["uncompressed"]),
    );
    assert_eq!(counts, (173, 89));
    let counts = plain(
        include_str!("../../tests/it/fixtures/wycheproof/rsa_signature_3072_sha256_test.json"),
        Algorithm::Rs256,
        |group| bytes(&group["publicKeyAsn"]),
    );
    assert_eq!(counts, (8, 251));
}

/// An element of ASN.1 in DER.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    match u16::try_from(content.len()).expect("a short one") {
        length @ ..128 => element.push(length.to_le_bytes()[0]),
        length => {
            element.push(0x82);
            element.extend(length.to_be_bytes());
        }
    }
    element.extend(content);
    element
}

/// The key of a group as we store it, for each algorithm that could be meant; none for keys that
/// are none of ours.
fn of_jwk(group: &Value) -> Option<Usable> {
    let jwk = group.get("public").unwrap_or(&group["private"]);
    let member = |name: &str| URL_SAFE_NO_PAD.decode(text(&jwk[name])).expect("base64url");
    match (text(&jwk["kty"]), jwk["crv"].as_str()) {
        ("EC", Some("P-256")) => {
            let point = [vec![4], member("x"), member("y")].concat();
            Some(verifier(Algorithm::Es256, point))
        }
        ("RSA", _) => {
            // The highest bit is the sign.
            let number = |name| element(2, &[vec![0], member(name)].concat());
            let small = element(2, &member("e"));
            let key = element(0x30, &[number("n"), small].concat());
            Some(verifier(Algorithm::Rs256, key))
        }
        _ => None,
    }
}

/// Whether the key's JWK names an algorithm that we have no keys for.
fn is_of_another_algorithm(group: &Value) -> bool {
    let jwk = group.get("public").unwrap_or(&group["private"]);
    let named = jwk["alg"].as_str();
    named.is_some_and(|name| !["ES256", "RS256"].contains(&name))
}

/// Whether the signature is good. What is signed is none of our claims: reading them fails next.
fn is_proved(key: &Usable, jws: &str) -> bool {
    let reached = jsonwebtoken::decode_header(jws).is_ok() && jws.split('.').count() == 3;
    let error = claimed(key, jws).expect_err("no claims of ours");
    reached && matches!(error.kind(), ErrorKind::Json(_))
}

/// A good signature of an algorithm that we have is good, and nothing else is: not that of a key
/// for another algorithm of its family, none at all, or the name of another one.
#[test]
fn signed_objects_are_good_or_refused() {
    let (mut good, mut refused, mut foreign, mut other_use) = (0, 0, 0, 0);
    let file = include_str!("../../tests/it/fixtures/wycheproof/json_web_signature_test.json");
    for group in groups(file) {
        let key = of_jwk(&group);
        for test in tests(&group) {
            let jws = text(&test["jws"]);
            let context = format!("{}: {}", test["tcId"], test["comment"]);
            let header = jsonwebtoken::decode_header(jws);
            let Some(key) = &key else {
                foreign += 1;
                continue;
            };
            let ours = header.is_ok_and(|header| header.alg == key.algorithm);
            let to_sign = !text(&test["comment"]).starts_with("rejectWrong");
            if !to_sign || (ours && is_of_another_algorithm(&group)) {
                // The signature is good, but the key's JWK says that it is for something else. Keys
                // of ours come from no JWK.
                other_use += 1;
                continue;
            }
            let expected = test["result"] == "valid" && ours;
            assert_eq!(is_proved(key, jws), expected, "{context}");
            if expected { good += 1 } else { refused += 1 }
        }
    }
    assert_eq!((good, refused, foreign, other_use), (10, 344, 42, 5));
}
