//! After a rotation: the old token ends early when it is quiet, and its use afterwards is told.

use super::rotate::{DAY, client_of, path};
use crate::support::{entries, entry, peer};
use axum::{body::Body, http::Method};
use countermark::tasks::run;
use countermark_testkit::{Client, Person, TestApp, Token, each};
use serde_json::json;

const ME: &str = "/api/v2/me/";

/// An old token and the client of its successor.
async fn rotated(app: &TestApp, admin: &Person, overlap: &str) -> (Token, Client) {
    let old = app.uat(admin, &["brand_view"]).await;
    let boss = app.jwt(admin).await;
    let made = boss
        .post(&path(&old.id), json!({"overlap": overlap}))
        .await
        .expect(201);
    (old, client_of(app, made.json()))
}

async fn supersede(app: &TestApp) {
    run(&app.app, "supersede").await.unwrap();
}

#[tokio::test]
async fn the_old_one_ends_early_once_the_new_one_is_used_and_it_is_quiet() {
    each(async |app| {
        let admin = app.company().await;
        let (old, new) = rotated(app, &admin, "24h").await;
        old.client.get(ME).await.expect(200);
        // Quiet for long, but nobody has used the new one.
        app.clock.advance(10 * 3_600);
        supersede(app).await;
        old.client.get(ME).await.expect(200);
        new.get(ME).await.expect(200);
        // Now the new one is used, and the old one was a moment ago; a quarter of a day is quiet.
        app.clock.advance(6 * 3_600 - 1);
        supersede(app).await;
        let before = app.app.db.statements();
        supersede(app).await;
        assert!(app.app.db.statements() > before);
        app.clock.advance(1);
        assert_eq!(entries(app, &admin, "uat.supersede").await.len(), 0);
        supersede(app).await;
        assert_eq!(
            old.client.get(ME).await.expect(401).code(),
            "token_superseded"
        );
        new.get(ME).await.expect(200);
        let logged = entry(app, &admin, "uat.supersede").await;
        assert_eq!(
            (&logged["object_id"], &logged["credential"]["kind"]),
            (&json!(old.id), &json!("task"))
        );
        supersede(app).await;
        assert_eq!(entries(app, &admin, "uat.supersede").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_of_every_night_is_not_cut_off_in_a_week() {
    each(async |app| {
        let admin = app.company().await;
        let (old, new) = rotated(app, &admin, "7d").await;
        for _ in 0..5 {
            new.get(ME).await.expect(200);
            old.client.get(ME).await.expect(200);
            supersede(app).await;
            app.clock.advance(DAY);
            supersede(app).await;
        }
        old.client.get(ME).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn another_nodes_memory_hears_of_the_early_end() {
    each(async |app| {
        let admin = app.company().await;
        let (old, new) = rotated(app, &admin, "24h").await;
        new.get(ME).await.expect(200);
        old.client.get(ME).await.expect(200);
        app.clock.advance(7 * 3_600);
        supersede(app).await;
        let node = app.second_node().await.with_auth_of(&old.client);
        node.get(ME).await.expect(401);
    })
    .await;
}

async fn notices(app: &TestApp, person: &Person) -> Vec<serde_json::Value> {
    let list = app
        .jwt(person)
        .await
        .get("/api/v2/notices/")
        .await
        .expect(200);
    list["results"].as_array().unwrap().clone()
}

/// Security checklist 37: an event, once an hour and token, and a notice to the owner.
#[tokio::test]
async fn the_use_of_a_replaced_token_is_told_once_an_hour() {
    each(async |app| {
        let admin = app.company().await;
        let (old, new) = rotated(app, &admin, "1h").await;
        app.clock.advance(3_600);
        for _ in 0..5 {
            let mut request = old.client.request(Method::GET, ME, Body::empty());
            request.extensions_mut().insert(peer("198.51.100.66"));
            let reply = old.client.send(request).await.expect(401);
            assert_eq!(
                reply["detail"],
                "This token has been replaced by another one."
            );
        }
        let logged = entry(app, &admin, "uat.superseded_use").await;
        assert_eq!(
            logged["after"],
            json!({"address": "198.51.100.66", "revoked": 0})
        );
        assert_eq!(logged["address"], "198.51.100.66");
        assert_eq!(logged["credential"], json!({"kind": "uat", "id": old.id}));
        let told = notices(app, &admin).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["kind"], "uat_superseded_use");
        assert_eq!(told[0]["uat"]["id"], old.id);
        // A node that has not told yet asks the database first.
        let node = app.second_node().await.with_auth_of(&old.client);
        node.get(ME).await.expect(401);
        assert_eq!(entries(app, &admin, "uat.superseded_use").await.len(), 1);
        // By default the family lives on.
        new.get(ME).await.expect(200);
        app.clock.advance(3_600);
        old.client.get(ME).await.expect(401);
        assert_eq!(entries(app, &admin, "uat.superseded_use").await.len(), 2);
        // The later notice stands in the place of the earlier one.
        assert_eq!(notices(app, &admin).await.len(), 1);
        let mut raw = app.db.place.raw().await;
        let mails = "SELECT COUNT(*) FROM mail WHERE kind = 'uat_superseded_use'";
        assert_eq!(raw.number(mails).await, 2);
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn only_the_right_secret_raises_the_alarm() {
    each(async |app| {
        let admin = app.company().await;
        let (old, _) = rotated(app, &admin, "now").await;
        let other = app.uat(&admin, &["brand_view"]).await;
        let crossed = crate::authz::crossed(&old.text, &other.text);
        let reply = app
            .header(&format!("UAT {crossed}"))
            .get(ME)
            .await
            .expect(401);
        assert_eq!(reply.code(), "authentication_failed");
        assert!(entries(app, &admin, "uat.superseded_use").await.is_empty());
        // Neither does one that was revoked before its overlap was over.
        let (revoked, _) = rotated(app, &admin, "24h").await;
        revoked
            .client
            .delete("/api/v2/uats/self/")
            .await
            .expect(204);
        app.clock.advance(2 * DAY);
        assert_eq!(
            revoked.client.get(ME).await.expect(401).code(),
            "token_revoked"
        );
        assert!(entries(app, &admin, "uat.superseded_use").await.is_empty());
    })
    .await;
}
