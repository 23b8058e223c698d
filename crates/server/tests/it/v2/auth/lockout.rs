//! Guessing passwords gets slower and slower, and nobody is locked out by somebody else
//! (security checklist 9, 10).

use crate::support::{log_in, post_from};
use countermark_testkit::{PASSWORD, Reply, TestApp, each};
use serde_json::json;

const HERE: &str = "198.51.100.7";
const ELSEWHERE: &str = "198.51.100.8";

async fn attempt(app: &TestApp, from: &str, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "password": password});
    post_from(&app.anonymous(), from, "/api/v2/auth/jwt/", &body).await
}

async fn fail(app: &TestApp, from: &str, email: &str, times: usize) {
    for _ in 0..times {
        attempt(app, from, email, "wrong").await.expect(400);
    }
}

fn wait(reply: &Reply) -> i64 {
    assert_eq!(reply.code(), "throttled");
    let seconds = reply.header("retry-after").parse().expect("seconds");
    let unit = if seconds == 1 { "second" } else { "seconds" };
    let sentence = format!("Request was throttled. Expected available in {seconds} {unit}.");
    assert_eq!(reply["detail"], sentence);
    seconds
}

/// Security checklist 9.
#[tokio::test]
async fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
    each(async |app| {
        let admin = app.company().await;
        fail(app, HERE, &admin.email, 5).await;
        let mut waits = vec![];
        for _ in 0..13 {
            let refused = attempt(app, HERE, &admin.email, "wrong").await.expect(429);
            let seconds = wait(&refused);
            waits.push(seconds);
            // A second too early is too early.
            app.clock.advance(seconds - 1);
            attempt(app, HERE, &admin.email, "wrong").await.expect(429);
            app.clock.advance(1);
            attempt(app, HERE, &admin.email, "wrong").await.expect(400);
        }
        assert_eq!(
            waits,
            [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
        );
    })
    .await;
}

/// Security checklist 9: while the lock holds, the right password tells nothing either.
#[tokio::test]
async fn the_right_password_waits_like_a_wrong_one_and_then_forgives_all() {
    each(async |app| {
        let admin = app.company().await;
        fail(app, HERE, &admin.email, 5).await;
        attempt(app, HERE, &admin.email, PASSWORD).await.expect(429);
        app.clock.advance(1);
        attempt(app, HERE, &admin.email, PASSWORD).await.expect(200);
        // Five more cost nothing again.
        fail(app, HERE, &admin.email, 5).await;
    })
    .await;
}

/// Security checklist 9: a stranger cannot lock a person out, and what is open stays open.
#[tokio::test]
async fn somebody_elsewhere_is_not_touched() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app
            .person(&admin, countermark_core::roles::Role::BrandManager)
            .await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let session = app.cookie(&admin).await;
        fail(app, HERE, &admin.email, 5).await;
        attempt(app, HERE, &admin.email, PASSWORD).await.expect(429);
        attempt(app, ELSEWHERE, &admin.email, PASSWORD)
            .await
            .expect(200);
        // The success elsewhere does not help the guesser here.
        attempt(app, HERE, &admin.email, PASSWORD).await.expect(429);
        attempt(app, HERE, &colleague.email, PASSWORD)
            .await
            .expect(200);
        token.get("/api/v2/me/").await.expect(200);
        session.get("/api/v2/me/").await.expect(200);
    })
    .await;
}

/// Security checklist 10: neither another spelling nor the neighbouring address starts anew.
#[tokio::test]
async fn the_counter_cannot_be_evaded() {
    each(async |app| {
        let admin = app.company().await;
        let (local, domain) = admin.email.split_once('@').unwrap();
        let spellings = [
            admin.email.clone(),
            admin.email.to_uppercase(),
            format!(" {} ", admin.email),
            format!("{}@{domain}", local.to_uppercase()),
            format!("{local}@{}", domain.to_uppercase()),
        ];
        let neighbours = ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"];
        for (at, email) in spellings.iter().enumerate() {
            attempt(app, neighbours[at % 2], email, "wrong")
                .await
                .expect(400);
        }
        for email in &spellings {
            attempt(app, "2001:db8:1:2::77", email, PASSWORD)
                .await
                .expect(429);
        }
        attempt(app, "2001:db8:1:3::1", &admin.email, PASSWORD)
            .await
            .expect(200);
        // The mapped form of an IPv4 address is that address.
        fail(app, HERE, &admin.email, 5).await;
        let mapped = format!("::ffff:{HERE}");
        attempt(app, &mapped, &admin.email, PASSWORD)
            .await
            .expect(429);
    })
    .await;
}

/// Every door counts: the portal's log-in, the JWT's, and the proofs of those who are inside.
#[tokio::test]
async fn one_counter_for_all_doors() {
    each(async |app| {
        let admin = app.company().await;
        let wrong = json!({"email": admin.email, "password": "wrong"});
        let client = app.cookie(&admin).await;
        for _ in 0..2 {
            log_in(app, &admin.email, "wrong").await.expect(400);
            app.anonymous()
                .post("/api/v2/auth/session/", wrong.clone())
                .await
                .expect(400);
        }
        client
            .post(
                "/api/v2/auth/session/confirm/",
                json!({"password": "wrong"}),
            )
            .await
            .expect(400);
        log_in(app, &admin.email, PASSWORD).await.expect(429);
        let body =
            json!({"current_password": PASSWORD, "new_password": "nine calm herons wade far"});
        client.patch("/api/v2/me/password/", body).await.expect(429);
        client
            .post(
                "/api/v2/auth/session/confirm/",
                json!({"password": PASSWORD}),
            )
            .await
            .expect(429);
    })
    .await;
}
