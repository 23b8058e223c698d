//! The contract's limits (security checklist 10, 59). They run on the machine's own clock, and
//! what they allow grows while a test runs; the bounds here grow with it.

use crate::support::{peer, post_from};
use axum::{body::Body, http::Method};
use countermark::{
    auth::limits::{Limits, Scope},
    settings::Settings,
};
use countermark_core::{ids::UatId, roles::Role};
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

/// Security checklist 59: a token that goes wild starves neither its owner's other tokens nor
/// the owner; to log in once more buys nothing.
#[tokio::test]
async fn each_token_has_3000_calls_a_minute_and_all_log_ins_of_a_person_together() {
    each_limited(0, async |app| {
        let admin = app.company().await;
        let wild = app.uat(&admin, &["brand_view"]).await.client;
        let other = app.uat(&admin, &["brand_view"]).await.client;
        let jwts = [app.jwt(&admin).await, app.cookie(&admin).await];
        used_up(3_000, async |_| get_from(&wild, "198.51.100.7", None).await).await;
        for _ in 0..100 {
            get_from(&other, "198.51.100.7", None).await.expect(200);
        }
        // Making the two tokens was two calls of this person.
        used_up(2_998, async |number| {
            get_from(&jwts[number % 2], "198.51.100.7", None).await
        })
        .await;
        let again = app.jwt(&admin).await;
        assert!(shares(async || get_from(&again, "198.51.100.9", None).await).await);
        get_from(&other, "198.51.100.7", None).await.expect(200);
        let colleague = app.person(&admin, Role::BrandManager).await;
        let theirs = app.jwt(&colleague).await;
        get_from(&theirs, "198.51.100.7", None).await.expect(200);
    })
    .await;
}

/// Security checklist 59: a person who makes many tokens has five times the calls of one of them,
/// and no more; what an answer says is left is what is left.
#[tokio::test]
async fn all_tokens_of_a_person_have_one_ceiling() {
    each_limited(0, async |app| {
        let admin = app.company().await;
        let colleague = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let theirs = app.uat(&colleague, &["brand_view"]).await.client;
        let portal = app.cookie(&admin).await;
        // Other tokens of hers, at work elsewhere. The ceiling fills up again while this runs.
        let mut refused = get_from(&token, "198.51.100.7", None).await.expect(200);
        for number in 0..200 {
            let other = UatId(number);
            while app.app.limits.token(Scope::User, other, admin.id).is_ok() {}
            refused = get_from(&token, "198.51.100.7", None).await;
            if refused.status == 429 {
                break;
            }
        }
        let refused = refused.expect(429);
        assert_eq!(refused.header("ratelimit"), "\"user\";r=0;t=60");
        assert_eq!(refused.header("retry-after"), "1");
        get_from(&theirs, "198.51.100.7", None).await.expect(200);
        get_from(&portal, "198.51.100.7", None).await.expect(200);
    })
    .await;
}

/// Every answer of a counted call says what is left, good or bad; what counts nothing says
/// nothing.
#[tokio::test]
async fn answers_tell_what_is_left() {
    each_limited(0, async |app| {
        let admin = app.company().await;
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let reply = get_from(&token, "198.51.100.7", None).await.expect(200);
        assert_eq!(reply.header("ratelimit-policy"), "\"user\";q=3000;w=60");
        assert_eq!(reply.header("ratelimit"), "\"user\";r=2999;t=1");
        let refused = token.get("/api/v2/products/").await.expect(403);
        assert_eq!(refused.header("ratelimit-policy"), "\"user\";q=3000;w=60");
        let nobody = get_from(&app.anonymous(), "198.51.100.7", None).await;
        let nobody = nobody.expect(401);
        assert_eq!(nobody.header("ratelimit"), "\"anonymous\";r=199;t=1");
        let body = json!({"email": "nobody@company.example", "password": "x"});
        let path = "/api/v2/auth/jwt/";
        let log_in = post_from(&app.anonymous(), "198.51.100.8", path, &body).await;
        let log_in = log_in.expect(400);
        let both = "\"anonymous\";q=200;w=60, \"login\";q=10;w=60";
        assert_eq!(log_in.header("ratelimit-policy"), both);
        assert_eq!(
            log_in.header("ratelimit"),
            "\"anonymous\";r=199;t=1, \"login\";r=9;t=6"
        );
        let live = app.anonymous().get("/health/live").await.expect(200);
        assert_eq!(live.header("ratelimit"), "");
        // A refusal says when to come back, in both headers.
        let mut last = log_in;
        for number in 0.. {
            if last.status == 429 {
                break;
            }
            // Another address each time, so that no account is locked.
            let email = format!("nobody{number}@company.example");
            let body = json!({"email": email, "password": "x"});
            last = post_from(&app.anonymous(), "198.51.100.8", path, &body).await;
        }
        assert!(
            last.header("ratelimit").ends_with("\"login\";r=0;t=60"),
            "{last:?}"
        );
        let wait: u64 = last.header("retry-after").parse().expect("seconds");
        assert!((1..=7).contains(&wait), "{wait}");
    })
    .await;
}

/// Calls at once are told different numbers: no two share one that is left.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_right_when_calls_come_together() {
    each_limited(0, async |app| {
        let calls = (0..30).map(|_| {
            let client = app.anonymous();
            tokio::spawn(async move {
                let body = json!({"code": "x"});
                post_from(&client, "198.51.100.7", "/api/v2/invitations/look/", &body).await
            })
        });
        let calls: Vec<_> = calls.collect();
        let (mut left, mut refused) = (Vec::new(), 0);
        for call in calls {
            let reply = call.await.expect("an answer");
            let told = reply.header("ratelimit").rsplit("r=").next().unwrap();
            let told: u32 = told.split(';').next().unwrap().parse().expect("a number");
            if reply.status == 429 {
                assert_eq!(told, 0);
                refused += 1;
            } else {
                left.push(told);
            }
        }
        // A few may have come back meanwhile: one in six seconds.
        assert!((10..=13).contains(&left.len()) && refused + left.len() == 30);
        left.sort_unstable();
        // Of two that come at once, the one that is counted second may have looked at the clock first:
        // it is told one less than it has.
        for (has, told) in (0..).zip(&left[left.len() - 10..]) {
            assert!(has == *told || has == told + 1, "{left:?}");
        }
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
