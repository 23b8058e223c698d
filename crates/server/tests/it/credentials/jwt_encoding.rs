//! A good JWT in another spelling, cut, stretched or put together anew (security checklist 24,
//! 25; RFC 7515 §2).

use super::{
    forge::{Forger, each_kind, part, parts, plain},
    is_let_in, jwt_is_refused,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use countermark_core::keys::Algorithm;
use serde_json::json;

const REFUSED: &[&str] = &["Error decoding signature.", "Invalid signature."];

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The order of the curve's group, least significant byte first (RFC 8032 §5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn plain_bytes(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).expect("base64url")
}

/// The same last byte with spare bits set: decoders that are not strict read the same bytes.
fn loose(part: &str) -> Option<String> {
    let spare = match part.len() % 4 {
        2 => 4,
        3 => 2,
        _ => return None,
    };
    let last = *part.as_bytes().last()?;
    let value = ALPHABET.iter().position(|byte| *byte == last)?;
    assert_eq!(
        value % (1 << spare),
        0,
        "the server's own spelling is strict"
    );
    let other = char::from(ALPHABET[value + 1]);
    Some(format!("{}{other}", &part[..part.len() - 1]))
}

/// The signature with the group's order added to its second half: valid to a lax verifier.
fn stretched(signature: &str) -> String {
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    let mut carry = 0_u16;
    for (byte, add) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        [*byte, _] = sum.to_le_bytes();
        carry = sum >> 8;
    }
    part(bytes)
}

