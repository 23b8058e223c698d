//! An authenticator app, written from RFC 4226 and RFC 6238 and not from the program.

use aws_lc_rs::hmac;
use countermark_testkit::{Client, TestApp};
use serde_json::json;

/// The app on somebody's phone.
#[derive(Clone)]
pub(crate) struct Phone {
    secret: Vec<u8>,
}

impl Phone {
    /// Takes the secret that a person types.
    pub(crate) fn typed(base32: &str) -> Self {
        let (mut bits, mut held, mut secret) = (0_u64, 0, vec![]);
        for c in base32.bytes() {
            let value = match c {
                b'A'..=b'Z' => c - b'A',
                b'2'..=b'7' => c - b'2' + 26,
                other => panic!("not base 32: {other}"),
            };
            bits = (bits << 5) | u64::from(value);
            held += 5;
            if held >= 8 {
                held -= 8;
                secret.push((bits >> held & 0xff) as u8);
            }
        }
        Self { secret }
    }

    /// What it shows so many steps of thirty seconds from now.
    pub(crate) fn code_in(&self, app: &TestApp, steps: i64) -> String {
        let step = (app.now().seconds() / 30 + steps).cast_unsigned();
        format!("{:06}", self.hotp(step) % 1_000_000)
    }

    /// What it shows now.
    pub(crate) fn code(&self, app: &TestApp) -> String {
        self.code_in(app, 0)
    }

    fn hotp(&self, counter: u64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.secret);
        let tag = hmac::sign(&key, &counter.to_be_bytes());
        let at = usize::from(tag.as_ref()[19] & 15);
        let four: [u8; 4] = tag.as_ref()[at..at + 4].try_into().expect("four bytes");
        u32::from_be_bytes(four) & 0x7fff_ffff
    }
}

/// Sets up an authenticator app as that person; the app, and the recovery codes.
pub(crate) async fn enrol(app: &TestApp, client: &Client) -> (Phone, Vec<String>) {
    let begun = client
        .post("/api/v2/me/factors/totp/", json!({}))
        .await
        .expect(201);
    let phone = Phone::typed(begun["secret"].as_str().expect("a secret"));
    let body = json!({"otp": phone.code(app)});
    let on = client
        .post("/api/v2/me/factors/totp/confirm/", body)
        .await
        .expect(200);
    let codes = on["recovery_codes"].as_array().expect("codes").iter();
    let codes = codes.map(|code| code.as_str().expect("a code").to_owned());
    (phone, codes.collect())
}

/// RFC 6238 appendix B: this authenticator is one.
#[test]
fn the_phone_shows_what_the_rfc_says() {
    let phone = Phone {
        secret: b"12345678901234567890".to_vec(),
    };
    for (time, code) in [
        (59, 94_287_082),
        (1_111_111_109, 7_081_804),
        (20_000_000_000, 65_353_130),
    ] {
        assert_eq!(phone.hotp(time / 30) % 100_000_000, code);
    }
}
