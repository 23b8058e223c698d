//! `/api/v2/me/factors/passkeys/`: adding, naming and removing passkeys.

use crate::{
    soft_passkey::SoftPasskey,
    support::{entry_by, log_in},
};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Reply, each};
use serde_json::{Value, json};

const PASSKEYS: &str = "/api/v2/me/factors/passkeys/";

pub(crate) async fn begin(client: &Client) -> Value {
    let reply = client.post(&format!("{PASSKEYS}begin/"), json!({})).await;
    reply.expect(200).json().clone()
}

pub(crate) async fn finish(client: &Client, answer: Value) -> Reply {
    let body = json!({"name": "Laptop", "passkey": answer});
    client.post(&format!("{PASSKEYS}finish/"), body).await
}

/// Adds a passkey to that person's account.
pub(crate) async fn add(client: &Client, verifies: bool) -> SoftPasskey {
    let mut passkey = SoftPasskey::new(verifies);
    let answer = passkey.create(&begin(client).await);
    finish(client, answer).await.expect(201);
    passkey
}

#[tokio::test]
async fn the_first_one_is_a_second_factor_with_recovery_codes() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.cookie(&admin).await, app.jwt(&admin).await);
        let begun = begin(&client).await;
        let options = &begun["options"];
        assert_eq!(
            options["rp"],
            json!({"name": "Countermark", "id": "localhost"})
        );
        assert_eq!(options["user"]["name"], admin.email);
        assert_eq!(
            options["authenticatorSelection"]["residentKey"],
            "preferred"
        );
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "preferred"
        );
        assert_eq!(options["attestation"], "none");
        let mut passkey = SoftPasskey::new(true);
        let added = finish(&client, passkey.create(&begun)).await.expect(201);
        assert_eq!(added["recovery_codes"].as_array().unwrap().len(), 10);
        assert_eq!(added["is_verified"], true);
        other.get("/api/v2/me/").await.expect(401);
        entry_by(app, &admin, "user.passkey_add", &admin, "session").await;
        let second = add(&client, false).await;
        let shown = client.get("/api/v2/me/factors/").await.expect(200);
        let list = shown["passkeys"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!(list[0]["name"], "Laptop");
        assert_eq!(list[1]["is_verified"], false);
        drop(second);
        // Contract §1.3: a tool cannot answer for a passkey.
        let reply = log_in(app, &admin.email, PASSWORD).await.expect(400);
        assert_eq!(reply.code(), "uat_required");
        let code = added["recovery_codes"][0].clone();
        let body = json!({"email": admin.email, "password": PASSWORD, "otp": code});
        app.anonymous()
            .post("/api/v2/auth/jwt/", body)
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_an_answer_is_refused() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        // Another page, another domain.
        for (origin, domain) in [
            ("https://localhost.evil.example", "localhost"),
            ("http://evil.example:8080", "localhost"),
            ("http://localhost:8080", "evil.example"),
        ] {
            let mut passkey = SoftPasskey::new(true);
            (passkey.origin, passkey.domain) = (origin.into(), domain.into());
            let answer = passkey.create(&begin(&client).await);
            let reply = finish(&client, answer).await.expect(400);
            assert_eq!(reply.code(), "passkey_refused", "{origin} {domain}");
        }
        // Another challenge than the one that was begun.
        let (mut one, two) = (begin(&client).await, begin(&client).await);
        one["options"]["challenge"] = two["options"]["challenge"].clone();
        let answer = SoftPasskey::new(true).create(&one);
        finish(&client, answer).await.expect(400);
        // Twice.
        let begun = begin(&client).await;
        let answer = SoftPasskey::new(true).create(&begun);
        finish(&client, answer.clone()).await.expect(201);
        finish(&client, answer).await.expect(400);
        let again = SoftPasskey::new(true).create(&begun);
        finish(&client, again).await.expect(400);
        // Too late.
        let begun = begin(&client).await;
        app.clock.advance(300);
        let answer = SoftPasskey::new(true).create(&begun);
        finish(&client, answer).await.expect(400);
        for nonsense in [
            json!(null),
            json!("x"),
            json!({}),
            json!({"challenge": "x"}),
        ] {
            let reply = finish(&client, nonsense).await.expect(400);
            assert!(reply["passkey"].is_array(), "{}", reply.text());
        }
        let answer =
            json!({"challenge": begin(&client).await["challenge"], "credential": {"id": 1}});
        assert_eq!(
            finish(&client, answer).await.expect(400).code(),
            "passkey_refused"
        );
        let shown = client.get("/api/v2/me/factors/").await.expect(200);
        assert_eq!(shown["passkeys"].as_array().unwrap().len(), 1);
    })
    .await;
}

