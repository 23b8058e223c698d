//! Addresses: unknown ones, the spellings of clients that are in the field (contract §8.16), and
//! spellings that only an attacker has.

use countermark_store::Engine;
use countermark_testkit::{TestApp, each};
use serde_json::Value;

/// Security checklist 93.
#[tokio::test]
async fn an_unknown_address_is_a_404_in_json() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    for path in [
        "/api/v2/no-such/",
        "/api/v2/",
        "/api/",
        "/api",
        "/api/v1/me/",
        "/.well-known/no-such",
        "/no-such.js",
        "/assets/no-such.js",
        "/assets/",
        "/.git/config",
        "/index.html.bak",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/assets/..%2f..%2fCargo.toml",
    ] {
        let reply = client.get(path).await.expect(404);
        assert_eq!(
            reply.text(),
            r#"{"detail":"Not found.","code":"not_found"}"#,
            "{path}"
        );
        assert_eq!(reply.header("content-type"), "application/json", "{path}");
    }
}

#[tokio::test]
async fn slashes_may_be_doubled_and_the_last_one_missing() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = client
            .post("/api/v2/brands", serde_json::json!({"name": "A"}))
            .await
            .expect(201);
        let id = &brand["id"];
        for path in [
            "/api/v2/me",
            "//api//v2///me//",
            "/api/v2//brands/?search=A",
            "/api/v2/brands?search=A",
        ] {
            client.get(path).await.expect(200);
        }
        for path in [
            format!("/api/v2/brands//{id}"),
            format!("/api/v2/brands/{id}//"),
        ] {
            assert_eq!(client.get(&path).await.expect(200)["name"], "A");
        }
        let one = client
            .get("/api/v2//brands?search=nothing")
            .await
            .expect(200);
        assert_eq!(one["count"], 0, "the query is kept");
    })
    .await;
}

/// A spelling that is put right goes through the same gate as the right one.
#[tokio::test]
async fn no_spelling_goes_around_the_gate() {
    let app = TestApp::start(Engine::Sqlite).await;
    let client = app.anonymous();
    for path in ["//api/v2/users/", "/api//v2/users", "/api/v2/users//"] {
        client.get(path).await.expect(401);
    }
    for path in [
        "/api/v2/%75sers/",
        "/api/v2/./users/",
        "/api/v2/me/../users/",
        "/API/v2/users/",
        "/api/v2/users/;x=1",
        "/api%2fv2%2fusers%2f",
    ] {
        let status = client.get(path).await.status;
        assert!(status == 401 || status == 404, "{path}: {status}");
    }
}

#[tokio::test]
async fn ids_that_are_none_are_not_found() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        for id in [
            "0",
            "-1",
            "1.0",
            "1e3",
            "%201",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "NaN",
            "null",
            "%00",
            "%ff",
            "1%00",
            "''",
            "1;",
            "١",
        ] {
            for list in ["brands", "users", "uats"] {
                let reply = client
                    .get(&format!("/api/v2/{list}/{}/", escaped(id)))
                    .await;
                assert_eq!(reply.status, 404, "{list}/{id}: {}", reply.text());
                assert_eq!(reply.code(), "not_found", "{list}/{id}");
            }
        }
    })
    .await;
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                "%D9%A1".to_owned()
            }
        })
        .collect()
}

#[tokio::test]
async fn the_document_is_served_as_it_is_committed() {
    let app = TestApp::start(Engine::Sqlite).await;
    let reply = app
        .anonymous()
        .get("/api/v2/openapi.json")
        .await
        .expect(200);
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.text(), countermark::router::document_text());
    assert!(reply["openapi"].as_str().unwrap().starts_with("3."));
    let paths = reply["paths"].as_object().unwrap();
    assert!(paths.len() > 20 && paths.values().all(Value::is_object));
}
