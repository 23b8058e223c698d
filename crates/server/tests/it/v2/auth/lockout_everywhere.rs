//! Guessing from many networks and over many nodes is one guessing (security checklist 9, 10;
//! NIST SP 800-63B-4 §3.2.2).

use crate::{
    one_time::enrol,
    support::{invite, leased, post_from},
};
use countermark_core::{
    lockout::{FREE, FREE_IN_ALL},
    roles::Role,
};
use countermark_store::lockouts;
use countermark_testkit::{Client, PASSWORD, Reply, TestApp, each};
use serde_json::json;
use std::collections::BTreeMap;
use tokio::task::JoinSet;

const HOME: &str = "198.51.100.7";
const AWAY: &str = "203.0.113.9";
const JWT: &str = "/api/v2/auth/jwt/";

async fn attempt(client: &Client, from: &str, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "password": password});
    post_from(client, from, JWT, &body).await
}

/// The address of the stranger of that number: each has a network of their own.
fn stranger(number: i64) -> String {
    format!("10.0.{}.{}", number / 250, number % 250 + 1)
}

/// So many strangers have failed already.
async fn have_failed(app: &TestApp, email: &str, strangers: i64) {
    let account = app.app.secrets.account_digest(email);
    let mut tx = app.app.db.write().await.expect("a transaction");
    for number in 0..strangers {
        let network = stranger(10_000 + number);
        let wait = lockouts::failed(&mut tx, &account, &network, app.now()).await;
        assert_eq!(wait.expect("counted"), None);
    }
    tx.commit_unaudited().await.expect("committed");
}

fn wait(reply: &Reply) -> i64 {
    assert_eq!(reply.code(), "throttled");
    reply.header("retry-after").parse().expect("seconds")
}

/// Security checklist 9, 10: many networks get no more guesses than the bound, then one after a
/// wait that grows to a quarter of an hour and no further. Somebody who is nobody is counted alike.
#[tokio::test]
async fn all_networks_together_are_bound() {
    each(async |app| {
        let admin = app.company().await;
        for email in [&*admin.email, "nobody@company.example"] {
            let client = app.anonymous();
            have_failed(app, email, FREE_IN_ALL - 3).await;
            for number in 0..3 {
                attempt(&client, &stranger(number), email, "wrong")
                    .await
                    .expect(400);
            }
            let mut waits = vec![];
            for number in 3..15 {
                let refused = attempt(&client, &stranger(number), email, PASSWORD).await;
                let seconds = wait(&refused.expect(429));
                waits.push(seconds);
                app.clock.advance(seconds - 1);
                attempt(&client, &stranger(number), email, "wrong")
                    .await
                    .expect(429);
                app.clock.advance(1);
                attempt(&client, &stranger(number), email, "wrong")
                    .await
                    .expect(400);
            }
            assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        }
    })
    .await;
}

/// Security checklist 9: a stranger never locks somebody out of the place they sign in from, and
/// the person's log-ins there give the stranger nothing.
#[tokio::test]
async fn a_known_network_gets_in_while_strangers_hammer() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
        have_failed(app, &admin.email, FREE_IN_ALL).await;
        for number in 0..3 {
            attempt(&client, HOME, &admin.email, PASSWORD)
                .await
                .expect(200);
            attempt(&client, &stranger(number), &admin.email, "wrong")
                .await
                .expect(429);
        }
        // At home the own failures count, and nothing else.
        for _ in 0..FREE {
            attempt(&client, HOME, &admin.email, "wrong")
                .await
                .expect(400);
        }
        let refused = attempt(&client, HOME, &admin.email, PASSWORD).await;
        assert_eq!(wait(&refused.expect(429)), 1);
        app.clock.advance(1);
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
    })
    .await;
}

/// The right password forgives what came from its network, and nothing that came from elsewhere.
#[tokio::test]
async fn success_forgives_the_own_failures_only() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        have_failed(app, &admin.email, FREE_IN_ALL - 5).await;
        for _ in 0..4 {
            attempt(&client, AWAY, &admin.email, "wrong")
                .await
                .expect(400);
        }
        attempt(&client, AWAY, &admin.email, PASSWORD)
            .await
            .expect(200);
        for number in 0..5 {
            attempt(&client, &stranger(number), &admin.email, "wrong")
                .await
                .expect(400);
        }
        attempt(&client, &stranger(6), &admin.email, "wrong")
            .await
            .expect(429);
    })
    .await;
}

