//! Retries of `POST /api/v2/uats/{id}/rotate/`: one `Idempotency-Key`, one token.

use super::rotate::{DAY, client_of, path};
use axum::{body::Body, http::Method};
use countermark_testkit::{Client, Reply, TestApp, each};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn rotate(client: &Client, id: &str, key: &str, body: &Value) -> Reply {
    let mut request = client.request(Method::POST, &path(id), Body::from(body.to_string()));
    let headers = request.headers_mut();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("idempotency-key", key.parse().unwrap());
    client.send(request).await
}

async fn tokens(app: &TestApp) -> i64 {
    let mut raw = app.db.place.raw().await;
    let count = raw.number("SELECT COUNT(*) FROM uat").await;
    raw.close().await;
    count
}

#[tokio::test]
async fn the_same_request_gets_the_same_token_for_a_day() {
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let body = json!({"overlap": "now"});
        let key = "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"";
        let first = rotate(&app.jwt(&admin).await, &old.id, key, &body)
            .await
            .expect(201);
        let before = tokens(app).await;
        // Another node, a new log-in, the key without its quotation marks: the same request.
        let node = app.second_node().await;
        app.clock.advance(DAY - 1);
        for client in [
            app.jwt(&admin).await,
            node.with_auth_of(&app.cookie(&admin).await),
        ] {
            for key in [key, key.trim_matches('"')] {
                let again = rotate(&client, &old.id, key, &body).await.expect(201);
                assert_eq!(
                    (&again["token"], &again["id"]),
                    (&first["token"], &first["id"])
                );
            }
        }
        client_of(app, first.json())
            .get("/api/v2/me/")
            .await
            .expect(200);
        app.clock.advance(1);
        let late = rotate(&app.jwt(&admin).await, &old.id, key, &body)
            .await
            .expect(409);
        assert_eq!(late["successor"], first["id"]);
        assert_eq!(tokens(app).await, before);
        countermark::tasks::run(&app.app, "forget_uses")
            .await
            .unwrap();
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM uat_rotation").await, 0);
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_belongs_to_its_request_and_its_token() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let (old, other) = (
            app.uat(&admin, &["brand_view"]).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        let first = rotate(&boss, &old.id, "k1", &json!({"overlap": "24h"}))
            .await
            .expect(201);
        for body in [
            json!({"overlap": "1h"}),
            json!({"overlap": "24h", "valid_until": "2026-12-01"}),
        ] {
            let reply = rotate(&boss, &old.id, "k1", &body).await.expect(422);
            assert_eq!(reply.code(), "idempotency_key_reused");
        }
        let reply = rotate(&boss, &old.id, "k2", &json!({"overlap": "24h"}))
            .await
            .expect(409);
        assert_eq!(reply["successor"], first["id"]);
        // Without a key there is nothing to recognise.
        boss.post(&path(&old.id), json!({"overlap": "24h"}))
            .await
            .expect(409);
        let reply = rotate(&boss, &other.id, "k1", &json!({"overlap": "24h"}))
            .await
            .expect(201);
        assert_ne!(reply["token"], first["token"]);
        for wrong in ["", "\"\"", "a b", &"x".repeat(256)] {
            let reply = rotate(&boss, &old.id, wrong, &json!({"overlap": "24h"}))
                .await
                .expect(400);
            assert!(reply["Idempotency-Key"].is_array(), "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_retry_shows_nothing_to_others_and_nothing_that_was_revoked() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let colleague = app
            .person(&admin, countermark_core::roles::Role::AccountAdmin)
            .await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let body = json!({"overlap": "24h"});
        let first = rotate(&boss, &old.id, "k1", &body).await.expect(201);
        let reply = rotate(&app.jwt(&colleague).await, &old.id, "k1", &body)
            .await
            .expect(403);
        assert_eq!(reply.code(), "owner_required");
        let stranger = app.company().await;
        rotate(&app.jwt(&stranger).await, &old.id, "k1", &body)
            .await
            .expect(404);
        let new = format!("/api/v2/uats/{}/", first["id"].as_str().unwrap());
        boss.delete(&new).await.expect(204);
        // The first one is gone for good; the key makes a new one, with another secret.
        let second = rotate(&boss, &old.id, "k1", &body).await.expect(201);
        assert_ne!(
            second["token"].as_str().unwrap()[31..],
            first["token"].as_str().unwrap()[31..]
        );
    })
    .await;
}

/// Security checklist 55.
#[tokio::test]
async fn retries_that_meet_on_two_nodes_make_one_token() {
    each(async |app| {
        let admin = app.company().await;
        let here = app.jwt(&admin).await;
        let there = app.second_node().await.with_auth_of(&here);
        for round in 0..5 {
            let old = app.uat(&admin, &["brand_view"]).await;
            let before = tokens(app).await;
            let (body, key) = (json!({"overlap": "1h"}), format!("k{round}"));
            let calls = (0..8).map(|n| rotate([&here, &there][n % 2], &old.id, &key, &body));
            let replies = join_all(calls).await;
            for reply in &replies {
                assert_eq!((reply.status, &reply["token"]), (201, &replies[0]["token"]));
            }
            assert_eq!(tokens(app).await, before + 1);
            // Without a key one of them wins and the others learn who it was.
            let old = app.uat(&admin, &["brand_view"]).await;
            let p = path(&old.id);
            let calls = (0..8).map(|n| [&here, &there][n % 2].post(&p, body.clone()));
            let replies = join_all(calls).await;
            let made: Vec<_> = replies.iter().filter(|reply| reply.status == 201).collect();
            assert_eq!(made.len(), 1);
            for reply in replies.iter().filter(|reply| reply.status != 201) {
                assert_eq!((reply.status, &reply["successor"]), (409, &made[0]["id"]));
            }
        }
    })
    .await;
}

/// What is stored for retries does not hold the secret: whoever has the database and the client's
/// key, but not the master key, computes another one.
#[tokio::test]
async fn the_database_alone_makes_no_secret() {
    use countermark::secrets::{MasterKey, Secrets};
    use countermark_core::{ids::UatId, token::UatText};
    use countermark_store::uats::rotation;
    each(async |app| {
        let admin = app.company().await;
        let old = app.uat(&admin, &["brand_view"]).await;
        let made = rotate(
            &app.jwt(&admin).await,
            &old.id,
            "k1",
            &json!({"overlap": "1h"}),
        )
        .await
        .expect(201);
        let text = UatText::parse(made["token"].as_str().unwrap()).expect("a token");
        let id: UatId = old.id.parse().unwrap();
        let mut conn = app.app.db.read().await.unwrap();
        let stored = rotation::retry(&mut conn, admin.company, id)
            .await
            .unwrap()
            .expect("stored");
        let compute = |secrets: &Secrets, salt: &[u8], key: &str| {
            *secrets.successor_secret(admin.company, id, text.id, salt, key)
        };
        assert_eq!(compute(&app.app.secrets, &stored.salt, "k1"), *text.secret);
        let stolen = Secrets::new(&MasterKey::generate());
        assert_ne!(compute(&stolen, &stored.salt, "k1"), *text.secret);
        assert_ne!(compute(&app.app.secrets, &stored.salt, "k2"), *text.secret);
        assert_ne!(compute(&app.app.secrets, &[0; 32], "k1"), *text.secret);
        for bytes in [&stored.salt, &stored.key_digest, &stored.body_digest] {
            assert_ne!(bytes[..], text.secret[..]);
        }
    })
    .await;
}
