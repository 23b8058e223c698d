//! `GET /api/v2/scm/tasks/` and `/api/v2/scm/tasks/{task_id}/`

use crate::{
    code_scene::Scene,
    support::{column, every_page, wrong_pages},
};
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/scm/tasks/";

#[tokio::test]
async fn an_upload_is_remembered_and_found_by_every_spelling() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "task", 2).await;
        let items = json!([{"extended_id": ids[0], "line": "1", "dropped": "x"},
                           {"extended_id": ids[1], "lot": "2"}]);
        scene.upload(&scene.client, items.clone()).await.expect(200);
        let list = scene.client.get(PATH).await.expect(200);
        let task = &list["results"][0];
        let id = task["id"].as_str().expect("a text");
        let now = app.now().to_string();
        assert_eq!(
            *task,
            json!({
                "id": id, "reference": format!("SCM-{id}"), "state": "complete", "source": "api",
                "failure": null, "codes_affected": 2, "total_updates": 2, "created_by": scene.admin.id.0,
                "created_by_email": scene.admin.email, "created_at": now, "started_at": now,
                "completed_at": now,
                "parameters": {"data_key": "extended_id", "items": items, "item_count": 2},
                "scm_fields": ["line", "dropped", "lot"], "job": null,
            })
        );
        // A client of the original asks for `tasks//<id>` (contract §4.5).
        for path in [
            format!("{PATH}{id}/"),
            format!("{PATH}{id}"),
            format!("{PATH}/{id}"),
            format!("/api/v2/scm/tasks//{id}/"),
        ] {
            assert_eq!(
                scene.client.get(&path).await.expect(200).json(),
                task,
                "{path}"
            );
        }
        let other = Scene::of(app).await;
        other.client.get(&format!("{PATH}{id}/")).await.expect(404);
        for id in ["0", "-1", "x", "99999999999999999999"] {
            scene.client.get(&format!("{PATH}{id}/")).await.expect(404);
        }
    })
    .await;
}

#[tokio::test]
async fn long_lists_are_kept_in_part() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let long = "x".repeat(1_000);
        let items: Vec<_> = (0..200)
            .map(|n| json!({"extended_id": format!("nobody-{n}"), "line": long}))
            .collect();
        scene.upload(&scene.client, json!(items)).await.expect(200);
        let list = scene.client.get(PATH).await.expect(200);
        let kept = &list["results"][0]["parameters"];
        assert_eq!(kept["item_count"], 200);
        let number = kept["items"].as_array().expect("items").len();
        assert!((50..70).contains(&number), "{number}");
    })
    .await;
}

#[tokio::test]
async fn uploads_are_listed_and_narrowed() {
    each(async |app| {
        let mut scene = Scene::of(app).await;
        let ids = scene.codes(app, "many", 1).await;
        let item = json!([{"extended_id": ids[0], "line": "1"}]);
        for _ in 0..3 {
            scene.upload(&scene.client, item.clone()).await.expect(200);
            app.clock.advance(86_400);
            scene.client = app.jwt(&scene.admin).await;
        }
        let body = json!({"codes": ids});
        scene
            .client
            .post("/api/v2/codes/activate/", body)
            .await
            .expect(200);
        let rows = every_page(&scene.client, &format!("{PATH}?limit=3")).await;
        assert_eq!(
            column(&rows, "source"),
            ["single", "api", "api", "api"].map(|s| json!(s))
        );
        let now = app.now();
        let day = |days: i64| {
            let at = now.plus_seconds(-86_400 * days);
            at.date_in(&jiff::tz::TimeZone::UTC).to_string()
        };
        let admin = scene.admin.id;
        for (query, count) in [
            (format!("source=api&created_by={admin}"), 3),
            ("source=single".into(), 1),
            ("source=csv".into(), 0),
            ("state=complete".into(), 4),
            ("state=pending".into(), 0),
            ("state=in-progress".into(), 0),
            ("created_by=0".into(), 0),
            (format!("created_at={}", day(1)), 2),
            (format!("created_at={},{}", day(3), day(2)), 2),
            (format!("created_at={now}"), 1),
        ] {
            let reply = scene
                .client
                .get(&format!("{PATH}?{query}"))
                .await
                .expect(200);
            assert_eq!(reply["count"], count, "{query}");
        }
        wrong_pages(&scene.client, PATH).await;
        for (name, value) in [
            ("state", "done"),
            ("source", "x"),
            ("created_by", "x"),
            ("created_at", "x"),
        ] {
            let reply = scene.client.get(&format!("{PATH}?{name}={value}")).await;
            assert!(reply.expect(400)[name].is_array(), "{name}");
        }
    })
    .await;
}

/// What an upload tells of may be outside of a condition: a limited token sees its own (security
/// checklist 47).
#[tokio::test]
async fn a_limited_token_sees_its_own_uploads() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "own", 1).await;
        let item = json!([{"extended_id": ids[0], "line": "1"}]);
        scene.upload(&scene.client, item.clone()).await.expect(200);
        let first = scene.client.get(PATH).await.expect(200);
        let first = format!(
            "{PATH}{}/",
            first["results"][0]["id"].as_str().expect("an id")
        );
        let only = json!({"products": [scene.products[0]]});
        let token = app
            .uat_within(&scene.admin, &["scm_bulk_edit"], only)
            .await
            .client;
        token.get(&first).await.expect(404);
        assert_eq!(token.get(PATH).await.expect(200)["count"], 0);
        scene.upload(&token, item).await.expect(200);
        let list = token.get(PATH).await.expect(200);
        assert_eq!(list["count"], 1);
        let own = format!(
            "{PATH}{}/",
            list["results"][0]["id"].as_str().expect("an id")
        );
        token.get(&own).await.expect(200);
        // One that reaches everything sees all.
        let wide = app.uat(&scene.admin, &["scm_code_edit"]).await.client;
        assert_eq!(wide.get(PATH).await.expect(200)["count"], 2);
        let none = app.uat(&scene.admin, &["codes_view"]).await.client;
        none.get(PATH).await.expect(403);
    })
    .await;
}
