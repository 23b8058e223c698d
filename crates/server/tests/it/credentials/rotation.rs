//! The life of the JWT keys, on one node and on several (security checklist 29).

use super::{ME, is_let_in, is_shut_out, jwt_is_refused};
use countermark::{
    app::App,
    auth::rotation::{Wish, advance},
    settings::Settings,
};
use countermark_core::keys::{Algorithm, LEAD_SECONDS, SIGNING_SECONDS, VERIFY_SECONDS};
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};
use std::time::Instant;

async fn kids(client: &Client) -> Vec<String> {
    let reply = client.get("/.well-known/jwks.json").await.expect(200);
    let keys = reply["keys"].as_array().unwrap().clone();
    let kid = |key: &Value| key["kid"].as_str().unwrap().to_owned();
    keys.iter().map(kid).collect()
}

fn kid_of(token: &str) -> String {
    let header = super::forge::plain(super::forge::parts(token)[0]);
    let header: Value = serde_json::from_str(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

async fn wish(app: &TestApp, wish: Wish) {
    advance(&app.app.db, &app.app.secrets, wish, None, app.now())
        .await
        .expect("done");
}

async fn task(app: &App) {
    countermark::tasks::run(app, "rotate_keys")
        .await
        .expect("run");
}

#[tokio::test]
async fn keys_rotate_by_themselves_every_90_days_and_nobody_notices() {
    each(async |app| {
        let admin = app.company().await;
        let mut seen = Vec::new();
        // A year, an hour and a half at a time: each JWT lives for an hour.
        let mut last: Option<String> = None;
        for step in 0..(365 * 24 / 6) {
            let token = app.jwt_text(&admin).await;
            if !seen.contains(&kid_of(&token)) {
                seen.push(kid_of(&token));
            }
            is_let_in(&app.header(&format!("JWT {token}")), &step.to_string()).await;
            if let Some(last) = &last {
                assert_ne!(*last, token);
            }
            last = Some(token);
            app.clock.advance(6 * 3_600);
            app.task("rotate_keys").await;
        }
        assert_eq!(seen.len(), 5, "a key each 90 days");
        assert!(kids(&app.anonymous()).await.len() <= 2, "old keys are gone");
    })
    .await;
}

#[tokio::test]
async fn a_jwt_signed_just_before_the_turn_is_good_until_its_own_end() {
    each(async |app| {
        let admin = app.company().await;
        app.clock.advance(SIGNING_SECONDS - LEAD_SECONDS);
        app.task("rotate_keys").await;
        assert_eq!(kids(&app.anonymous()).await.len(), 2, "published");
        app.clock.advance(LEAD_SECONDS - 1);
        let token = app.jwt_text(&admin).await;
        app.clock.advance(1);
        app.task("rotate_keys").await;
        let young = app.jwt_text(&admin).await;
        assert_ne!(kid_of(&token), kid_of(&young), "another key signs");
        app.clock.advance(3_598);
        app.task("rotate_keys").await;
        is_let_in(&app.header(&format!("JWT {token}")), "its last second").await;
        app.clock.advance(1);
        app.task("rotate_keys").await;
        let client = app.header(&format!("JWT {token}"));
        is_shut_out(&client, "token_expired", "its own end").await;
        app.clock.advance(VERIFY_SECONDS);
        app.task("rotate_keys").await;
        assert_eq!(kids(&app.anonymous()).await, [kid_of(&young)]);
    })
    .await;
}

/// The private half is not kept longer than it is needed, and never in the clear.
#[tokio::test]
async fn a_key_that_signs_no_more_has_no_private_half() {
    each(async |app| {
        wish(app, Wish::Rotate).await;
        app.clock.advance(60);
        app.task("rotate_keys").await;
        let mut conn = app.app.db.read().await.unwrap();
        let keys = countermark_store::keys::history(&mut conn).await.unwrap();
        let length = |state: &str| {
            let key = keys.iter().find(|stored| stored.key.state.name() == state);
            key.map(|stored| stored.wrapped_private_key.len())
        };
        assert_eq!(length("verify_only"), Some(0));
        assert!(length("signing").unwrap() > 48);
    })
    .await;
}

/// Every node knows a key before it signs: whatever the order in which they notice, every JWT of
/// every node is good on every other.
#[tokio::test]
async fn nodes_that_notice_late_agree_all_the_time() {
    each(async |app| {
        let admin = app.company().await;
        let (other, other_client) = app.node_with(Settings::default()).await;
        wish(app, Wish::Rotate).await;
        // Within the minute, a node reads the key set sixty times; once is enough.
        task(&other).await;
        app.task("rotate_keys").await;
        app.clock.advance(60);
        let before = app.jwt_text(&admin).await;
        // The other node makes the turn; ours has not noticed yet and signs with the old key.
        task(&other).await;
        let late = app.jwt_text(&admin).await;
        assert_eq!(kid_of(&before), kid_of(&late));
        for token in [&before, &late] {
            let client = other_client.with_auth_of(&app.header(&format!("JWT {token}")));
            is_let_in(&client, "an old key on the node that turned").await;
        }
        app.task("rotate_keys").await;
        let young = app.jwt_text(&admin).await;
        assert_ne!(kid_of(&young), kid_of(&late));
        let client = other_client.with_auth_of(&app.header(&format!("JWT {young}")));
        is_let_in(&client, "the new key").await;
        assert_eq!(kids(&other_client).await, kids(&app.anonymous()).await);
    })
    .await;
}

/// Many nodes run the task at the same instant: one makes the step.
#[tokio::test]
async fn nodes_that_come_at_once_make_one_key() {
    each(async |app| {
        let mut nodes = Vec::new();
        for _ in 0..4 {
            nodes.push(app.node_with(Settings::default()).await.0);
        }
        for round in 1..4 {
            app.clock.advance(SIGNING_SECONDS - LEAD_SECONDS);
            futures_util::future::join_all(nodes.iter().map(task)).await;
            let mut conn = app.app.db.read().await.unwrap();
            let all = countermark_store::keys::history(&mut conn).await.unwrap();
            assert_eq!(all.len(), round + 1);
            drop(conn);
            app.clock.advance(LEAD_SECONDS);
            futures_util::future::join_all(nodes.iter().map(task)).await;
            app.clock.advance(VERIFY_SECONDS);
            futures_util::future::join_all(nodes.iter().map(task)).await;
        }
    })
    .await;
}

/// An emergency: every JWT ends, also those whose signature a node remembers; portal sessions
/// and UATs go on.
#[tokio::test]
async fn an_emergency_ends_every_jwt_and_nothing_else() {
    each(async |app| {
        let admin = app.company().await;
        let (other, other_client) = app.node_with(Settings::default()).await;
        let token = app.jwt_text(&admin).await;
        let here = app.header(&format!("JWT {token}"));
        let there = other_client.with_auth_of(&here);
        let (cookie, uat) = (
            app.cookie(&admin).await,
            app.uat(&admin, &["brand_view"]).await,
        );
        for client in [&here, &there, &cookie, &uat.client] {
            is_let_in(client, "before").await;
        }
        wish(app, Wish::ReplaceAll).await;
        app.task("rotate_keys").await;
        jwt_is_refused(app, &token, &["Error decoding signature."], "old").await;
        let young = app.jwt_text(&admin).await;
        is_let_in(&app.header(&format!("JWT {young}")), "new").await;
        // The other node has not run its task: it looks when it meets a key that it does not
        // know, and knows then, too, that the old one is gone.
        let client = other_client.with_auth_of(&app.header(&format!("JWT {young}")));
        is_let_in(&client, "new, elsewhere").await;
        is_shut_out(&there, "authentication_failed", "old, elsewhere").await;
        task(&other).await;
        is_shut_out(&there, "authentication_failed", "old, elsewhere, later").await;
        for client in [&cookie, &uat.client] {
            is_let_in(client, "no JWT").await;
        }
        assert_eq!(kids(&app.anonymous()).await.len(), 1);
    })
    .await;
}

/// The other nodes learn of an emergency within the bound of every revocation, also when nobody
/// shows them a new key and their task does not run.
#[tokio::test]
async fn an_emergency_reaches_the_other_nodes_like_a_revocation() {
    each(async |app| {
        let admin = app.company().await;
        if app.app.db.engine() != countermark_store::Engine::Postgres {
            // One node has SQLite to itself.
            return;
        }
        let (_, node) = app.node_with(Settings::default()).await;
        let there = node.with_auth_of(&app.jwt(&admin).await);
        is_let_in(&there, "before").await;
        wish(app, Wish::ReplaceAll).await;
        let began = Instant::now();
        let mut status = 200;
        while status == 200 && began.elapsed().as_secs() < 5 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            status = there.get(ME).await.status;
        }
        let took = began.elapsed().as_millis();
        assert_eq!(status, 401);
        assert!(took < 1_500, "{took} ms");
    })
    .await;
}

/// Strangers' unknown headers do not become queries.
#[tokio::test]
async fn a_flood_of_unknown_keys_asks_the_database_once_a_second() {
    each(async |app| {
        let admin = app.company().await;
        let [header, claims, signature] =
            super::forge::parts(&app.jwt_text(&admin).await).map(str::to_owned);
        let header = super::forge::plain(&header);
        let kid = serde_json::from_str::<Value>(&header).unwrap()["kid"].clone();
        let (started, before) = (Instant::now(), app.app.db.statements());
        for number in 0..500 {
            let fake = header.replace(kid.as_str().unwrap(), &format!("{number:022}"));
            let fake = format!("{}.{claims}.{signature}", super::forge::part(fake));
            let reply = app.header(&format!("JWT {fake}")).get(ME).await;
            assert_eq!(reply.status, 401);
        }
        let asked = app.app.db.statements() - before;
        let most = 1 + started.elapsed().as_secs();
        assert!(asked <= most, "{asked} statements, at most {most}");
    })
    .await;
}

/// Another setting brings a key of another kind; what the old one signed is good until its end.
#[tokio::test]
async fn a_change_of_algorithm_is_a_rotation() {
    each(async |app| {
        let admin = app.company().await;
        let mut tokens = vec![app.jwt_text(&admin).await];
        let (mut nodes, mut clients) = (Vec::new(), Vec::new());
        for algorithm in [Algorithm::Es256, Algorithm::Rs256, Algorithm::EdDsa] {
            let jwt_algorithm = algorithm;
            let settings = Settings {
                jwt_algorithm,
                ..Settings::default()
            };
            let (node, client) = app.node_with(settings).await;
            nodes.push(node);
            app.clock.advance(60);
            for node in nodes.iter().chain([&app.app]) {
                task(node).await;
            }
            tokens.push(app.jwt_text(&admin).await);
            let header = super::forge::plain(super::forge::parts(tokens.last().unwrap())[0]);
            assert!(header.contains(algorithm.name()), "{header}");
            clients.push(client);
            for client in &clients {
                for token in &tokens {
                    let client = client.with_auth_of(&app.header(&format!("JWT {token}")));
                    is_let_in(&client, algorithm.name()).await;
                }
            }
        }
        let body = json!({"token": tokens[0]});
        let path = "/api/v2/auth/jwt/refresh/";
        let reply = app.anonymous().post(path, body).await.expect(200);
        assert_eq!(kid_of(reply["token"].as_str().unwrap()), kid_of(&tokens[3]));
    })
    .await;
}
