//! "Retention" in docs/operating.md: what is kept for ever is there after ten years, and what is
//! kept for days is gone after them. The other lines are tested where their endpoints are;
//! docs/security/asvs.md, 14.2.4, names all of them.

use crate::{
    code_scene::Scene,
    scans::{counted, scan},
};
use countermark::{
    jobs::{registry, step_once},
    tasks,
};
use countermark_testkit::{Client, Reply, TestApp, each};
use serde_json::json;

const DAY: i64 = 86_400;

/// What is never removed, and the column that names a row.
const FOR_EVER: [(&str, &str); 8] = [
    ("audit", "id"),
    ("uat", "id"),
    ("session", "id"),
    ("scm_task", "id"),
    ("ingestion", "id"),
    ("ingestion_error", "ingestion_id"),
    ("scan", "id"),
    ("scan_day", "day"),
];

async fn all_tasks(app: &TestApp) {
    for task in tasks::ALL {
        app.task(task.name).await;
    }
}

async fn rows(app: &TestApp, table: &str, column: &str) -> Vec<Vec<String>> {
    let mut raw = app.db.place.raw().await;
    let sql = format!("SELECT {column} FROM {table} ORDER BY {column}");
    let rows = raw.rows(&sql).await;
    raw.close().await;
    rows
}

async fn order(client: &Client, reference: &str) -> Reply {
    let body = json!({"reference": reference, "quantity": 3, "activate_on_complete": true,
                      "use_serial_number": false});
    let path = "/api/v2/workorders/create-sid/";
    client.post(path, body).await.expect(201)
}

#[tokio::test]
async fn what_is_kept_for_ever_is_there_after_ten_years() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let (admin, client) = (&scene.admin, &scene.client);
        let code = scene.codes(app, "retained", 1).await.remove(0);
        let items = json!([{"extended_id": code, "lot": "7"}]);
        scene.upload(client, items).await.expect(200);
        scan(app, &code).await;
        counted(app).await;
        let template = json!({"name": "Labels", "product": "SKU-0"});
        let template = client.post("/api/v2/workorders/templates/", template).await;
        let path = "/api/v2/ingestion/codes/create-from-template/";
        let body = json!({"template": template.expect(201)["key"], "codes": [{"id": code}]});
        client.post(path, body).await.expect(200);
        let order = order(client, "A").await;
        app.jobs().await;
        let (revoked, ended) = (
            app.uat(admin, &["brand_view"]).await,
            app.uat(admin, &["brand_view"]).await,
        );
        let revoked = format!("/api/v2/uats/{}/", revoked.id);
        app.cookie(admin).await.delete(&revoked).await.expect(204);

        let mut before = Vec::new();
        for (table, column) in FOR_EVER {
            let rows = rows(app, table, column).await;
            assert!(!rows.is_empty(), "{table} is empty");
            before.push((table, column, rows));
        }
        for _ in 0..10 {
            app.clock.advance(366 * DAY);
            all_tasks(app).await;
        }
        for (table, column, before) in before {
            let now = rows(app, table, column).await;
            for row in before {
                assert!(now.contains(&row), "{table} has lost {row:?}");
            }
        }
        let client = app.jwt(admin).await;
        let ended = format!("/api/v2/uats/{}/", ended.id);
        for (path, state) in [(&revoked, "revoked"), (&ended, "expired")] {
            assert_eq!(client.get(path).await.expect(200)["state"], state);
        }
        let path = format!("/api/v2/workorders/{}/download/", order["id"]);
        client.get(&path).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn jobs_go_after_ninety_days_and_mails_after_thirty() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let kept = async || {
            all_tasks(app).await;
            let mut counts = Vec::new();
            for (table, column) in [("job", "id"), ("job_error", "job_id"), ("mail", "id")] {
                counts.push(rows(app, table, column).await.len());
            }
            counts
        };
        let body = json!({"email": "one@x.example", "role": "scm_user"});
        let path = "/api/v2/users/";
        scene.client.post(path, body).await.expect(201);
        scene
            .client
            .get("/api/v2/codes/download/")
            .await
            .expect(200);
        app.jobs().await;
        let id = rows(app, "job", "id").await[0][0].clone();
        let mut raw = app.db.place.raw().await;
        raw.run(&format!(
            "INSERT INTO job_error (job_id, number, line, message) VALUES ({id}, 1, 1, 'odd')"
        ))
        .await;
        raw.close().await;
        assert_eq!(kept().await, [1, 1, 1]);
        app.clock.advance(30 * DAY);
        assert_eq!(kept().await, [1, 1, 1]);
        app.clock.advance(1);
        assert_eq!(kept().await, [1, 1, 0]);
        app.clock.advance(60 * DAY - 1);
        assert_eq!(kept().await, [1, 1, 0]);
        app.clock.advance(1);
        assert_eq!(kept().await, [0, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_is_canceled_while_it_is_packed_leaves_no_file() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let order = order(&scene.client, "A").await;
        // The codes are there, and the file has its name.
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        assert_eq!(rows(app, "file", "key").await.len(), 1);
        let path = format!("/api/v2/workorders/{}/cancel/", order["id"]);
        scene.client.post(&path, json!({})).await.expect(200);
        app.clock.advance(61);
        app.jobs().await;
        app.task("forget_files").await;
        assert_eq!(rows(app, "file", "key").await.len(), 0);
    })
    .await;
}
