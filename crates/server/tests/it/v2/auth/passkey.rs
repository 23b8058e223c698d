//! Signing in and proving oneself by passkey (security checklist 16): alone, after the password,
//! and again inside a session.

use crate::{
    soft_passkey::SoftPasskey,
    support::{entries, entry},
    v2::me::factors::passkeys::add,
};
use countermark_core::roles::Role;
use countermark_testkit::{PASSWORD, Reply, TestApp, each};
use serde_json::{Value, json};

const SESSION: &str = "/api/v2/auth/session/";
const CONFIRM: &str = "/api/v2/auth/session/confirm/";

async fn begin(app: &TestApp) -> Value {
    let reply = app
        .anonymous()
        .post("/api/v2/auth/passkey/begin/", json!({}))
        .await;
    reply.expect(200).json().clone()
}

async fn finish(app: &TestApp, answer: Value) -> Reply {
    let body = json!({"passkey": answer});
    app.anonymous()
        .post("/api/v2/auth/passkey/finish/", body)
        .await
}

async fn sign_in(app: &TestApp, passkey: &mut SoftPasskey) -> Reply {
    let answer = passkey.get(&begin(app).await);
    finish(app, answer).await
}

fn refused(reply: Reply) {
    let reply = reply.expect(400);
    assert_eq!(reply.code(), "passkey_refused");
    assert_eq!(reply.header("set-cookie"), "");
}

#[tokio::test]
async fn a_verified_passkey_is_both_factors() {
    each(async |app| {
        let admin = app.company().await;
        let mut passkey = add(&app.cookie(&admin).await, true).await;
        let begun = begin(app).await;
        assert_eq!(begun["options"]["userVerification"], "required");
        assert_eq!(
            begun["options"]["allowCredentials"],
            json!([]),
            "it names nobody"
        );
        let reply = finish(app, passkey.get(&begun)).await.expect(201);
        assert_eq!(reply["me"]["user"]["email"], admin.email);
        assert!(reply.header("set-cookie").starts_with("countermark="));
        entry(app, &admin, "session.begin").await;
        let mut raw = app.db.place.raw().await;
        let kept = raw
            .rows("SELECT amr FROM session ORDER BY created_at DESC, amr")
            .await;
        raw.close().await;
        assert!(kept.iter().any(|row| row[0] == "hwk user mfa"), "{kept:?}");
        sign_in(app, &mut passkey).await.expect(201);
    })
    .await;
}

/// Without a PIN or a finger it is one factor, which does not do alone.
#[tokio::test]
async fn an_unverified_one_is_not_enough_alone() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let mut bare = add(&client, false).await;
        refused(sign_in(app, &mut bare).await);
        let mut good = add(&client, true).await;
        good.verifies = false;
        refused(sign_in(app, &mut good).await);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let client = app.cookie(&admin).await;
        let mut passkey = add(&client, true).await;
        let theirs = add(&app.cookie(&other).await, true).await;
        // Once, and within five minutes.
        let begun = begin(app).await;
        let answer = passkey.get(&begun);
        finish(app, answer.clone()).await.expect(201);
        refused(finish(app, answer).await);
        refused(finish(app, passkey.get(&begun)).await);
        let begun = begin(app).await;
        app.clock.advance(300);
        refused(finish(app, passkey.get(&begun)).await);
        // Another page.
        passkey.origin = "http://evil.example:8080".into();
        refused(sign_in(app, &mut passkey).await);
        passkey.origin = "http://localhost:8080".into();
        // A key that nobody knows, and one that claims to be somebody else's.
        let mut unknown = SoftPasskey::new(true);
        unknown.take_handle_of(&passkey);
        refused(sign_in(app, &mut unknown).await);
        let mut own = add(&client, true).await;
        own.take_handle_of(&theirs);
        refused(sign_in(app, &mut own).await);
        // A wrong signature.
        let mut answer = passkey.get(&begin(app).await);
        answer["credential"]["response"]["signature"] =
            unknown.get(&begin(app).await)["credential"]["response"]["signature"].clone();
        refused(finish(app, answer).await);
        sign_in(app, &mut passkey).await.expect(201);
        // Somebody who was shut out.
        let colleague = app.person(&admin, Role::BrandManager).await;
        let mut gone = add(&app.cookie(&colleague).await, true).await;
        let path = format!("/api/v2/users/{}/archive/", colleague.id);
        app.jwt(&admin)
            .await
            .post(&path, json!({}))
            .await
            .expect(200);
        refused(sign_in(app, &mut gone).await);
    })
    .await;
}

/// A counter that does not rise is a copy (WebAuthn Level 3 §6.1.1).
#[tokio::test]
async fn a_copy_is_noticed() {
    each(async |app| {
        let admin = app.company().await;
        let mut passkey = add(&app.cookie(&admin).await, true).await;
        sign_in(app, &mut passkey).await.expect(201);
        sign_in(app, &mut passkey).await.expect(201);
        passkey.counter = 1;
        refused(sign_in(app, &mut passkey).await);
        assert_eq!(entries(app, &admin, "user.passkey_copied").await.len(), 1);
        sign_in(app, &mut passkey).await.expect(201);
    })
    .await;
}

