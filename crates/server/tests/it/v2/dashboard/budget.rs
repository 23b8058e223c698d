//! A token's daily budget of scans

use super::csv::rush;
use crate::scans::{EXPORT, Shop};
use axum::{body::Body, http::Method};
use countermark_testkit::{TestApp, Token, each};
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;

async fn bounded(app: &TestApp, shop: &Shop, most: i64) -> Token {
    let token = app.uat(&shop.admin, &["scans_download"]).await;
    let path = format!("/api/v2/uats/{}/", token.id);
    let body = json!({"budgets": {"scans_exported": most}});
    shop.owner.patch(&path, body).await.expect(200);
    token
}

#[tokio::test]
async fn a_page_is_taken_out_of_it_before_it_is_sent() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        rush(app, "code-one", 10).await;
        let token = bounded(app, &shop, 9).await;
        let path = format!("{EXPORT}?timeframe=1d&limit=4");
        let page = token.client.get(&path).await.expect(200);
        let next = page["next"].as_str().expect("more").to_owned();
        let next = next.replace("http://test.example", "");
        token.client.get(&next).await.expect(200);
        let refused = token.client.get(&path).await.expect(429);
        assert_eq!(refused.code(), "budget_exhausted");
        let told = [&refused["unit"], &refused["limit"], &refused["used"]];
        assert_eq!(told, [&json!("scans_exported"), &json!(9), &json!(8)]);
        let shown = format!("/api/v2/uats/{}/", token.id);
        let shown = shop.owner.get(&shown).await.expect(200);
        assert_eq!(shown["used_today"]["scans_exported"], 8);
        // One that fits still goes through, and nothing costs nothing.
        let path = format!("{EXPORT}?timeframe=1d&limit=1");
        token.client.get(&path).await.expect(200);
        let none = format!("{EXPORT}?timeframe=1d&product=999999");
        token.client.get(&none).await.expect(200);
        let csv = format!("{EXPORT}?timeframe=1d&format=csv");
        token.client.get(&csv).await.expect(429);
        shop.owner.get(&csv).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_file_breaks_off_where_it_ends() {
    each(async |app| {
        let shop = Shop::new(app).await;
        shop.codes(app, &["code-one"]).await;
        rush(app, "code-one", 1_500).await;
        let token = bounded(app, &shop, 1_200).await;
        let path = format!("{EXPORT}?format=csv&timeframe=1d");
        let request = token.client.request(Method::GET, &path, Body::empty());
        let answer = app.program().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let mut body = answer.into_body();
        // Whole steps of 250, as many as fit.
        let mut lines = 0;
        let broken_off = loop {
            match body.frame().await {
                Some(Ok(frame)) => {
                    let text = frame.into_data().expect("data");
                    lines += String::from_utf8_lossy(&text).lines().count();
                }
                Some(Err(_)) => break true,
                None => break false,
            }
        };
        assert!(broken_off && lines == 1 + 1_000, "{broken_off}: {lines}");
    })
    .await;
}
