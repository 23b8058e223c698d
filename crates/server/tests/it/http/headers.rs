//! Headers of answers, on every kind of answer (security checklist 45, 69, 70, 71).

use axum::http::Method;
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_store::Engine;
use countermark_testkit::{Reply, TestApp, each};
use serde_json::json;

/// One answer of each kind.
async fn kinds(app: &TestApp) -> Vec<(&'static str, Reply)> {
    let admin = app.company().await;
    let (anonymous, client) = (app.anonymous(), app.jwt(&admin).await);
    let token = app.uat(&admin, &["brand_view"]).await.client;
    let long = format!("/api/v2/brands/?q={}", "a".repeat(17_000));
    let body = "x".repeat(2_000_000);
    vec![
        ("200", client.get("/api/v2/me/").await.expect(200)),
        (
            "201",
            client
                .post("/api/v2/brands/", json!({"name": "A"}))
                .await
                .expect(201),
        ),
        (
            "204",
            client
                .post("/api/v2/auth/jwt/logout/", json!({}))
                .await
                .expect(204),
        ),
        (
            "400",
            anonymous
                .post("/api/v2/auth/jwt/", json!({}))
                .await
                .expect(400),
        ),
        ("401", anonymous.get("/api/v2/me/").await.expect(401)),
        ("403", token.get("/api/v2/users/").await.expect(403)),
        ("404", anonymous.get("/api/v2/no-such/").await.expect(404)),
        ("405", anonymous.get("/api/v2/auth/jwt/").await.expect(405)),
        (
            "413",
            anonymous
                .raw(Method::POST, "/api/v2/auth/jwt/", "application/json", body)
                .await
                .expect(413),
        ),
        ("414", anonymous.get(&long).await.expect(414)),
        (
            "415",
            anonymous
                .raw(Method::POST, "/api/v2/auth/jwt/", "text/plain", "x")
                .await
                .expect(415),
        ),
        (
            "the document",
            anonymous.get("/api/v2/openapi.json").await.expect(200),
        ),
        (
            "the keys",
            anonymous.get("/.well-known/jwks.json").await.expect(200),
        ),
        ("health", anonymous.get("/health/ready").await.expect(200)),
        ("the portal", anonymous.get("/").await.expect(200)),
        (
            "the reference",
            anonymous.get("/api/docs/").await.expect(200),
        ),
        (
            "no file",
            anonymous.get("/assets/no-such.js").await.expect(404),
        ),
    ]
}

/// Security checklist 45, 69, 70.
#[tokio::test]
async fn every_answer_carries_them() {
    each(async |app| {
        let mut ids = std::collections::HashSet::new();
        for (kind, reply) in kinds(app).await {
            // The keys are public, and published long before one of them signs.
            let kept = match kind {
                "the keys" => "public, max-age=60",
                _ => "no-store",
            };
            let fixed = [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("x-frame-options", "DENY"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", kept),
            ];
            for (name, value) in fixed {
                assert_eq!(reply.header(name), value, "{kind}: {name}");
            }
            let policy = reply.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{kind}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{kind}: {policy}"
            );
            assert!(!policy.contains("unsafe"), "{kind}: {policy}");
            assert_eq!(
                reply.header("strict-transport-security"),
                "",
                "{kind}: plain http"
            );
            for name in ["server", "x-powered-by", "access-control-allow-origin"] {
                assert_eq!(reply.header(name), "", "{kind}: {name}");
            }
            let id = reply.header("x-request-id").to_owned();
            assert_eq!(id.len(), 22, "{kind}");
            assert!(ids.insert(id), "{kind}: an id twice");
        }
    })
    .await;
}

/// Security checklist 69: a page's policy names a nonce that no other answer has.
#[tokio::test]
async fn a_page_has_a_policy_with_a_fresh_nonce() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut policies = std::collections::HashSet::new();
    for path in ["/", "/index.html", "/", "/api/docs/"] {
        let reply = app.anonymous().get(path).await.expect(200);
        let policy = reply.header("content-security-policy").to_owned();
        for part in [
            "default-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "script-src 'self' 'nonce-",
            "connect-src 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        assert!(!reply.text().contains("__CSP_NONCE__"));
        assert!(policies.insert(policy), "{path}: the same nonce twice");
    }
}

/// Security checklist 71.
#[tokio::test]
async fn behind_tls_the_browser_is_told_to_stay_there() {
    let settings = Settings {
        public_url: Some("https://test.example".into()),
        ..Settings::default()
    };
    let app = TestApp::with(Engine::Sqlite, settings, Limits::off()).await;
    for path in ["/", "/api/v2/me/", "/health/live"] {
        let reply = app.anonymous().get(path).await;
        assert_eq!(
            reply.header("strict-transport-security"),
            "max-age=31536000; includeSubDomains",
            "{path}"
        );
    }
}

/// A client that names its own request id does not get it: log lines would be its to forge.
#[tokio::test]
async fn the_request_id_is_ours() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    let mut request = client.request(Method::GET, "/health/live", axum::body::Body::empty());
    request
        .headers_mut()
        .insert("x-request-id", "mine".parse().unwrap());
    assert_ne!(client.send(request).await.header("x-request-id"), "mine");
}
