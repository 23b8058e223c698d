//! A passkey in software: an authenticator and the browser around it, written from W3C Web
//! Authentication Level 3 and CTAP, for attacks that no browser would carry out.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// One credential, and how it behaves.
pub(crate) struct SoftPasskey {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    handle: String,
    /// Counts up before each signature.
    pub(crate) counter: u32,
    /// Whether it checks who holds it.
    pub(crate) verifies: bool,
    /// The page it believes to be on.
    pub(crate) origin: String,
    /// The domain it signs for.
    pub(crate) domain: String,
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A byte string in CBOR, shorter than 64 kB.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("short");
    let mut out = vec![0x59];
    out.extend(length.to_be_bytes());
    out.extend(bytes);
    out
}

impl SoftPasskey {
    /// A new one.
    pub(crate) fn new(verifies: bool) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        Self {
            key: EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref()).expect("a key"),
            id: countermark::random::bytes::<24>().to_vec(),
            handle: String::new(),
            counter: 0,
            verifies,
            origin: "http://localhost:8080".into(),
            domain: "localhost".into(),
        }
    }

    fn authenticator_data(&self, attested: &[u8]) -> Vec<u8> {
        let mut data = digest(&SHA256, self.domain.as_bytes()).as_ref().to_vec();
        let attested_flag = if attested.is_empty() { 0 } else { 0x40 };
        data.push(1 | if self.verifies { 4 } else { 0 } | attested_flag);
        data.extend(self.counter.to_be_bytes());
        data.extend(attested);
        data
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> String {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false})
            .to_string()
    }

    /// `navigator.credentials.create()`: the answer to a challenge, as the API takes it.
    pub(crate) fn create(&mut self, begun: &Value) -> Value {
        let options = &begun["options"];
        let handle = options["user"]["id"].as_str();
        handle.expect("a handle").clone_into(&mut self.handle);
        let point = self.key.public_key().as_ref();
        // EC2, ES256, P-256, x, y.
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        cose.extend(&point[1..33]);
        cose.extend([0x22, 0x58, 0x20]);
        cose.extend(&point[33..65]);
        let mut attested = vec![0; 16];
        attested.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        attested.extend(&self.id);
        attested.extend(cose);
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData");
        object.extend(cbor_bytes(&self.authenticator_data(&attested)));
        let client = self.client_data("webauthn.create", &options["challenge"]);
        json!({"challenge": begun["challenge"], "credential": {
            "id": base64url(&self.id), "rawId": base64url(&self.id), "type": "public-key",
            "response": {
                "attestationObject": base64url(&object),
                "clientDataJSON": base64url(client.as_bytes()),
                "transports": ["internal"],
            },
            "clientExtensionResults": {},
        }})
    }

    /// `navigator.credentials.get()`: the answer to a challenge, as the API takes it.
    pub(crate) fn get(&mut self, begun: &Value) -> Value {
        self.counter += 1;
        let data = self.authenticator_data(&[]);
        let client = self.client_data("webauthn.get", &begun["options"]["challenge"]);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, client.as_bytes()).as_ref());
        let signature = self
            .key
            .sign(&SystemRandom::new(), &signed)
            .expect("signed");
        json!({"challenge": begun["challenge"], "credential": {
            "id": base64url(&self.id), "rawId": base64url(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": base64url(&data),
                "clientDataJSON": base64url(client.as_bytes()),
                "signature": base64url(signature.as_ref()),
                "userHandle": self.handle,
            },
            "clientExtensionResults": {},
        }})
    }

    /// Pretends to belong to another person.
    pub(crate) fn take_handle_of(&mut self, other: &Self) {
        self.handle.clone_from(&other.handle);
    }
}