/// Removed while the challenge is open: the answer comes too late.
#[tokio::test]
async fn a_removed_one_does_not_finish_what_it_began() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let mut passkey = add(&client, true).await;
        let alone = begin(app).await;
        let body = json!({"email": admin.email, "password": PASSWORD});
        let second = app
            .anonymous()
            .post(SESSION, body.clone())
            .await
            .expect(400);
        let again = client
            .post(&format!("{CONFIRM}passkey/"), json!({}))
            .await
            .expect(200);
        let shown = client.get("/api/v2/me/factors/").await.expect(200);
        let path = format!(
            "/api/v2/me/factors/passkeys/{}/",
            shown["passkeys"][0]["id"]
        );
        add(&client, true).await;
        client.delete(&path).await.expect(204);
        refused(finish(app, passkey.get(&alone)).await);
        let mut body = body;
        body["passkey"] = passkey.get(&second["passkey"]);
        refused(app.anonymous().post(SESSION, body).await);
        let answer = passkey.get(again.json());
        refused(client.post(CONFIRM, json!({"passkey": answer})).await);
    })
    .await;
}

#[tokio::test]
async fn after_the_password_any_passkey_of_the_person_does() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let mut bare = add(&app.cookie(&admin).await, false).await;
        let mut theirs = add(&app.cookie(&other).await, true).await;
        let body = json!({"email": admin.email, "password": PASSWORD});
        let asked = async || {
            let reply = app.anonymous().post(SESSION, body.clone()).await.expect(400);
            assert_eq!(reply.code(), "otp_required");
            assert_eq!(reply["factors"], json!(["passkey", "recovery_code"]));
            reply["passkey"].clone()
        };
        let with = async |answer: Value, password: &str| {
            let body = json!({"email": admin.email, "password": password, "passkey": answer});
            app.anonymous().post(SESSION, body).await
        };
        with(bare.get(&asked().await), PASSWORD).await.expect(201);
        refused(with(theirs.get(&asked().await), PASSWORD).await);
        let answer = bare.get(&asked().await);
        let wrong = with(answer.clone(), "wrong").await.expect(400);
        assert_eq!(wrong.code(), "", "a wrong password looks as ever");
        // The challenge of the other door is not good here.
        refused(with(bare.get(&begin(app).await), PASSWORD).await);
        with(answer, PASSWORD).await.expect(201);
        // No browser is there at the other door.
        let body = json!({"email": admin.email, "password": PASSWORD, "passkey": bare.get(&asked().await)});
        let reply = app.anonymous().post("/api/v2/auth/jwt/", body).await.expect(400);
        assert_eq!(reply.code(), "uat_required");
    })
    .await;
}

#[tokio::test]
async fn a_session_is_made_fresh_by_passkey() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let none = client
            .post(&format!("{CONFIRM}passkey/"), json!({}))
            .await
            .expect(409);
        assert_eq!(none.code(), "conflict");
        let (mut good, mut bare) = (add(&client, true).await, add(&client, false).await);
        let other = app.cookie(&admin).await;
        app.clock.advance(601);
        let begin = async || {
            let reply = client.post(&format!("{CONFIRM}passkey/"), json!({})).await;
            reply.expect(200).json().clone()
        };
        // Not in another session of the same person.
        let stolen = good.get(&begin().await);
        refused(other.post(CONFIRM, json!({"passkey": stolen})).await);
        let answer = good.get(&begin().await);
        client
            .post(CONFIRM, json!({"passkey": answer}))
            .await
            .expect(204);
        client.delete("/api/v2/me/factors/totp/").await.expect(404);
        app.clock.advance(601);
        // Without a PIN it needs the password beside it.
        let answer = bare.get(&begin().await);
        let reply = client
            .post(CONFIRM, json!({"passkey": answer}))
            .await
            .expect(400);
        assert_eq!(
            *reply.json(),
            json!({"password": ["This field is required."]})
        );
        let answer = bare.get(&begin().await);
        client
            .post(CONFIRM, json!({"passkey": answer, "password": PASSWORD}))
            .await
            .expect(204);
    })
    .await;
}

/// A server that people reach by a number has no passkeys, and says so.
#[tokio::test]
async fn without_a_name_there_are_none() {
    use countermark::{auth::limits::Limits, settings::Settings};
    for (url, there) in [
        ("https://203.0.113.7", false),
        ("https://countermark.example", true),
        ("https://countermark.example:8443", true),
    ] {
        let settings = Settings {
            public_url: Some(url.into()),
            ..Settings::default()
        };
        let engine = countermark_store::Engine::Sqlite;
        let app = TestApp::with(engine, settings, Limits::off()).await;
        assert_eq!(app.app.passkeys.get().is_ok(), there, "{url}");
    }
}