/// Security checklist 10: another spelling of the address is the same account.
#[tokio::test]
async fn every_spelling_is_one_account() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        have_failed(app, &admin.email, FREE_IN_ALL - 2).await;
        let spellings = [
            admin.email.to_uppercase(),
            format!("  {} ", admin.email),
            admin.email.clone(),
        ];
        for (number, email) in (0..).zip(&spellings) {
            let expected = if number < 2 { 400 } else { 429 };
            attempt(&client, &stranger(number), email, "wrong")
                .await
                .expect(expected);
        }
        // What was typed stands nowhere.
        let mut raw = app.db.place.raw().await;
        for table in ["login_failure", "known_network"] {
            let rows = raw.rows(&format!("SELECT * FROM {table}")).await;
            let told = rows.iter().flatten().any(|cell| cell.contains("example"));
            assert!(!told, "{table}: {rows:?}");
        }
        raw.close().await;
    })
    .await;
}

/// Tries at once, on two nodes; how each was answered, by status.
async fn hammer(
    nodes: &[Client],
    email: &str,
    tries: i64,
    network: impl Fn(i64) -> String,
) -> BTreeMap<u16, i64> {
    let mut answers = BTreeMap::new();
    let mut running = JoinSet::new();
    for number in 0..tries {
        // Fewer than the hashing pool takes: what is refused is refused by the lock.
        if running.len() == 8 {
            let done: Option<Result<u16, _>> = running.join_next().await;
            *answers.entry(done.unwrap().unwrap()).or_insert(0) += 1;
        }
        let client = nodes[usize::try_from(number).unwrap() % nodes.len()].clone();
        let (from, email) = (network(number), email.to_owned());
        running.spawn(async move { attempt(&client, &from, &email, "wrong").await.status });
    }
    while let Some(done) = running.join_next().await {
        *answers.entry(done.unwrap()).or_insert(0) += 1;
    }
    answers
}

/// Security checklist 9: however many nodes, and however many tries at once.
#[tokio::test]
async fn two_nodes_at_once_tell_no_more_than_the_bound() {
    each(async |app| {
        let admin = app.company().await;
        let nodes = [app.anonymous(), app.second_node().await];
        let one = hammer(&nodes, &admin.email, 24, |_| AWAY.into()).await;
        assert_eq!(one, BTreeMap::from([(400, FREE), (429, 24 - FREE)]));
        have_failed(app, &admin.email, FREE_IN_ALL - FREE - 10).await;
        let many = hammer(&nodes, &admin.email, 32, stranger).await;
        assert_eq!(many, BTreeMap::from([(400, 10), (429, 22)]));
        for client in &nodes {
            attempt(client, HOME, &admin.email, PASSWORD)
                .await
                .expect(429);
        }
    })
    .await;
}

/// The count outlives the program.
#[tokio::test]
async fn a_restart_forgives_nothing() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
        have_failed(app, &admin.email, FREE_IN_ALL).await;
        let anew = app.second_node().await;
        attempt(&anew, AWAY, &admin.email, PASSWORD)
            .await
            .expect(429);
        attempt(&anew, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
    })
    .await;
}

/// Whoever reads the account's mail is no stranger: while others hammer, a link lets the owner in
/// from anywhere, and a network that a thief signed in from is a strange one again.
#[tokio::test]
async fn a_new_password_by_mail_makes_its_network_the_only_known_one() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
        have_failed(app, &admin.email, FREE_IN_ALL).await;
        let body = json!({"email": admin.email});
        post_from(&client, AWAY, "/api/v2/auth/password/reset/", &body)
            .await
            .expect(202);
        let mails = app.mails().await;
        let text = format!("{:?}", mails.last().expect("a mail"));
        let (_, rest) = text.split_once("/#/reset/").expect("a link");
        let code: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let new = "nine calm herons wade far";
        let body = json!({"code": code, "password": new});
        post_from(&client, AWAY, "/api/v2/auth/password/reset/confirm/", &body)
            .await
            .expect(204);
        attempt(&client, AWAY, &admin.email, new).await.expect(200);
        attempt(&client, HOME, &admin.email, new).await.expect(429);
    })
    .await;
}

/// Changing the password where one is signed in has the same effect.
#[tokio::test]
async fn a_changed_password_forgets_other_networks() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, AWAY, &admin.email, PASSWORD)
            .await
            .expect(200);
        let new = "nine calm herons wade far";
        let body = json!({"current_password": PASSWORD, "new_password": new});
        let cookie = app.cookie(&admin).await;
        cookie.patch("/api/v2/me/password/", body).await.expect(204);
        have_failed(app, &admin.email, FREE_IN_ALL).await;
        attempt(&client, AWAY, &admin.email, new).await.expect(429);
        // Requests of this test's cookie come from no address; that one is known.
        client
            .post(JWT, json!({"email": admin.email, "password": new}))
            .await
            .expect(200);
    })
    .await;
}

