//! `POST /api/v2/scm/import/?background=1`: the same import as a job.

use crate::{
    background_job::{job, kept, under_way},
    code_scene::Scene,
    support::entries,
};
use axum::http::Method;
use countermark::jobs::{Stop, registry, step_once};
use countermark_core::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use countermark_testkit::{Client, Reply, each};
use serde_json::{Value, json};

async fn import(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> Reply {
    let path = format!("/api/v2/scm/import/?{query}");
    client
        .raw(Method::POST, &path, "text/csv", file.into())
        .await
}

/// Begins one; returns the numbers of its job and its task.
async fn begin(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> (i64, String) {
    let query = format!("background=1&{query}");
    let reply = import(client, &query, file).await.expect(202);
    let (job, task) = (reply["job_id"].as_i64(), reply["task_id"].as_str());
    let (job, task) = (job.expect("a number"), task.expect("a text").to_owned());
    assert_eq!(*reply.json(), json!({"job_id": job, "task_id": task}));
    assert_eq!(reply.header("location"), format!("/api/v2/jobs/{job}/"));
    (job, task)
}

async fn task(client: &Client, id: &str) -> Value {
    let path = format!("/api/v2/scm/tasks/{id}/");
    client.get(&path).await.expect(200).json().clone()
}

fn numbered(ids: &[String]) -> String {
    let rows = ids.iter().enumerate().map(|(n, id)| format!("{id},{n}\n"));
    format!("extended_id,lot\n{}", rows.collect::<String>())
}

async fn with_lot(scene: &Scene, lot: usize) -> Value {
    let path = format!("/api/v2/codes/?scm_lot={lot}");
    scene.client.get(&path).await.expect(200)["count"].clone()
}

#[tokio::test]
async fn it_is_a_job_and_a_task_and_done_whole() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "later", 3).await;
        let file = format!(
            "Code,Lot No.,Line\n{},7,\nnobody,8,\n{},,13A\n",
            ids[0], ids[1]
        );
        let query =
            "column_extended_id=Code&column_lot=L-{Lot%20No.}&column_line=Line&unknown=skip";
        let (id, of) = begin(&scene.client, query, file).await;
        let waiting = job(&scene.client, id).await;
        assert_eq!(
            (&waiting["kind"], &waiting["state"]),
            (&json!("scm_import"), &json!("pending"))
        );
        assert_eq!(waiting["object"], json!({"type": "task", "id": of}));
        assert_eq!(
            (&waiting["done"], &waiting["total"]),
            (&json!(0), &json!(3))
        );
        let shown = task(&scene.client, &of).await;
        assert_eq!(
            (&shown["state"], &shown["source"]),
            (&json!("pending"), &json!("csv"))
        );
        assert_eq!(shown["job"], json!({"id": id, "done": 0, "total": 3}));
        assert_eq!(shown["scm_fields"], json!(["lot", "line"]));
        let first = json!({"row": 2, "name": ids[0], "data": {"lot": "L-7"}});
        assert_eq!(shown["parameters"]["first"][0], first);
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({}), "not yet");
        assert_eq!(kept(app, scene.admin.company).await, 1);

        app.jobs().await;
        let done = job(&scene.client, id).await;
        let result = json!({
            "task_id": of, "rows": 3, "unknown": 1, "codes_affected": 2, "total_updates": 2,
            "changes": ["lot", "line"],
        });
        assert_eq!(done["result"], result);
        assert_eq!(
            (&done["state"], &done["done"]),
            (&json!("complete"), &json!(3))
        );
        let shown = task(&scene.client, &of).await;
        assert_eq!(shown["state"], "complete");
        assert_eq!(
            (&shown["codes_affected"], &shown["total_updates"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(shown["job"], json!({"id": id, "done": 3, "total": 3}));
        let list = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(list["results"], json!([shown]));
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({"lot": "L-7"}));
        let code = scene.code(&ids[1]).await;
        assert_eq!(code["scm"], json!({"line": "13A"}));
        assert_eq!(code["scm_updated_by"]["id"], scene.admin.id.0);
        assert_eq!(kept(app, scene.admin.company).await, 0);
        // Wanted, and done: both in the log, and only the second counts values.
        for (action, rows) in [("scm.import_async", 3), ("scm.import", 3)] {
            let entries = entries(app, &scene.admin, action).await;
            assert_eq!(entries.len(), 1, "{action}");
            assert_eq!(entries[0]["after"]["rows"], rows);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_the_file_is_told_at_once_and_nothing_is_kept() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let client = &scene.client;
        for file in ["", "extended_id,line\na,1,2\n", "code,line\na,1\n"] {
            let ordinary = import(client, "", file).await.expect(400);
            let reply = import(client, "background=1", file).await.expect(400);
            assert_eq!(reply.json(), ordinary.json());
        }
        let both = import(client, "background=1&dry_run=1", "")
            .await
            .expect(400);
        let told = "A rehearsal is not done in the background.";
        assert_eq!(*both.json(), json!({"background": [told]}));
        let wrong = import(client, "background=yes", "").await.expect(400);
        assert_eq!(*wrong.json(), json!({"background": ["Must be 0 or 1."]}));
        // Rights are asked before anything is kept.
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let file = "extended_id,product\na,SKU-1\n";
        let reply = import(&token, "background=1", file).await.expect(403);
        assert_eq!(reply["required"], json!(["product_view"]));
        let token = app.uat(&scene.admin, &["product_view"]).await.client;
        import(&token, "background=1", file).await.expect(403);
        for list in ["/api/v2/scm/tasks/", "/api/v2/jobs/"] {
            assert_eq!(client.get(list).await.expect(200)["count"], 0);
        }
        assert_eq!(kept(app, scene.admin.company).await, 0);
    })
    .await;
}

