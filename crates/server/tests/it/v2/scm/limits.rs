//! The rate limit and the daily budget of changes (contract §7).

use crate::code_scene::Scene;
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{TestApp, db::engines, each};
use serde_json::json;
use std::time::Instant;

#[tokio::test]
async fn ten_changes_a_second_are_let_through() {
    for engine in engines() {
        let app = TestApp::with(engine, Settings::default(), Limits::contract()).await;
        let scene = Scene::of(&app).await;
        let rights = ["scm_bulk_edit", "scm_code_edit"];
        let token = app.uat(&scene.admin, &rights).await.client;
        let begun = Instant::now();
        let mut calls = 0_u32;
        let refused = loop {
            let reply = if calls % 2 == 0 {
                scene.upload(&token, json!([])).await
            } else {
                let body = json!({"codes": ["no-such-code"]});
                token.post("/api/v2/codes/activate/", body).await
            };
            if reply.status == 429 {
                break reply;
            }
            let told = reply.header("ratelimit-policy");
            assert_eq!(
                told, "\"scm_update\";q=10;w=1",
                "it counts in place of the other"
            );
            calls += 1;
        };
        let grown = begun.elapsed().as_secs_f64() * 10.0 + 1.0;
        assert!((10.0..=10.0 + grown).contains(&f64::from(calls)), "{calls}");
        assert_eq!(refused.code(), "throttled");
        // Looking is not changing.
        let reply = token.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(reply.header("ratelimit-policy"), "\"user\";q=3000;w=60");
    }
}

#[tokio::test]
async fn a_token_changes_no_more_than_its_day_allows() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "budget", 3).await;
        let rights = ["scm_bulk_edit", "scm_code_edit"];
        let token = app.uat(&scene.admin, &rights).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        let body = json!({"budgets": {"scm_rows_changed": 5}});
        scene.client.patch(&path, body).await.expect(200);
        let used = async || {
            let reply = scene.client.get(&path).await.expect(200);
            reply["used_today"]["scm_rows_changed"]
                .as_i64()
                .unwrap_or(0)
        };
        let items = |line: &str| -> serde_json::Value {
            let items = ids
                .iter()
                .map(|id| json!({"extended_id": id, "line": line}));
            json!(items.collect::<Vec<_>>())
        };
        scene.upload(&token.client, items("1")).await.expect(200);
        assert_eq!(used().await, 3);
        // What changes nothing costs nothing.
        scene.upload(&token.client, items("1")).await.expect(200);
        assert_eq!(used().await, 3);
        let refused = scene.upload(&token.client, items("2")).await.expect(429);
        assert_eq!(refused.code(), "budget_exhausted");
        assert_eq!(refused["unit"], "scm_rows_changed");
        assert_eq!(scene.code(&ids[0]).await["scm"]["line"], "1");
        let body = json!({"codes": ids[..2]});
        let activate = "/api/v2/codes/activate/";
        token.client.post(activate, body).await.expect(200);
        assert_eq!(used().await, 5);
        let edit = format!("/api/v2/codes/{}/scm/", ids[0]);
        token
            .client
            .patch(&edit, json!({"line": "3"}))
            .await
            .expect(429);
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 3, "what was refused is not remembered");
    })
    .await;
}
