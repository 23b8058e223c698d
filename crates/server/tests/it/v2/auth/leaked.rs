//! Passwords of the operator's list are refused wherever one is set (security checklist 7; NIST SP
//! 800-63B-4 §3.1.1.2; OWASP ASVS 5.0 §6.2.12).

use crate::{
    one_time::enrol,
    support::{accept, invite, log_in, mailed_code},
};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use countermark::{
    auth::{breached::Breached, limits::Limits},
    settings::Settings,
};
use countermark_core::{chain::hex, roles::Role};
use countermark_testkit::{PASSWORD, Reply, TestApp, db::engines};
use serde_json::json;
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;

/// Good ones but for being leaked; the last one for somebody who has a second factor.
const LEAKED: [&str; 3] = [
    "seven quiet herons wade far",
    "zwölf möwen über dem wattenmeer",
    "quokka fjord",
];
const GOOD: &str = "eleven calm otters drift home";
const SENTENCE: &str = "This password appears in a list of leaked passwords. Choose another one.";

/// The list as it is published.
pub(crate) fn list(folder: &TempDir) -> PathBuf {
    let mut lines: Vec<_> = LEAKED
        .iter()
        .map(|word| digest(&SHA1_FOR_LEGACY_USE_ONLY, word.as_bytes()))
        .chain((0..300_u16).map(|n| digest(&SHA1_FOR_LEGACY_USE_ONLY, &n.to_be_bytes())))
        .map(|sha1| format!("{}:7\r\n", hex(sha1.as_ref()).to_uppercase()))
        .collect();
    lines.sort();
    let path = folder.path().join("pwned.txt");
    std::fs::write(&path, lines.concat()).expect("written");
    path
}

fn refused(reply: &Reply, field: &str) {
    assert_eq!(
        (reply.status, reply.json()),
        (400, &json!({field: [SENTENCE]}))
    );
}

#[tokio::test]
async fn every_door_looks_into_the_list() {
    let folder = TempDir::new().expect("a folder");
    let breached = Breached::open(&list(&folder)).expect("a list");
    for engine in engines() {
        let settings = Settings {
            breached: Some(Arc::new(Breached::open(&list(&folder)).expect("a list"))),
            ..Settings::default()
        };
        let app = &TestApp::with(engine, settings, Limits::off()).await;
        // The set-up.
        let code = app.app.open_setup().to_string();
        let setup = |password: &str| {
            let body = json!({"code": code, "company": "Kallista", "email": "a@kallista.example", "password": password});
            let client = app.anonymous();
            async move { client.post("/api/v2/setup/", body).await }
        };
        refused(&setup(LEAKED[0]).await, "password");
        setup(GOOD).await.expect(201);
        // An invitation. However the letters are put together, it is the same password.
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let (_, code) = invite(app, &client, "new@company.example", Role::BrandManager).await;
        let apart = "zwo\u{308}lf mo\u{308}wen u\u{308}ber dem wattenmeer";
        for password in [LEAKED[1], apart] {
            refused(&accept(app, &code, password).await, "password");
        }
        accept(app, &code, GOOD).await.expect(201);
        // A link in a mail; it is not used up by the refusal.
        let body = json!({"email": "new@company.example"});
        let reset = "/api/v2/auth/password/reset/";
        app.anonymous().post(reset, body).await.expect(202);
        let code = mailed_code(app, "new@company.example").await;
        for (password, good) in [(LEAKED[0], false), (PASSWORD, true)] {
            let body = json!({"code": code, "password": password});
            let path = format!("{reset}confirm/");
            let reply = app.anonymous().post(&path, body).await;
            if good {
                reply.expect(204);
            } else {
                refused(&reply, "password");
            }
        }
        // The own password, with and without a second factor.
        let cookie = app.cookie(&admin).await;
        let change = async |password: &str| {
            let body = json!({"current_password": PASSWORD, "new_password": password});
            cookie.patch("/api/v2/me/password/", body).await
        };
        refused(&change(LEAKED[0]).await, "new_password");
        enrol(app, &cookie).await;
        refused(&change(LEAKED[2]).await, "new_password");
        // Who has such a password already still comes in with it.
        log_in(app, "new@company.example", PASSWORD)
            .await
            .expect(200);
        change(GOOD).await.expect(204);
    }
    assert!(breached.contains(LEAKED[0]).expect("read"));
}

/// A list that breaks while the server runs lets no password through unseen.
#[tokio::test]
async fn a_list_that_cannot_be_read_lets_nothing_through() {
    for engine in engines() {
        let folder = TempDir::new().expect("a folder");
        let path = list(&folder);
        let settings = Settings {
            breached: Some(Arc::new(Breached::open(&path).expect("a list"))),
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        let cookie = app.cookie(&app.company().await).await;
        std::fs::write(&path, "").expect("emptied");
        let body = json!({"current_password": PASSWORD, "new_password": GOOD});
        let reply = cookie.patch("/api/v2/me/password/", body).await.expect(500);
        assert!(!reply.text().contains("list"), "{}", reply.text());
    }
}
