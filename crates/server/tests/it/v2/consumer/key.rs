//! The consumer key, and calls from pages of any origin

use super::{KEY, call, get, scanned};
use axum::{body::Body, http::Method};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{TestApp, db::engines, each};
use serde_json::{Value, json};
use std::fmt::Write as _;

#[tokio::test]
async fn who_shows_no_good_key_is_told_so() {
    each(async |app| {
        let (shop, id) = scanned(app, "code-one").await;
        let paths = [
            ("GET", format!("scan/{id}/combined-info/")),
            ("GET", format!("scan/{id}/info/")),
            ("POST", format!("scan/{id}/geotag/")),
            ("POST", format!("scan/{id}/consume/")),
            ("POST", "find/".into()),
            ("GET", "campaign/".into()),
            ("GET", "code-one/details/".into()),
        ];
        let told = async |key: &str, status: u16, code: &str| {
            for (method, path) in &paths {
                let reply = call(app, key, method, path, Value::Null).await;
                let reply = reply.expect(status);
                assert_eq!(reply.code(), code, "{path}");
            }
        };
        told(" ", 401, "not_authenticated").await;
        told("no-such-key", 403, "campaign_unknown").await;
        told(&shop.key.to_uppercase(), 403, "campaign_unknown").await;
        // Percent-encoded, as some clients get it in an address.
        let mut encoded = String::new();
        for byte in shop.key.bytes() {
            let _ = write!(encoded, "%{byte:02X}");
        }
        get(app, &encoded, "campaign/").await.expect(200);
        for (path, _) in [("/api/v2/me/", ""), ("/api/v2/consumer/campaign/", "")] {
            // A UAT or JWT is no key.
            shop.owner
                .get(path)
                .await
                .expect(if path.ends_with("me/") { 200 } else { 401 });
        }
        shop.options(json!({"is_enabled": false})).await;
        told(&shop.key, 403, "campaign_not_activated").await;
        shop.options(json!({"is_enabled": true})).await;
        let path = format!("/api/v2/campaigns/{}/", shop.campaign);
        shop.owner
            .post(&format!("{path}archive/"), json!({}))
            .await
            .expect(200);
        told(&shop.key, 403, "campaign_not_activated").await;
        shop.owner
            .post(&format!("{path}restore/"), json!({}))
            .await
            .expect(200);
        get(app, &shop.key, "campaign/").await.expect(200);
        let new = shop.owner.post(&format!("{path}key/"), json!({})).await;
        told(&shop.key, 403, "campaign_unknown").await;
        let new = new.expect(200)["key"].as_str().expect("a key").to_owned();
        get(app, &new, "campaign/").await.expect(200);
        app.close_company(shop.admin.company).await;
        told(&new, 403, "campaign_not_activated").await;
    })
    .await;
}

/// The key is in every landing page: it opens nothing but what landing pages need (security
/// checklist 44).
#[tokio::test]
async fn a_key_opens_nothing_else() {
    each(async |app| {
        let (shop, _) = scanned(app, "code-one").await;
        let mut tried = 0;
        for operation in crate::authz::operations() {
            if operation.path.starts_with("/api/v2/consumer/") {
                continue;
            }
            let rule = crate::authz::gate_of(&operation.id);
            if rule == "public" {
                continue;
            }
            let path = operation.nowhere();
            let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
            let client = app.anonymous();
            let mut request = client.request(method, &path, Body::empty());
            let key = shop.key.parse().expect("a header");
            request.headers_mut().insert(KEY, key);
            let reply = client.send(request).await.expect(401);
            assert_eq!(reply.code(), "not_authenticated", "{path}");
            // Nor does it help as a token.
            for scheme in ["UAT", "JWT", "Bearer"] {
                let line = format!("{scheme} {}", shop.key);
                let reply = operation.call(&app.header(&line), &path, &json!({})).await;
                assert_eq!(reply.status, 401, "{path}");
            }
            tried += 1;
        }
        assert!(tried > 50, "only {tried} were tried");
    })
    .await;
}

#[tokio::test]
async fn pages_of_any_origin_may_call_and_only_here() {
    each(async |app| {
        let (shop, id) = scanned(app, "code-one").await;
        let path = format!("/api/v2/consumer/scan/{id}/combined-info/");
        let ask = async |path: &str| {
            let client = app.anonymous();
            let mut request = client.request(Method::OPTIONS, path, Body::empty());
            for (name, value) in [
                ("origin", "https://land.example"),
                ("access-control-request-method", "GET"),
                ("access-control-request-headers", KEY),
            ] {
                let value = value.parse().expect("a value");
                request.headers_mut().insert(name, value);
            }
            client.send(request).await
        };
        let allowed = ask(&path).await.expect(204);
        assert_eq!(allowed.header("access-control-allow-origin"), "*");
        assert_eq!(allowed.header("access-control-allow-methods"), "GET, POST");
        let headers = allowed.header("access-control-allow-headers");
        assert!(
            headers.contains(KEY) && headers.contains("content-type"),
            "{headers}"
        );
        for reply in [
            get(app, &shop.key, &format!("scan/{id}/combined-info/")).await,
            get(app, "no-such-key", "campaign/").await,
            get(app, &shop.key, "scan/none/info/").await,
            app.anonymous().get("/api/v2/consumer/campaign/").await,
            app.anonymous().get("/api/v2/consumer/no/such/path/").await,
        ] {
            assert_eq!(reply.header("access-control-allow-origin"), "*");
            assert_eq!(reply.header("cross-origin-resource-policy"), "cross-origin");
            let credentials = reply.headers.get("access-control-allow-credentials");
            assert!(credentials.is_none());
        }
        for path in ["/api/v2/me/", "/api/v2/products/", "/q/code-one", "/"] {
            for reply in [ask(path).await, app.anonymous().get(path).await] {
                let origin = reply.headers.get("access-control-allow-origin");
                assert!(origin.is_none(), "{path}");
                assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_campaign_has_its_allowance() {
    for engine in engines() {
        let app = TestApp::with(engine, Settings::default(), Limits::contract()).await;
        let (shop, _) = scanned(&app, "code-one").await;
        let reply = get(&app, &shop.key, "campaign/").await.expect(200);
        let policy = reply.header("ratelimit-policy");
        assert_eq!(policy, "\"consumer\";q=2000;w=60");
        // Guessing is counted against the network.
        let guess = get(&app, "no-such-key", "campaign/").await.expect(403);
        let policy = guess.header("ratelimit-policy");
        assert!(policy.contains("\"anonymous\";q=200;w=60"), "{policy}");
    }
}
