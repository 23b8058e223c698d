//! The hosts that stand in QR codes.

use crate::scans::Shop;
use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{Reply, TestApp, db::engines};

async fn get(app: &TestApp, host: &'static str, path: &str) -> Reply {
    let client = app.anonymous();
    let mut request = client.request(Method::GET, path, Body::empty());
    let host = HeaderValue::from_static(host);
    request.headers_mut().insert(header::HOST, host);
    client.send(request).await
}

#[tokio::test]
async fn there_the_path_is_a_code_and_nothing_else_is_there() {
    for engine in engines() {
        let settings = Settings {
            public_url: Some("https://test.example".into()),
            scan_hosts: vec!["abcd.example".into(), "wxyz.example:8443".into()],
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        let shop = Shop::new(&app).await;
        shop.codes(&app, &["code-one", "01/04012345123456/21/77"])
            .await;
        for (host, path) in [
            ("abcd.example", "/code-one"),
            ("ABCD.example", "/code-one"),
            ("abcd.example", "/code-one/?utm=1"),
            ("wxyz.example:8443", "/01/04012345123456/21/77"),
            ("test.example", "/q/code-one"),
        ] {
            let reply = get(&app, host, path).await.expect(302);
            assert_eq!(reply.header("location"), "https://shop.example/oil");
        }
        for path in [
            "/",
            "/api/v2/me/",
            "/api/v2/consumer/campaign/",
            "/index.html",
            "/health/live",
            "/q/code-one",
            "/.well-known/jwks.json",
            "/code-two",
        ] {
            let reply = get(&app, "abcd.example", path).await.expect(404);
            assert!(!reply.text().contains("Countermark"), "{path}");
        }
        get(&app, "other.example", "/code-one").await.expect(421);
        get(&app, "test.example", "/code-one").await.expect(404);
        assert_eq!(shop.scans().await.len(), 5);
    }
}
