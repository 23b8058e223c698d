//! Signals (F-04).

use super::home::Home;
use crate::http::wire::Wire;
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn it_stops_in_order_and_keeps_everything() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let made = home
            .admin(
                PASSWORD,
                &["--email", "a@kallista.example", "--password-stdin"],
            )
            .await;
        assert_eq!(made.code, 0);
        for (round, signal) in ["TERM", "INT"].into_iter().enumerate() {
            let server = home.serve(&[]).await;
            let body = json!({"email": "a@kallista.example", "password": PASSWORD});
            let (_, jwt) = server
                .expect(200, "POST", "/api/v2/auth/jwt/", "", &body)
                .await;
            let credential = format!("Authorization: JWT {}\r\n", jwt["token"].as_str().unwrap());
            let brand = json!({"name": format!("B{round}")});
            server
                .expect(201, "POST", "/api/v2/brands/", &credential, &brand)
                .await;
            let idle = Wire::to(server.address).await;
            server.signal(signal).await;
            let ended = server.ended().await;
            assert_eq!(ended.code, 0, "{}", ended.err);
            assert!(ended.err.contains("stopped"), "{}", ended.err);
            drop(idle);
        }
        let mut raw = home.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 2);
        raw.close().await;
    }
}

/// What was noted of tokens in memory is written before the end.
#[tokio::test]
async fn the_last_uses_of_tokens_are_not_lost() {
    for engine in engines() {
        let home = Home::new(engine).await;
        home.admin(
            PASSWORD,
            &["--email", "a@kallista.example", "--password-stdin"],
        )
        .await;
        let server = home.serve(&[]).await;
        let body = json!({"email": "a@kallista.example", "password": PASSWORD});
        let (_, jwt) = server
            .expect(200, "POST", "/api/v2/auth/jwt/", "", &body)
            .await;
        let credential = format!("Authorization: JWT {}\r\n", jwt["token"].as_str().unwrap());
        let (_, policy) = server
            .expect(200, "GET", "/api/v2/permissions/", &credential, &json!({}))
            .await;
        let uat = json!({"name": "x", "valid_until": policy["policy"]["today"], "permissions": ["brand_view"]});
        let (_, uat) = server
            .expect(201, "POST", "/api/v2/uats/", &credential, &uat)
            .await;
        let token = format!("Authorization: UAT {}\r\n", uat["token"].as_str().unwrap());
        for _ in 0..3 {
            server
                .expect(200, "GET", "/api/v2/me/", &token, &json!({}))
                .await;
        }
        server.stop().await;
        let mut raw = home.place.raw().await;
        assert_eq!(raw.number("SELECT use_count FROM uat").await, 3);
        raw.close().await;
    }
}

/// A request that hangs holds the first signal, for the time of grace, and not the second.
#[tokio::test]
async fn a_second_signal_ends_at_once() {
    let home = Home::new(Engine::Sqlite).await;
    let server = home.serve(&[]).await;
    let mut hanging = Wire::to(server.address).await;
    let head = "POST /api/v2/auth/jwt/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    hanging
        .send(format!(
            "{head}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"
        ))
        .await;
    // The server wants the body: the request runs.
    assert_eq!(hanging.answer().await.status, 100);
    let begun = Instant::now();
    server.signal("TERM").await;
    server.logged("stopping").await;
    server.signal("TERM").await;
    let ended = server.ended().await;
    assert_eq!(ended.code, 1);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "the grace is 30 s"
    );
}
