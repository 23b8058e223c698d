//! `GET /api/v2/audit/checkpoints/`, `GET /api/v2/audit/keys/`, and the task that signs.

use super::check::{sql, ten};
use countermark_core::checkpoint::{Checkpoint, PublicKey};
use countermark_testkit::{Client, TestApp, each};
use serde_json::json;
use std::fmt::Write as _;

const PATH: &str = "/api/v2/audit/checkpoints/";

async fn task(app: &TestApp) {
    countermark::tasks::run(&app.app, "checkpoint")
        .await
        .expect("the task runs");
}

/// Lets the log be signed; returns the last checkpoint's line.
pub(super) async fn signed(app: &TestApp, client: &Client) -> String {
    app.clock.advance(700);
    task(app).await;
    let list = client.get(PATH).await.expect(200);
    list["results"][0]["text"]
        .as_str()
        .expect("a line")
        .to_owned()
}

#[tokio::test]
async fn a_checkpoint_is_signed_by_the_published_key() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let text = signed(app, &client).await;
        let checkpoint = Checkpoint::parse(&text).expect("a checkpoint");
        let keys = client.get("/api/v2/audit/keys/").await.expect(200);
        let key = &keys["results"][0];
        assert_eq!(
            (&key["algorithm"], &key["id"]),
            (&json!("Ed25519"), &json!(checkpoint.statement.key))
        );
        let key = PublicKey::parse(key["public_key"].as_str().unwrap()).expect("a key");
        assert!(checkpoint.is_signed_by(&key));
        // It is not the key of JWTs, and it is the same on every node.
        let jwks = app.anonymous().get("/.well-known/jwks.json").await;
        assert!(!jwks.text().contains(&key.id));
        let other = app.second_node().await.with_auth_of(&client);
        assert_eq!(
            other.get("/api/v2/audit/keys/").await.expect(200).json(),
            keys.json()
        );
    })
    .await;
}

#[tokio::test]
async fn a_log_is_signed_when_it_has_grown_and_time_has_gone() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let count = async || {
            client.get(PATH).await.expect(200)["results"]
                .as_array()
                .unwrap()
                .len()
        };
        task(app).await;
        assert_eq!(count().await, 1, "the first entries");
        app.clock.advance(1_200);
        task(app).await;
        assert_eq!(count().await, 1, "nothing new");
        client
            .post("/api/v2/brands/", json!({"name": "New"}))
            .await
            .expect(201);
        app.clock.advance(10);
        task(app).await;
        assert_eq!(count().await, 2, "something new, long after the last one");
        client
            .post("/api/v2/brands/", json!({"name": "Newer"}))
            .await
            .expect(201);
        app.clock.advance(590);
        task(app).await;
        assert_eq!(count().await, 2, "something new, but not ten minutes ago");
        app.clock.advance(10);
        task(app).await;
        let list = client.get(PATH).await.expect(200);
        assert_eq!(list["length"], 12);
        let positions: Vec<_> = list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["position"].clone())
            .collect();
        assert_eq!(positions, [12, 11, 10]);
        let before = client
            .get(&format!("{PATH}?before=12&limit=1"))
            .await
            .expect(200);
        assert_eq!(before["results"][0]["position"], 11);
    })
    .await;
}

/// A thousand entries do not wait for the ten minutes.
#[tokio::test]
async fn a_thousand_entries_are_signed_at_once() {
    each(async |app| {
        let (_, client) = ten(app).await;
        signed(app, &client).await;
        let mut csv = "sku,name,brand\n".to_owned();
        for number in 0..999 {
            let _ = writeln!(csv, "{number},Product,New brand {number}");
        }
        let path = "/api/v2/products/import/?sku=sku&name=name&brand=brand&create_brands=1";
        client
            .raw(axum::http::Method::POST, path, "text/csv", csv)
            .await
            .expect(200);
        app.clock.advance(10);
        task(app).await;
        let list = client.get(PATH).await.expect(200);
        assert_eq!(list["results"][0]["position"], 1_010);
    })
    .await;
}

/// A chain that was forged is not signed, whichever part of it was.
#[tokio::test]
async fn nothing_is_signed_that_does_not_follow_from_what_was_signed() {
    let forgeries = [
        // After the last checkpoint, and before it.
        "UPDATE audit SET label = 'x' WHERE position = 12",
        "UPDATE audit SET hash = NULL WHERE position = 10",
        "DELETE FROM audit WHERE position = 11",
        "UPDATE audit_checkpoint SET head = signature",
    ];
    for forgery in forgeries {
        each(async |app| {
            let (_, client) = ten(app).await;
            signed(app, &client).await;
            for name in ["K", "L", "M"] {
                client
                    .post("/api/v2/brands/", json!({"name": name}))
                    .await
                    .expect(201);
            }
            sql(app, &[forgery]).await;
            app.clock.advance(700);
            task(app).await;
            let list = client.get(PATH).await.expect(200);
            assert_eq!(list["results"].as_array().unwrap().len(), 1, "{forgery}");
            assert_eq!(list["results"][0]["position"], 10);
        })
        .await;
    }
}

/// Only who has the master key can add a key.
#[tokio::test]
async fn a_row_that_somebody_has_put_there_is_no_key() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let text = signed(app, &client).await;
        let statement = "INSERT INTO audit_key (id, public_key, private_key, created_at) \
             SELECT 'mine', public_key, private_key, created_at + 1 FROM audit_key";
        sql(app, &[statement]).await;
        let other = app.second_node().await.with_auth_of(&client);
        let keys = other.get("/api/v2/audit/keys/").await.expect(200);
        assert_eq!(keys["results"].as_array().unwrap().len(), 1);
        assert!(text.contains(keys["results"][0]["id"].as_str().unwrap()));
    })
    .await;
}
