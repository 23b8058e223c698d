//! A browser sends the portal's cookie by itself, so a change by cookie must come from the
//! portal's own pages (security checklist 67; OWASP ASVS 5.0 §3.5.1).

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, header},
};
use countermark_testkit::{Client, Reply, each};

/// What a browser says about where a request comes from, and whether a change is taken. The
/// test's host is `test.example`.
const SAYS: [(&[(&str, &str)], bool); 20] = [
    (&[("sec-fetch-site", "same-origin")], true),
    (
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "http://test.example"),
        ],
        true,
    ),
    (&[("origin", "http://test.example")], true),
    (&[("origin", "https://test.example")], true),
    (&[], false),
    (&[("sec-fetch-site", "same-site")], false),
    (&[("sec-fetch-site", "cross-site")], false),
    (&[("sec-fetch-site", "none")], false),
    (&[("sec-fetch-site", "")], false),
    (&[("sec-fetch-site", "Same-Origin")], false),
    (
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://test.example"),
        ],
        false,
    ),
    (
        &[
            ("sec-fetch-site", "none"),
            ("origin", "http://test.example"),
        ],
        false,
    ),
    (&[("origin", "null")], false),
    (&[("origin", "")], false),
    (&[("origin", "http://attacker.example")], false),
    (&[("origin", "http://test.example.attacker.example")], false),
    (&[("origin", "http://test.example:8080")], false),
    (&[("origin", "http://sub.test.example")], false),
    (&[("origin", "test.example")], false),
    (&[("referer", "http://test.example/")], false),
];

async fn send(client: &Client, method: Method, says: &[(&str, &str)], name: &str) -> Reply {
    let path = "/api/v2/brands/";
    let body = serde_json::json!({"name": name}).to_string();
    let mut request = client.request(method, path, Body::from(body));
    let headers = request.headers_mut();
    headers.remove("sec-fetch-site");
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    for (name, value) in says {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
        headers.insert(name, HeaderValue::from_str(value).expect("a value"));
    }
    client.send(request).await
}

#[tokio::test]
async fn a_change_by_cookie_comes_from_our_own_pages() {
    each(async |app| {
        let admin = app.company().await;
        let cookie = app.cookie(&admin).await;
        let mut made = 0;
        for (at, (says, good)) in SAYS.iter().enumerate() {
            let name = format!("Brand {at}");
            let reply = send(&cookie, Method::POST, says, &name).await;
            if *good {
                assert_eq!(reply.status, 201, "{says:?}: {}", reply.text());
                made += 1;
            } else {
                assert_eq!(reply.status, 403, "{says:?}: {}", reply.text());
                assert_eq!(reply.code(), "cross_site", "{says:?}");
                assert_eq!(reply.header("access-control-allow-origin"), "");
            }
        }
        let list = cookie.get("/api/v2/brands/").await.expect(200);
        assert_eq!(list["count"], made, "a refused change was made");
    })
    .await;
}

#[tokio::test]
async fn every_method_that_changes_is_guarded_and_reading_is_not() {
    each(async |app| {
        let admin = app.company().await;
        let cookie = app.cookie(&admin).await;
        let cross = [("sec-fetch-site", "cross-site")];
        for (method, path) in [
            (Method::PATCH, "/api/v2/me/password/"),
            (Method::DELETE, "/api/v2/auth/session/"),
            (Method::POST, "/api/v2/auth/jwt/logout-all/"),
            (Method::POST, "/api/v2/uats/"),
            (Method::DELETE, "/api/v2/brands/1/"),
        ] {
            let mut request = cookie.request(method, path, Body::empty());
            let value = HeaderValue::from_static("cross-site");
            request.headers_mut().insert("sec-fetch-site", value);
            let reply = cookie.send(request).await.expect(403);
            assert_eq!(reply.code(), "cross_site", "{path}");
        }
        // Nothing of it happened, and reading asks for nothing: no page of others can see it.
        let reply = send(&cookie, Method::GET, &cross, "x").await.expect(200);
        assert_eq!(reply.header("access-control-allow-origin"), "");
        assert_eq!(reply.header("access-control-allow-credentials"), "");
        send(&cookie, Method::HEAD, &cross, "x").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn headers_of_a_browser_mean_nothing_to_a_token() {
    each(async |app| {
        let admin = app.company().await;
        let clients = [
            app.uat(&admin, &["brand_create"]).await.client,
            app.jwt(&admin).await,
        ];
        for (at, client) in clients.iter().enumerate() {
            for (number, (says, _)) in SAYS.iter().enumerate() {
                let name = format!("Brand {at} {number}");
                send(client, Method::POST, says, &name).await.expect(201);
            }
        }
    })
    .await;
}
