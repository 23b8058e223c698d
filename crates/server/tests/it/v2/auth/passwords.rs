//! What a password may be (security checklist 4 to 8).

use crate::support::{accept, invite, log_in};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, TestApp, each};
use serde_json::{Value, json};

/// Somebody new, who joins with that password; the answer's `password`, null when it was taken.
async fn join(app: &TestApp, number: usize, password: &str) -> (String, Value) {
    let admin = app.company().await;
    let email = format!("quentin.vandermeer{number}@harbour.example");
    let (_, code) = invite(app, &app.jwt(&admin).await, &email, Role::BrandManager).await;
    let reply = accept(app, &code, password).await;
    assert!([201, 400].contains(&reply.status), "{}", reply.text());
    (email, reply["password"].clone())
}

/// Security checklist 4, 5, 6: long is enough; nothing is asked of the characters, and each one
/// of them counts, to the last.
#[tokio::test]
async fn a_long_password_is_taken_as_it_is() {
    each(async |app| {
        let long = "korrekt pferd batterie klammer ".repeat(7);
        let exact = format!("{}é", "häuser und gärten 7 ".repeat(51));
        let at_limit: String = {
            let mut text = exact.clone();
            while text.len() > 1_024 {
                text.pop();
            }
            while text.len() < 1_024 {
                text.push('z');
            }
            text
        };
        let good = [
            "all lower case and long",
            "  spaces at both ends  ",
            "отличный пароль для моря",
            "鯨は海で歌い船は港で眠る夜に月",
            "tab\tand\u{7f}odd signs ~`|\\\"'<>",
            "🐳🦔🌵🎻🧭🪁🛶🧦🪣🥁🦚🍄🪵🧂🛎",
            &long[..200],
            &at_limit,
        ];
        for (number, password) in good.into_iter().enumerate() {
            let (email, error) = join(app, number, password).await;
            assert_eq!(error, Value::Null, "{password}");
            log_in(app, &email, password).await.expect(200);
            let mut shorter = password.to_owned();
            shorter.pop();
            for other in [
                shorter,
                format!("{password}x"),
                format!(" {password}"),
                format!("{password} "),
                password.trim().to_owned(),
                password.to_uppercase(),
            ] {
                if other != password && other.len() <= 1_024 && !other.is_empty() {
                    log_in(app, &email, &other).await.expect(400);
                    app.clock.advance(901);
                }
            }
        }
    })
    .await;
}

/// Security checklist 6: composed and decomposed characters are the same password.
#[tokio::test]
async fn two_ways_to_write_an_accent_are_one_password() {
    each(async |app| {
        let composed = "die m\u{fc}de \u{e9}tude am fl\u{fc}gel";
        let decomposed = "die mu\u{308}de e\u{301}tude am flu\u{308}gel";
        let (email, error) = join(app, 0, decomposed).await;
        assert_eq!(error, Value::Null);
        log_in(app, &email, composed).await.expect(200);
        log_in(app, &email, decomposed).await.expect(200);
        log_in(app, &email, "die mude etude am flugel")
            .await
            .expect(400);
        // Compatibility forms are other characters: NFC, not NFKC.
        let wide = composed.replace('a', "\u{ff41}");
        log_in(app, &email, &wide).await.expect(400);
    })
    .await;
}

/// Security checklist 4, 7: too short, too common, or made of what everybody knows of a person.
#[tokio::test]
async fn a_weak_password_is_refused_with_advice() {
    each(async |app| {
        let short = "Use at least 15 characters. A short sentence is easy to remember.";
        let weak = "This password is too easy to guess: it is made of common passwords, names or \
                    patterns. Try a sentence of your own.";
        let cases = [
            ("", "This field may not be blank."),
            ("Tr0ub4dor&3", short),
            ("fourteen chars", short),
            // 14 characters after composition, though 15 before.
            ("fourteen chare\u{301}", short),
            ("aaaaaaaaaaaaaaaaaaaa", weak),
            ("passwordpassword", weak),
            ("password12345678", weak),
            ("qwertyuiopasdfgh", weak),
            ("123456789012345678", weak),
            ("iloveyouiloveyou", weak),
            ("Countermark2026!", weak),
            ("countermarkcountermark", weak),
            ("quentin.vandermeer", weak),
            ("vandermeer-quentin", weak),
            ("company company 1", weak),
            (
                "nul in the middle \0 of it",
                "Null characters are not allowed.",
            ),
        ];
        for (number, (password, sentence)) in cases.into_iter().enumerate() {
            let (_, error) = join(app, number, password).await;
            assert_eq!(error, json!([sentence]), "{password}");
        }
        let (_, error) = join(app, 100, &"x".repeat(1_025)).await;
        assert_eq!(
            error,
            json!(["Ensure this field has no more than 1024 bytes."])
        );
    })
    .await;
}

/// Security checklist 8: argon2id with OWASP's cost and a salt of its own for each.
#[tokio::test]
async fn passwords_are_kept_as_argon2id() {
    each(async |app| {
        let (first, _) = join(app, 1, PASSWORD).await;
        let (second, _) = join(app, 2, PASSWORD).await;
        let mut raw = app.db.place.raw().await;
        let mut hashes = vec![];
        for email in [first, second] {
            let rows = raw
                .rows(&format!(
                    "SELECT password_hash FROM person WHERE email = '{email}'"
                ))
                .await;
            hashes.push(rows[0][0].clone());
        }
        raw.close().await;
        for hash in &hashes {
            assert!(
                hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
                "{hash}"
            );
            let salt = hash.split('$').nth(4).unwrap();
            assert!(salt.len() >= 22, "16 bytes in base64: {salt}");
        }
        assert_ne!(hashes[0], hashes[1]);
    })
    .await;
}