/// A ceremony ends in the session it was begun in, on any node.
#[tokio::test]
async fn a_ceremony_is_bound_to_its_session() {
    each(async |app| {
        let admin = app.company().await;
        let (client, same_person) = (app.cookie(&admin).await, app.cookie(&admin).await);
        let colleague = app
            .cookie(&app.person(&admin, Role::BrandManager).await)
            .await;
        for thief in [&same_person, &colleague] {
            let begun = begin(&client).await;
            let answer = SoftPasskey::new(true).create(&begun);
            finish(thief, answer.clone()).await.expect(400);
            // It is burnt by then.
            finish(&client, answer).await.expect(400);
        }
        // A challenge for something else does not do, either.
        let begun = app
            .anonymous()
            .post("/api/v2/auth/passkey/begin/", json!({}))
            .await
            .expect(200);
        let mut with_user = begun.json().clone();
        with_user["options"]["user"] = json!({"id": "AAAA"});
        finish(&client, SoftPasskey::new(true).create(&with_user))
            .await
            .expect(400);
        let begun = begin(&client).await;
        let node = app.second_node().await.with_auth_of(&client);
        let answer = SoftPasskey::new(true).create(&begun);
        finish(&node, answer).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn one_credential_is_one_persons() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        let (first, second) = (app.cookie(&one).await, app.cookie(&two).await);
        let mut passkey = add(&first, true).await;
        let answer = passkey.create(&begin(&second).await);
        let reply = finish(&second, answer).await.expect(409);
        assert_eq!(reply.code(), "conflict");
        // The owner's browser is told which ones there are.
        let begun = begin(&first).await;
        assert_eq!(
            begun["options"]["excludeCredentials"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        let begun = begin(&second).await;
        assert_eq!(begun["options"]["excludeCredentials"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn it_is_named_and_removed_by_its_owner() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        add(&client, true).await;
        let shown = client.get("/api/v2/me/factors/").await.expect(200);
        let path = format!("{PASSKEYS}{}/", shown["passkeys"][0]["id"]);
        let renamed = client
            .patch(&path, json!({"name": " Blue key "}))
            .await
            .expect(200);
        assert_eq!(renamed["name"], "Blue key");
        let logged = entry_by(app, &admin, "user.passkey_rename", &admin, "session").await;
        assert_eq!(logged["label"], "Blue key");
        for wrong in [
            json!({}),
            json!({"name": ""}),
            json!({"name": "x", "verified": true}),
        ] {
            client.patch(&path, wrong).await.expect(400);
        }
        // A colleague's, even an admin's, hands do not reach it.
        let colleague = app.jwt(&app.person(&admin, Role::AccountAdmin).await).await;
        colleague
            .patch(&path, json!({"name": "x"}))
            .await
            .expect(404);
        colleague.delete(&path).await.expect(404);
        app.clock.advance(600);
        let reply = client.delete(&path).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
        let client = app.cookie(&admin).await;
        client.delete(&path).await.expect(204);
        client.delete(&path).await.expect(404);
        entry_by(app, &admin, "user.passkey_remove", &admin, "session").await;
        log_in(app, &admin.email, PASSWORD).await.expect(200);
    })
    .await;
}
