//! The contract's limits (security checklist 10, 59). They run on the machine's own clock, and
//! what they allow grows while a test runs; the bounds here grow with it.

use crate::support::{peer, post_from};
use axum::{body::Body, http::Method};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::roles::Role;
use countermark_testkit::{Client, Reply, TestApp, db::engines};
use serde_json::json;
use std::time::Instant;

async fn each_limited(trusted_proxies: usize, test: impl AsyncFn(&TestApp)) {
    for engine in engines() {
        let settings = Settings {
            trusted_proxies,
            ..Settings::default()
        };
        test(&TestApp::with(engine, settings, Limits::contract()).await).await;
    }
}

async fn get_from(client: &Client, from: &str, forwarded: Option<&str>) -> Reply {
    let mut request = client.request(Method::GET, "/api/v2/me/", Body::empty());
    request.extensions_mut().insert(peer(from));
    if let Some(line) = forwarded {
        request
            .headers_mut()
            .insert("x-forwarded-for", line.parse().unwrap());
    }
    client.send(request).await
}

/// Calls until one is throttled; so many got through, and the limit allows no more than that.
async fn used_up(per_minute: u32, mut call: impl AsyncFnMut(usize) -> Reply) {
    let begun = Instant::now();
    for number in 0.. {
        let reply = call(number).await;
        if reply.status != 429 {
            assert!(number < 100_000, "never throttled");
            continue;
        }
        assert_eq!(reply.code(), "throttled");
        let wait: u64 = reply.header("retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        let unit = if wait == 1 { "second" } else { "seconds" };
        let sentence = format!("Request was throttled. Expected available in {wait} {unit}.");
        assert_eq!(reply["detail"], sentence);
        let grown = begun.elapsed().as_secs_f64() / 60.0 * f64::from(per_minute);
        let most = f64::from(per_minute) + grown + 5.0;
        let through = f64::from(u32::try_from(number).unwrap());
        assert!(
            f64::from(per_minute) <= through && through <= most,
            "{through}, not {most}"
        );
        return;
    }
}

/// Whether calls share the allowance that was just used up. It refills while the test runs, so a
/// call may slip through; an allowance of its own would let all of them through.
async fn shares(call: impl AsyncFn() -> Reply) -> bool {
    for _ in 0..100 {
        if call().await.status == 429 {
            return true;
        }
    }
    false
}

/// Security checklist 59.
#[tokio::test]
async fn a_network_without_credentials_has_200_calls_a_minute() {
    each_limited(0, async |app| {
        let admin = app.company().await;
        let token = app.jwt(&admin).await;
        let client = app.anonymous();
        // One customer's network is one network, whatever address in it is used.
        used_up(200, async |number| {
            get_from(&client, &format!("2001:db8:1:2::{number:x}"), None).await
        })
        .await;
        get_from(&client, "2001:db8:1:3::1", None).await.expect(401);
        get_from(&client, "198.51.100.7", None).await.expect(401);
        // A good credential is not anonymous.
        get_from(&token, "2001:db8:1:2::1", None).await.expect(200);
        // A bad one is.
        let nonsense = app.header("JWT nonsense");
        assert!(shares(async || get_from(&nonsense, "2001:db8:1:2::1", None).await).await);
        get_from(&app.header("UAT nonsense"), "198.51.100.7", None)
            .await
            .expect(401);
    })
    .await;
}

/// Security checklist 59: ten passwords a minute from one network, through all doors together.
#[tokio::test]
async fn a_network_has_10_log_ins_a_minute() {
    each_limited(0, async |app| {
        let client = app.anonymous();
        used_up(10, async |number| {
            let email = format!("nobody{number}@company.example");
            let (path, body) = match number % 4 {
                0 => (
                    "/api/v2/auth/jwt/",
                    json!({"email": email, "password": "x"}),
                ),
                1 => (
                    "/api/v2/auth/session/",
                    json!({"email": email, "password": "x"}),
                ),
                2 => ("/api/v2/invitations/look/", json!({"code": "x"})),
                _ => (
                    "/api/v2/setup/",
                    json!({"code": "x", "company": "C", "email": email, "password": "x"}),
                ),
            };
            post_from(&client, "198.51.100.7", path, &body).await
        })
        .await;
        let body = json!({"email": "nobody@company.example", "password": "x"});
        post_from(&client, "198.51.100.8", "/api/v2/auth/jwt/", &body)
            .await
            .expect(400);
    })
    .await;
}

/// Security checklist 59.
#[tokio::test]
async fn a_person_has_3000_calls_a_minute_with_all_credentials_together() {
    each_limited(0, async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::BrandManager).await;
        let jwt = app.jwt(&admin).await;
        let clients = [
            app.uat(&admin, &["brand_view"]).await.client,
            app.uat(&admin, &["brand_view"]).await.client,
        ];
        // Making the two tokens was two calls of this person.
        used_up(2_998, async |number| {
            get_from(&clients[number % 2], "198.51.100.7", None).await
        })
        .await;
        assert!(shares(async || get_from(&jwt, "198.51.100.9", None).await).await);
        get_from(&app.jwt(&colleague).await, "198.51.100.7", None)
            .await
            .expect(200);
    })
    .await;
}

/// Security checklist 10: without a proxy of ours the header is the client's own invention.
#[tokio::test]
async fn a_forwarded_header_does_not_buy_more_calls() {
    each_limited(0, async |app| {
        let client = app.anonymous();
        used_up(200, async |number| {
            get_from(
                &client,
                "198.51.100.7",
                Some(&format!("203.0.113.{}", number % 250)),
            )
            .await
        })
        .await;
    })
    .await;
}

/// Security checklist 10: with a proxy of ours, what it wrote counts, and not what stands left
/// of it.
#[tokio::test]
async fn behind_a_proxy_only_its_own_entry_counts() {
    each_limited(1, async |app| {
        let client = app.anonymous();
        used_up(200, async |number| {
            let line = format!("203.0.113.{}, 198.51.100.7", number % 250);
            get_from(&client, "10.0.0.1", Some(&line)).await
        })
        .await;
        get_from(&client, "10.0.0.1", Some("198.51.100.7, 198.51.100.8"))
            .await
            .expect(401);
    })
    .await;
}
