//! The cookie itself, and what a foreign page can do with it (security checklist 66, 67).

use axum::{body::Body, http::Method};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{Client, PASSWORD, Reply, TestApp, db::engines, each};
use serde_json::json;

/// Security checklist 66.
#[tokio::test]
async fn behind_tls_the_cookie_has_the_host_prefix_and_is_secure() {
    for engine in engines() {
        for (url, start) in [
            (Some("https://test.example"), "__Host-countermark="),
            (Some("http://test.example"), "countermark="),
            (None, "countermark="),
        ] {
            let settings = Settings {
                public_url: url.map(str::to_owned),
                ..Settings::default()
            };
            let app = TestApp::with(engine, settings, Limits::off()).await;
            let admin = app.company().await;
            let body = json!({"email": admin.email, "password": PASSWORD});
            let reply = app
                .anonymous()
                .post("/api/v2/auth/session/", body)
                .await
                .expect(201);
            let line = reply.header("set-cookie");
            assert!(line.starts_with(start), "{line}");
            for part in [
                "; Path=/",
                "; HttpOnly",
                "; SameSite=Lax",
                "; Max-Age=43200",
            ] {
                assert!(line.contains(part), "{line}");
            }
            assert_eq!(
                line.contains("; Secure"),
                start.starts_with("__Host-"),
                "{line}"
            );
            assert!(!line.contains("Domain"), "{line}");
            app.cookie(&admin)
                .await
                .get("/api/v2/me/")
                .await
                .expect(200);
        }
    }
}

async fn change(client: &Client, headers: &[(&'static str, &str)]) -> Reply {
    let body = Body::from(json!({"name": "A"}).to_string());
    let mut request = client.request(Method::POST, "/api/v2/brands/", body);
    let map = request.headers_mut();
    map.remove("sec-fetch-site");
    map.insert("content-type", "application/json".parse().unwrap());
    for (name, value) in headers {
        map.insert(*name, value.parse().unwrap());
    }
    client.send(request).await
}

/// Security checklist 67: the cookie comes along on its own; only our own pages may use it.
#[tokio::test]
async fn a_change_must_come_from_our_own_pages() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        for headers in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://test.example"),
            ],
            &[("origin", "http://evil.example")],
            &[("origin", "null")],
            &[("origin", "http://test.example.evil.example")],
            &[("origin", "test.example")],
            &[("referer", "http://test.example/")],
        ] {
            let reply = change(&client, headers).await.expect(403);
            assert_eq!(reply.code(), "cross_site", "{headers:?}");
        }
        assert_eq!(client.get("/api/v2/brands/").await.expect(200)["count"], 0);
        change(&client, &[("origin", "http://test.example")])
            .await
            .expect(201);
        change(&client, &[("sec-fetch-site", "same-origin")])
            .await
            .expect(400);
        // A system's credential never comes along on its own.
        change(&app.jwt(&admin).await, &[("sec-fetch-site", "cross-site")])
            .await
            .expect(400);
    })
    .await;
}

/// Two credentials in one request: which one counts must not be a guess.
#[tokio::test]
async fn a_cookie_beside_a_header_is_refused() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let mut request = client.request(Method::GET, "/api/v2/me/", Body::empty());
        let jwt = format!("JWT {}", app.jwt_text(&admin).await);
        request
            .headers_mut()
            .insert("authorization", jwt.parse().unwrap());
        client.send(request).await.expect(401);
        let mut request = client.request(Method::GET, "/api/v2/me/", Body::empty());
        let line = request.headers()["cookie"].to_str().unwrap().to_owned();
        request
            .headers_mut()
            .insert("cookie", format!("{line}; {line}").parse().unwrap());
        client.send(request).await.expect(401);
        // Cookies of others on the same host are not ours to mind.
        let mut request = client.request(Method::GET, "/api/v2/me/", Body::empty());
        request
            .headers_mut()
            .insert("cookie", format!("a=b; {line}; x=\"y\"").parse().unwrap());
        client.send(request).await.expect(200);
    })
    .await;
}