/// Wrong passwords of somebody who is inside count against everybody outside, too.
#[tokio::test]
async fn a_fresh_log_in_is_no_way_around() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        have_failed(app, &admin.email, FREE_IN_ALL - 1).await;
        let confirm = "/api/v2/auth/session/confirm/";
        client
            .post(confirm, json!({"password": "wrong"}))
            .await
            .expect(400);
        attempt(&app.anonymous(), AWAY, &admin.email, "wrong")
            .await
            .expect(429);
        let body = json!({"password": PASSWORD});
        client.post(confirm, body).await.expect(429);
    })
    .await;
}

/// Security checklist 15: a wrong code is a wrong try like a wrong password, and the right password
/// alone tells a stranger nothing while they have to wait.
#[tokio::test]
async fn wrong_codes_count_in_all() {
    each(async |app| {
        let admin = app.company().await;
        enrol(app, &app.cookie(&admin).await).await;
        let client = app.anonymous();
        have_failed(app, &admin.email, FREE_IN_ALL - 1).await;
        let asked = attempt(&client, AWAY, &admin.email, PASSWORD).await;
        assert_eq!(asked.expect(400).code(), "otp_required");
        let body = json!({"email": admin.email, "password": PASSWORD, "otp": "000000"});
        let wrong = post_from(&client, AWAY, JWT, &body).await.expect(400);
        assert_eq!(wrong.code(), "otp_invalid");
        for from in [AWAY, HOME] {
            attempt(&client, from, &admin.email, PASSWORD)
                .await
                .expect(429);
        }
    })
    .await;
}

/// Somebody who has just joined is at home where they joined.
#[tokio::test]
async fn the_network_of_the_first_password_is_known() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        let email = "new@company.example";
        let (_, code) = invite(app, &app.jwt(&admin).await, email, Role::BrandManager).await;
        have_failed(app, email, FREE_IN_ALL).await;
        let body = json!({"code": code, "password": PASSWORD});
        post_from(&client, HOME, "/api/v2/invitations/accept/", &body)
            .await
            .expect(201);
        attempt(&client, HOME, email, PASSWORD).await.expect(200);
        attempt(&client, AWAY, email, PASSWORD).await.expect(429);
    })
    .await;
}

/// Nothing is kept for longer than it is of use.
#[tokio::test]
async fn old_failures_and_networks_are_forgotten() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
        attempt(&client, AWAY, "nobody@company.example", "wrong")
            .await
            .expect(400);
        have_failed(app, &admin.email, FREE_IN_ALL).await;
        let rows = async || {
            app.task("forget_mail").await;
            let mut raw = app.db.place.raw().await;
            let mut counts = vec![];
            for table in ["login_failure", "known_network"] {
                counts.push(raw.rows(&format!("SELECT 1 FROM {table}")).await.len());
            }
            raw.close().await;
            counts
        };
        let strangers = usize::try_from(FREE_IN_ALL).unwrap();
        assert_eq!(rows().await, [strangers + 3, 1]);
        // After an hour the few are forgotten, the many stay.
        app.clock.advance(3_601);
        assert_eq!(rows().await, [1, 1]);
        app.clock.advance(86_400);
        assert_eq!(rows().await, [0, 1]);
        app.clock.advance(89 * 86_400);
        assert_eq!(rows().await, [0, 0]);
    })
    .await;
}

/// The usual log-in, from a network that is known, reads the standing twice and writes nothing
/// for it.
#[tokio::test]
async fn the_usual_log_in_stays_cheap() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.anonymous();
        attempt(&client, HOME, &admin.email, PASSWORD)
            .await
            .expect(200);
        let statements = leased(app, async || {
            let before = app.app.db.statements();
            attempt(&client, HOME, &admin.email, PASSWORD)
                .await
                .expect(200);
            app.app.db.statements() - before
        })
        .await;
        assert!(statements <= 10, "{statements} statements");
        eprintln!("a log-in runs {statements} statements");
        let mut raw = app.db.place.raw().await;
        assert!(raw.rows("SELECT 1 FROM login_failure").await.is_empty());
        raw.close().await;
    })
    .await;
}