#[tokio::test]
async fn rows_that_cannot_be_fail_the_job_and_nothing_is_applied() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "failing", 1).await;
        let strangers = (0..120).map(|n| format!("nobody-{n},1\n"));
        let file = format!(
            "extended_id,lot\n{},1\n{}",
            ids[0],
            strangers.collect::<String>()
        );
        let (id, of) = begin(&scene.client, "", file.as_str()).await;
        app.jobs().await;
        let failed = job(&scene.client, id).await;
        let told = "Nothing was imported: there are 120 errors.";
        assert_eq!(
            (&failed["state"], &failed["failure"]),
            (&json!("failed"), &json!(told))
        );
        assert_eq!(
            (&failed["done"], &failed["result"]),
            (&json!(0), &json!(null))
        );
        // The very rows that the answer to an import at once would have listed.
        let ordinary = import(&scene.client, "", file).await.expect(400);
        assert_eq!(failed["errors"], ordinary["errors"]);
        assert_eq!(failed["error_count"], ordinary["error_count"]);
        let shown = task(&scene.client, &of).await;
        assert_eq!(
            (&shown["state"], &shown["failure"]),
            (&json!("failed"), &json!(told))
        );
        assert_eq!(shown["total_updates"], 0);
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({}));
        assert_eq!(kept(app, scene.admin.company).await, 0);
        assert!(entries(app, &scene.admin, "scm.import").await.is_empty());
    })
    .await;
}

/// A node that is killed in the middle has done nothing; another one does everything, once.
#[tokio::test]
async fn whoever_is_killed_the_result_is_the_same() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "killed", 3_000).await;
        let (id, of) = begin(&scene.client, "", numbered(&ids)).await;
        let step = under_way(app, id, 1).await;
        // It stands still now, and what it has done is shown before anything of it is there.
        let half = job(&scene.client, id).await;
        assert_eq!(half["state"], "running");
        let done = half["done"].as_i64().expect("a number");
        assert!((1..=3_000).contains(&done), "{done}");
        let shown = task(&scene.client, &of).await;
        let of_job = json!({"id": id, "done": done, "total": 3_000});
        assert_eq!(shown["job"], of_job);
        let list = scene.client.get("/api/v2/jobs/").await.expect(200);
        assert_eq!(list["results"][0]["done"], done);
        drop(step);
        assert_eq!(with_lot(&scene, 7).await, 0);
        // Nobody else takes the job before its time.
        app.jobs().await;
        assert_eq!(with_lot(&scene, 7).await, 0);
        app.clock.advance(61);
        let (node, _) = app.node_with(app.app.settings.clone()).await;
        step_once(&node, registry::ALL).await.expect("a step");
        assert_eq!(with_lot(&scene, 7).await, 1);
        let done = job(&scene.client, id).await;
        assert_eq!(
            (&done["state"], &done["done"]),
            (&json!("complete"), &json!(3_000))
        );
        assert_eq!(done["result"]["total_updates"], 3_000, "each of them once");
        assert_eq!(task(&scene.client, &of).await["total_updates"], 3_000);
        assert_eq!(entries(app, &scene.admin, "scm.import").await.len(), 1);
    })
    .await;
}

