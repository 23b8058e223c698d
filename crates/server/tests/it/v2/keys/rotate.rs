//! `POST /api/v2/keys/rotate/` (security checklist 29)

use super::{PATH, ROTATE};
use crate::support::{entries, entry_by};
use countermark_testkit::{TestApp, each};
use serde_json::{Value, json};

async fn states(app: &TestApp, client: &countermark_testkit::Client) -> Vec<String> {
    let _ = app;
    let reply = client.get(PATH).await.expect(200);
    let state = |key: &Value| key["state"].as_str().unwrap().to_owned();
    reply["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(state)
        .collect()
}

#[tokio::test]
async fn the_next_key_signs_in_a_minute_and_no_session_ends() {
    each(async |app| {
        let admin = app.company().await;
        let (jwt, cookie) = (app.jwt(&admin).await, app.cookie(&admin).await);
        let reply = jwt.post(ROTATE, json!({})).await.expect(200);
        assert_eq!(reply["results"][0]["state"], "published");
        assert_eq!(reply["results"][1]["state"], "signing");
        assert_eq!(reply["next_rotation"], "2026-11-24T12:01:00.000000Z");
        // Known to everybody before it signs.
        let jwks = app
            .anonymous()
            .get("/.well-known/jwks.json")
            .await
            .expect(200);
        assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
        assert_eq!(jwks.header("cache-control"), "public, max-age=60");
        app.clock.advance(59);
        app.task("rotate_keys").await;
        assert_eq!(states(app, &jwt).await, ["published", "signing"]);
        app.clock.advance(1);
        app.task("rotate_keys").await;
        assert_eq!(states(app, &jwt).await, ["signing", "verify_only"]);
        let young = app.jwt(&admin).await;
        for client in [&jwt, &cookie, &young] {
            client.get("/api/v2/me/").await.expect(200);
        }
    })
    .await;
}

/// The keys are every company's: nobody can harm the others by rotating again and again.
#[tokio::test]
async fn the_next_rotation_by_hand_is_an_hour_away_whoever_asks() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        app.jwt(&one)
            .await
            .post(ROTATE, json!({}))
            .await
            .expect(200);
        let mut refused = 0;
        for minute in 0..60 {
            for admin in [&one, &two] {
                let reply = app
                    .jwt(admin)
                    .await
                    .post(ROTATE, json!({}))
                    .await
                    .expect(409);
                assert_eq!(reply.code(), "conflict", "minute {minute}");
                refused += 1;
            }
            app.clock.advance(60);
            app.task("rotate_keys").await;
        }
        assert_eq!(refused, 120);
        app.clock.advance(60);
        app.task("rotate_keys").await;
        app.jwt(&two)
            .await
            .post(ROTATE, json!({}))
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn two_at_once_publish_one_key() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let calls = (0..8).map(|_| client.post(ROTATE, json!({})));
        let replies = futures_util::future::join_all(calls).await;
        let good = replies.iter().filter(|reply| reply.status == 200).count();
        let conflict = replies.iter().filter(|reply| reply.status == 409).count();
        assert_eq!((good, conflict), (1, 7));
        assert_eq!(states(app, &client).await, ["published", "signing"]);
    })
    .await;
}

#[tokio::test]
async fn it_is_in_the_log_of_the_company_that_asked() {
    each(async |app| {
        let (one, two) = (app.company().await, app.company().await);
        app.jwt(&one)
            .await
            .post(ROTATE, json!({}))
            .await
            .expect(200);
        let logged = entry_by(app, &one, "key.rotate", &one, "jwt").await;
        assert_eq!(logged["object_type"], "key");
        assert_eq!(entries(app, &two, "key.rotate").await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_refused_rotation_changes_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        app.clock.advance(601);
        let reply = client.post(ROTATE, json!({})).await.expect(403);
        assert_eq!(reply.code(), "fresh_login_required");
        let it = app
            .person(&admin, countermark_core::roles::Role::ItAdmin)
            .await;
        let it = app.jwt(&it).await;
        it.post(ROTATE, json!({})).await.expect(403);
        assert_eq!(states(app, &client).await, ["signing"]);
    })
    .await;
}
