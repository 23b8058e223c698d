//! Which address a request is said to come from, read off the audit log (security checklist 10,
//! 46).

use crate::support::{entries, peer};
use axum::{body::Body, http::Method};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{PASSWORD, TestApp, db::engines};
use serde_json::json;

async fn address_seen(proxies: usize, lines: &[&str]) -> Vec<String> {
    let mut seen = vec![];
    for engine in engines() {
        let settings = Settings {
            trusted_proxies: proxies,
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        let admin = app.company().await;
        let client = app.anonymous();
        let body = json!({"email": admin.email, "password": PASSWORD}).to_string();
        let mut request = client.request(Method::POST, "/api/v2/auth/jwt/", Body::from(body));
        request.extensions_mut().insert(peer("192.0.2.1"));
        let headers = request.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("x-real-ip", "203.0.113.200".parse().unwrap());
        headers.insert("forwarded", "for=203.0.113.201".parse().unwrap());
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        client.send(request).await.expect(200);
        let entry = entries(&app, &admin, "jwt.begin").await.remove(0);
        seen.push(entry["address"].as_str().unwrap().to_owned());
    }
    seen.dedup();
    seen
}

#[tokio::test]
async fn the_address_is_counted_from_the_right() {
    let cases: &[(usize, &[&str], &str)] = &[
        (0, &["203.0.113.9"], "192.0.2.1"),
        (1, &[], "192.0.2.1"),
        (1, &["203.0.113.9"], "203.0.113.9"),
        (1, &["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (1, &["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        (2, &["1.1.1.1, 203.0.113.9, 10.0.0.1"], "203.0.113.9"),
        (2, &["1.1.1.1", "203.0.113.9, 10.0.0.1"], "203.0.113.9"),
        // Shorter than the chain that we know: somebody came around a proxy.
        (2, &["203.0.113.9"], "192.0.2.1"),
        (1, &["203.0.113.9:4711"], "203.0.113.9"),
        (1, &["[2001:db8::9]:4711"], "2001:db8::9"),
        (1, &["2001:db8::9"], "2001:db8::9"),
        (1, &["::ffff:203.0.113.9"], "203.0.113.9"),
        (1, &["nonsense"], "192.0.2.1"),
        (1, &["203.0.113.9, "], "192.0.2.1"),
        (1, &["'; DROP TABLE audit; --"], "192.0.2.1"),
    ];
    for (proxies, lines, expected) in cases {
        assert_eq!(
            address_seen(*proxies, lines).await,
            [*expected],
            "{proxies} {lines:?}"
        );
    }
}