#[tokio::test]
async fn a_good_token_in_another_spelling_is_refused() {
    each_kind(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let [h, c, s] = parts(&token);
        let mut bent = vec![
            format!("{h}=.{c}.{s}"),
            format!("{h}.{c}=.{s}"),
            format!("{h}.{c}==.{s}"),
            format!("{h}.{c}.{s}="),
            format!("{h}.{c}.{s}=="),
            format!("{h}.{c}"),
            format!("{h}.{c}."),
            format!("{h}..{s}"),
            format!(".{c}.{s}"),
            h.to_owned(),
            "..".to_owned(),
            ".".to_owned(),
            format!("{token}."),
            format!(".{token}"),
            format!("{h}.{c}.{s}.{s}"),
            format!("{h}.{c}.{s}.{c}.{s}"),
            format!("{token}x"),
            format!("{token}A"),
            format!("x{token}"),
            format!("{token},{token}"),
            format!("{token}%20"),
            format!("\"{token}\""),
            format!("{h}.{c}.{}", &s[..s.len() - 1]),
            format!("{h}.{c}.{}", &s[..s.len() - 4]),
            format!("{h}.{c}.{}", part([0; 64])),
            format!("{h}.{c}.{}", part([0; 63])),
            format!("{h}.{c}.{s}{s}"),
            format!("{h}.{h}.{s}"),
            format!("{c}.{h}.{s}"),
            format!("{h}.{}.{s}", part(plain(c) + " ")),
            format!("{}.{c}.{s}", h.to_lowercase()),
            json!({"protected": h, "payload": c, "signature": s})
                .to_string()
                .replace(' ', ""),
            json!({"payload": c, "signatures": [{"protected": h, "signature": s}]}).to_string(),
        ];
        let forger = Forger::who_saw(app, &token).await;
        if forger.algorithm == Algorithm::EdDsa {
            bent.push(format!("{h}.{c}.{}", stretched(s)));
        }
        // As long as a signature is, and nothing in it: 0 and 0 once fooled verifiers of ECDSA
        // (CVE-2022-21449).
        let long = plain_bytes(s).len();
        for byte in [0x00, 0x01, 0xff] {
            bent.push(format!("{h}.{c}.{}", part(vec![byte; long])));
            bent.push(format!("{h}.{c}.{}", part(vec![byte; long + 1])));
        }
        // Zeros in front, as a number may have them.
        bent.push(format!(
            "{h}.{c}.{}",
            part([&[0][..], &plain_bytes(s)].concat())
        ));
        bent.extend(loose(s).map(|s| format!("{h}.{c}.{s}")));
        bent.extend(loose(c).map(|c| format!("{h}.{c}.{s}")));
        bent.extend(loose(h).map(|h| format!("{h}.{c}.{s}")));
        for other in ["+", "/", "~", "-", "_"] {
            bent.push(format!("{h}.{c}.{}{other}", &s[..s.len() - 1]));
        }
        // Every single character counts.
        for at in (0..token.len()).step_by(7) {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            bent.push(String::from_utf8(bytes).unwrap());
        }
        for bent in bent {
            if bent != token {
                jwt_is_refused(app, &bent, REFUSED, &bent).await;
            }
        }
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

#[tokio::test]
async fn parts_of_two_good_tokens_make_no_third() {
    each_kind(async |app| {
        let admin = app.company().await;
        let (one, two) = (app.jwt_text(&admin).await, app.jwt_text(&admin).await);
        let (a, b) = (parts(&one), parts(&two));
        for fake in [
            format!("{}.{}.{}", a[0], a[1], b[2]),
            format!("{}.{}.{}", a[0], b[1], a[2]),
        ] {
            jwt_is_refused(app, &fake, &["Invalid signature."], "swapped").await;
        }
        is_let_in(&app.header(&format!("JWT {one}")), "the first").await;
        is_let_in(&app.header(&format!("JWT {two}")), "the second").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_inside_a_token_is_refused() {
    each_kind(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let forger = Forger::who_saw(app, &token).await;
        let nested = forger.sign(&forger.header, &token);
        jwt_is_refused(app, &nested, REFUSED, "nested").await;
        let quoted = forger.sign(&forger.header, &json!(token).to_string());
        jwt_is_refused(app, &quoted, REFUSED, "nested and quoted").await;
        is_let_in(&app.header(&format!("JWT {token}")), "the good one").await;
    })
    .await;
}

/// What is far too long to be ours is refused by its length, at every door: what stands in it, even
/// a good signature, plays no part any more.
#[tokio::test]
async fn a_huge_token_is_refused_by_its_length_alone() {
    each_kind(async |app| {
        let admin = app.company().await;
        let token = app.jwt_text(&admin).await;
        let good = app.header(&format!("JWT {token}"));
        let [h, c, s] = parts(&token);
        let forger = Forger::who_saw(app, &token).await;
        let mut claims = forger.claims.clone();
        claims["jti"] = json!("x".repeat(40_000));
        let large = "A".repeat(60_000);
        for fake in [
            forger.sign(&forger.header, &claims.to_string()),
            format!("{large}.{c}.{s}"),
            format!("{h}.{large}.{s}"),
            format!("{h}.{c}.{large}"),
            format!("{token}{}", ".".repeat(4_097 - token.len())),
            ".".repeat(60_000),
            "[".repeat(60_000),
            forger.sign(&forger.header, &"[".repeat(40_000)),
            forger.sign(&forger.header, &"{\"a\":".repeat(8_000)),
        ] {
            for scheme in ["JWT", "Bearer", "UAT"] {
                let reply = app.header(&format!("{scheme} {fake}")).get(super::ME).await;
                let detail = "Invalid Authorization header. Credentials are too long.";
                super::is_refused(&reply, "authentication_failed", detail, scheme);
            }
            let detail = "Ensure this field has no more than 4096 characters.";
            for door in ["jwt/verify", "jwt/refresh", "introspect", "revoke"] {
                let path = format!("/api/v2/auth/{door}/");
                let reply = good.post(&path, json!({"token": fake})).await.expect(400);
                assert_eq!(*reply.json(), json!({"token": [detail]}), "{door}");
            }
        }
        // The limit is exact: one character less is looked into.
        let longest = format!("{token}{}", ".".repeat(4_096 - "JWT ".len() - token.len()));
        let reply = app.header(&format!("JWT {longest}")).get(super::ME).await;
        super::is_refused(&reply, "authentication_failed", REFUSED[0], "longest");
        is_let_in(&good, "the good one").await;
    })
    .await;
}