/// Before it has begun nothing is done. In the middle, what it had written is dropped; on SQLite
/// there is no middle for others, who wait for the one writer.
#[tokio::test]
async fn it_can_be_canceled() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "canceled", 3_000).await;
        let cancel = async |id: i64| {
            let path = format!("/api/v2/jobs/{id}/cancel/");
            scene.client.post(&path, json!({})).await.expect(200);
            assert_eq!(job(&scene.client, id).await["state"], "canceled");
        };
        let (id, of) = begin(&scene.client, "", numbered(&ids)).await;
        cancel(id).await;
        app.jobs().await;
        let shown = task(&scene.client, &of).await;
        assert_eq!(
            (&shown["state"], &shown["failure"]),
            (&json!("failed"), &json!("It was canceled."))
        );
        if app.app.db.engine() == countermark_store::Engine::Postgres {
            let (id, _) = begin(&scene.client, "", numbered(&ids)).await;
            let step = under_way(app, id, 1).await;
            cancel(id).await;
            let step = step.await;
            assert!(matches!(step, Err(Stop::Lost)), "{step:?}");
            assert_eq!(job(&scene.client, id).await["done"], 0);
        }
        assert_eq!(with_lot(&scene, 7).await, 0);
        assert_eq!(kept(app, scene.admin.company).await, 0);
    })
    .await;
}

/// Rights count as they are when the work is done (security checklist 35, 36, 55).
#[tokio::test]
async fn whoever_loses_a_right_loses_the_import() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "rights", 1).await;
        let file = format!(
            "extended_id,product,activation_status\n{},SKU-1,1\n",
            ids[0]
        );
        let failure = async |id: i64| {
            app.jobs().await;
            let failed = job(&scene.client, id).await;
            assert_eq!(failed["state"], "failed");
            failed["failure"].as_str().expect("a text").to_owned()
        };
        let person = app.person(&scene.admin, Role::ScmUser).await;
        let theirs = app.jwt(&person).await;
        let (id, _) = begin(&theirs, "", format!("extended_id,lot\n{},1\n", ids[0])).await;
        let path = format!("/api/v2/users/{}/", person.id);
        let role = json!({"role": "dashboard_user"});
        scene.client.patch(&path, role).await.expect(200);
        let told = "Who wanted this no longer has the permission scm_bulk_edit.";
        assert_eq!(failure(id).await, told);
        // The one that only some files need.
        let rights = ["scm_bulk_edit", "product_view"];
        let token = app.uat(&scene.admin, &rights).await;
        let (id, _) = begin(&token.client, "", file.as_str()).await;
        let policy = TokenPolicy {
            forbidden: PermissionSet::of(&[Permission::ProductView]),
            ..TokenPolicy::default()
        };
        app.set_policy(scene.admin.company, &policy).await;
        let told = "Who wanted this no longer has the permission product_view.";
        assert_eq!(failure(id).await, told);
        app.set_policy(scene.admin.company, &TokenPolicy::default())
            .await;
        // The day's budget is used up.
        let budget = json!({"budgets": {"scm_rows_changed": 1}});
        let path = format!("/api/v2/uats/{}/", token.id);
        scene.client.patch(&path, budget).await.expect(200);
        let (id, _) = begin(&token.client, "", file.as_str()).await;
        assert_eq!(
            failure(id).await,
            "The token may use 1 scm_rows_changed a day."
        );
        // A token reaches what it may see, also in the background.
        let only = json!({"products": [scene.products[1]]});
        let limited = app.uat_within(&scene.admin, &rights, only).await.client;
        let (id, _) = begin(&limited, "", format!("extended_id,lot\n{},1\n", ids[0])).await;
        assert_eq!(failure(id).await, "Nothing was imported: there is 1 error.");
        // A token that was revoked.
        let (id, _) = begin(&token.client, "", file.as_str()).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        scene.client.delete(&path).await.expect(204);
        assert_eq!(failure(id).await, "The token that wanted this was revoked.");
        let code = scene.code(&ids[0]).await;
        assert_eq!(
            (&code["scm"], &code["activation_status"]),
            (&json!({}), &json!(0))
        );
    })
    .await;
}
