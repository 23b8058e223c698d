//! Forged headers, all of them properly signed with the stolen key, so that the signature is
//! never what saves us (security checklist 18, 19, 21, 23, 24, 25).

use super::{
    forge::{Pair, each_kind, forger, part, parts, sign_with},
    is_let_in, jwt_is_refused,
};
use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::TestApp;
use serde_json::{Value, json};

const DECODING: &[&str] = &["Error decoding signature."];

/// The honest header with one member changed (null: left out).
fn with(header: &str, name: &str, value: &Value) -> String {
    let mut header: Value = serde_json::from_str(header).expect("a header");
    let members = header.as_object_mut().expect("an object");
    match value {
        Value::Null => drop(members.remove(name)),
        _ => drop(members.insert(name.to_owned(), value.clone())),
    }
    header.to_string()
}

#[tokio::test]
async fn a_header_that_we_did_not_write_is_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let claims = forger.claims.to_string();
        let long = "x".repeat(2_000);
        for (name, value) in [
            ("alg", Value::Null),
            ("alg", json!("none")),
            ("alg", json!("None")),
            ("alg", json!("nOnE")),
            ("alg", json!("")),
            ("alg", json!("eddsa")),
            ("alg", json!("EDDSA")),
            ("alg", json!("Ed25519")),
            ("alg", json!("HS256")),
            ("alg", json!("RS256")),
            ("alg", json!("ES256")),
            ("alg", json!("PBES2-HS256+A128KW")),
            ("alg", json!("EdDSA")),
            ("alg", json!("HS384")),
            ("alg", json!("HS512")),
            ("alg", json!("RS384")),
            ("alg", json!("RS512")),
            ("alg", json!("PS256")),
            ("alg", json!("ES384")),
            ("alg", json!("ES256K")),
            ("alg", json!("es256")),
            ("alg", json!("Rs256")),
            ("alg", json!([forger.algorithm.name()])),
            ("alg", json!(format!("{} ", forger.algorithm.name()))),
            ("kid", Value::Null),
            ("kid", json!("")),
            ("kid", json!("another")),
            ("kid", json!("../../../dev/null")),
            ("kid", json!("' UNION SELECT 'x")),
            ("kid", json!(1)),
            ("kid", json!(long)),
            ("typ", Value::Null),
            ("typ", json!("JWT")),
            ("typ", json!("AT+JWT")),
            ("typ", json!("application/at+jwt")),
            ("typ", json!("reset+jwt")),
            ("jwk", json!({"kty": "oct", "k": "AAAA"})),
            ("x5t#S256", json!("AAAA")),
            ("jku", json!("https://attacker.example/jwks.json")),
            ("x5u", json!("https://attacker.example/x5u.pem")),
            ("x5c", json!(["MIIB"])),
            ("x5t", json!("AAAA")),
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("zip", json!("DEF")),
            ("b64", json!(false)),
            ("cty", json!("JWT")),
            ("enc", json!("A128GCM")),
            ("p2c", json!(2_147_483_647)),
            ("extra", json!(1)),
        ] {
            if (name, value.as_str()) == ("alg", Some(forger.algorithm.name())) {
                continue;
            }
            let header = with(&forger.header, name, &value);
            assert_ne!(header, forger.header);
            let fake = forger.sign(&header, &claims);
            jwt_is_refused(app, &fake, DECODING, &header).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn another_spelling_of_our_header_is_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let claims = forger.claims.to_string();
        let good = forger.header.clone();
        let inside = &good[1..good.len() - 1];
        for header in [
            format!("{good} "),
            format!(" {good}"),
            good.replacen(':', ": ", 1),
            format!("{{{inside},\"alg\":\"none\"}}"),
            format!("{{\"alg\":\"none\",{inside}}}"),
            format!("{{{inside},{inside}}}"),
            good.replace("alg", "\\u0061lg"),
            format!("[{good}]"),
            "null".into(),
            "{}".into(),
            String::new(),
            "\u{feff}".to_owned() + &good,
        ] {
            let fake = forger.sign(&header, &claims);
            jwt_is_refused(app, &fake, DECODING, &header).await;
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn no_signature_and_a_signature_by_the_public_key_are_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let claims = part(forger.claims.to_string());
        for alg in ["none", "None", "NONE", "nOnE", forger.algorithm.name()] {
            let header = part(with(&forger.header, "alg", &json!(alg)));
            let details = &["Error decoding signature.", "Invalid signature."];
            for fake in [
                format!("{header}.{claims}."),
                format!("{header}.{claims}.AA"),
            ] {
                jwt_is_refused(app, &fake, details, alg).await;
            }
        }
        let jwks = app
            .anonymous()
            .get("/.well-known/jwks.json")
            .await
            .expect(200);
        let key = &jwks["keys"][0];
        assert_eq!(key["alg"], forger.algorithm.name());
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "the private half is published");
        }
        let spki = forger.spki();
        let pem = STANDARD.encode(&spki);
        let lines: Vec<_> = pem
            .as_bytes()
            .chunks(64)
            .map(String::from_utf8_lossy)
            .collect();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            lines.join("\n")
        );
        let mut secrets = vec![
            forger.public.clone(),
            key.to_string().into_bytes(),
            jwks.bytes.clone(),
            spki,
            pem.trim_end().as_bytes().to_vec(),
            pem.into_bytes(),
            Vec::new(),
        ];
        let members = key.as_object().unwrap().values();
        secrets.extend(members.map(|text| text.as_str().unwrap().as_bytes().to_vec()));
        for secret in secrets {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            for alg in ["HS256", "hs256", forger.algorithm.name()] {
                let header = part(with(&forger.header, "alg", &json!(alg)));
                let signed = format!("{header}.{claims}");
                let tag = hmac::sign(&secret, signed.as_bytes());
                let fake = format!("{signed}.{}", part(tag.as_ref()));
                let details = &["Error decoding signature.", "Invalid signature."];
                jwt_is_refused(app, &fake, details, alg).await;
            }
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn a_key_of_somebody_else_is_refused() {
    each_kind(async |app| {
        let (forger, token) = forger(app).await;
        let theirs = Pair::own(forger.algorithm);
        let claims = forger.claims.to_string();
        let fake = sign_with(&theirs, &forger.header, &claims);
        jwt_is_refused(app, &fake, &["Invalid signature."], "our kid, their key").await;
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": part(theirs.public())});
        let header = with(&forger.header, "jwk", &jwk);
        let fake = sign_with(&theirs, &header, &claims);
        jwt_is_refused(app, &fake, DECODING, "their key inside").await;

        // The right name over the wrong kind of key.
        for kind in countermark_core::keys::Algorithm::ALL {
            if kind != forger.algorithm {
                let fake = sign_with(&Pair::own(kind), &forger.header, &claims);
                let details = &["Invalid signature.", "Error decoding signature."];
                jwt_is_refused(app, &fake, details, kind.name()).await;
            }
        }

        let settings = Settings {
            jwt_algorithm: forger.algorithm,
            ..Settings::default()
        };
        let other = TestApp::with(app.app.db.engine(), settings, Limits::off()).await;
        let foreign = other.jwt_text(&other.company().await).await;
        is_let_in(&other.header(&format!("JWT {foreign}")), "at home").await;
        jwt_is_refused(app, &foreign, DECODING, "another installation").await;
        let [_, claims, signature] = parts(&foreign);
        let fake = format!("{}.{claims}.{signature}", part(&forger.header));
        jwt_is_refused(app, &fake, &["Invalid signature."], "under our header").await;
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}
