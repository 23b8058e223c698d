//! `POST /api/v2/scm/upload/async/`

use crate::{
    code_scene::{Scene, codes},
    support::{entries, missing_fields, wrong_fields},
};
use axum::http::Method;
use countermark::jobs::{registry, step_once};
use countermark_core::roles::Role;
use countermark_testkit::{Client, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/scm/upload/async/";

async fn begin(client: &Client, constraints: Value, data: Value) -> String {
    let body = json!({"constraints": constraints, "scm_data": data});
    let reply = client.post(PATH, body).await.expect(200);
    let id = reply["task_id"].as_str().expect("a text").to_owned();
    assert_eq!(*reply.json(), json!({"task_id": id}));
    id
}

async fn task(scene: &Scene, id: &str) -> Value {
    let path = format!("/api/v2/scm/tasks/{id}/");
    scene.client.get(&path).await.expect(200).json().clone()
}

async fn number(app: &TestApp, sql: &str) -> i64 {
    let mut raw = app.db.place.raw().await;
    let number = raw.number(sql).await;
    raw.close().await;
    number
}

#[tokio::test]
async fn codes_that_meet_everything_are_changed_in_the_background() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let one = Some(scene.products[0]);
        let list = [
            ("async-01", one, Some("S-1")),
            ("async-02", one, Some("S-2")),
            ("async-03", one, Some("S-2")),
            ("async-04", None, None),
        ];
        let order = codes(app, &scene.admin, &list).await;
        let data = json!({"line": "13A", "dropped": 1, "activation_status": 1});
        let ids = json!(["async-01", "async-02", "async-04", "unknown"]);
        let id = begin(&scene.client, json!({"extended_id": ids}), data.clone()).await;
        let shown = task(&scene, &id).await;
        assert_eq!(
            (&shown["state"], &shown["started_at"]),
            (&json!("pending"), &json!(null))
        );
        assert_eq!(
            shown["parameters"],
            json!({"constraints": {"extended_id": ids}, "scm_data": data})
        );
        assert_eq!(
            scene.code("async-01").await["activation_status"],
            0,
            "not yet"
        );
        app.jobs().await;
        let shown = task(&scene, &id).await;
        assert_eq!(
            (&shown["state"], &shown["failure"]),
            (&json!("complete"), &json!(null))
        );
        assert_eq!(
            (&shown["codes_affected"], &shown["total_updates"]),
            (&json!(3), &json!(5))
        );
        assert_eq!(
            shown["scm_fields"],
            json!(["activation_status", "line", "dropped"])
        );
        assert_eq!(shown["completed_at"], app.now().to_string());
        let code = scene.code("async-01").await;
        assert_eq!(code["scm"], json!({"line": "13A"}));
        assert_eq!(code["scm_updated_by"]["id"], scene.admin.id.0);
        assert_eq!(scene.code("async-03").await["activation_status"], 0);
        // Bare values, lists, and several keys that hold together.
        for (constraints, codes) in [
            (json!({"serial_number": "S-2"}), 2),
            (json!({"line": "13A"}), 2),
            (json!({"line": "13A", "serial_number": ["S-2", "S-3"]}), 1),
            (
                json!({"line": ["13A", "x"], "extended_id": ["async-01", "async-03"]}),
                1,
            ),
            (json!({"workorder": order}), 4),
            (json!({"workorder": [order.to_string()], "line": "13A"}), 2),
            (json!({"line": "none"}), 0),
            (json!({"extended_id": "async-04", "line": "13A"}), 0),
        ] {
            let shown = constraints.to_string();
            let id = begin(&scene.client, constraints, json!({"lot": shown})).await;
            app.jobs().await;
            let done = task(&scene, &id).await;
            assert_eq!(done["codes_affected"], codes, "{shown}");
            assert_eq!(done["state"], "complete", "{shown}");
        }
        // Codes that get one of the values by which they are looked for are come upon once.
        let id = begin(
            &scene.client,
            json!({"line": ["13A", "13B", "13C"]}),
            json!({"line": "13B"}),
        )
        .await;
        app.jobs().await;
        let done = task(&scene, &id).await;
        assert_eq!(
            (&done["codes_affected"], &done["total_updates"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(
            entries(app, &scene.admin, "scm.upload_async").await.len(),
            10
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_before_anything_begins() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let client = &scene.client;
        let good = json!({"constraints": {"line": "1"}, "scm_data": {"lot": "x"}});
        let cases = [
            ("constraints", json!(null), "This field may not be null."),
            (
                "constraints",
                json!([]),
                "Invalid data. Expected a dictionary.",
            ),
            (
                "scm_data",
                json!("x"),
                "Invalid data. Expected a dictionary.",
            ),
        ];
        wrong_fields(client, Method::POST, PATH, &good, &cases).await;
        missing_fields(client, PATH, &good, &["constraints", "scm_data"]).await;
        let value = "Not a valid value. Send a text, a number or a boolean.";
        for (member, sent, told) in [
            (
                "constraints",
                json!({}),
                json!({"non_field_errors": ["Name at least one key."]}),
            ),
            (
                "constraints",
                json!({"line": []}),
                json!({"line": ["This list may not be empty."]}),
            ),
            (
                "constraints",
                json!({"line": {"x": 1}, "product": 1}),
                json!({"line": [value], "product": ["Codes are not found by product."]}),
            ),
            (
                "scm_data",
                json!({"activation_status": 7, "lot": [1]}),
                json!({"activation_status": ["\"7\" is not a valid choice."]}),
            ),
            (
                "scm_data",
                json!({"lot": [1], "unknown": {}}),
                json!({"lot": [value], "unknown": [value]}),
            ),
            (
                "scm_data",
                json!({"product": "No such"}),
                json!({"product": ["Object with sku=No such does not exist."]}),
            ),
        ] {
            let mut body = good.clone();
            body[member] = sent;
            let reply = client.post(PATH, body).await.expect(400);
            assert_eq!(*reply.json(), json!({member: told}));
        }
        let tasks = client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 0);
        assert_eq!(client.get("/api/v2/jobs/").await.expect(200)["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_product_needs_one_more_permission_and_stays_within() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "product", 2).await;
        let body = json!({"constraints": {"extended_id": ids}, "scm_data": {"product": "SKU-1"}});
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let reply = token.post(PATH, body.clone()).await.expect(403);
        assert_eq!(reply["required"], json!(["product_view"]));
        // A token reaches what it may see, also in the background.
        let only = json!({"products": [scene.products[1]]});
        let rights = ["scm_bulk_edit", "product_view"];
        let limited = app.uat_within(&scene.admin, &rights, only).await.client;
        let id = begin(
            &limited,
            json!({"extended_id": ids}),
            json!({"activation_status": 2}),
        )
        .await;
        app.jobs().await;
        assert_eq!(task(&scene, &id).await["codes_affected"], 0);
        scene.client.post(PATH, body).await.expect(200);
        app.jobs().await;
        let id = begin(
            &limited,
            json!({"extended_id": ids}),
            json!({"activation_status": 1}),
        )
        .await;
        app.jobs().await;
        assert_eq!(task(&scene, &id).await["codes_affected"], 2);
        let path = format!("/api/v2/scm/tasks/{id}/");
        limited.get(&path).await.expect(200);
    })
    .await;
}

/// A node that dies between two steps, and one that dies within a step: another goes on, and the
/// result is as if nothing had happened.
#[tokio::test]
async fn whoever_is_killed_the_result_is_the_same() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let company = scene.admin.company;
        let ids = scene.codes(app, "many", 7_345).await;
        let data = json!({"workorder": 1, "line": "13A", "lot": 7});
        let id = begin(&scene.client, json!({"extended_id": ids}), data).await;
        // One step is committed, and then the node is gone.
        assert!(step_once(&app.app, registry::ALL).await.expect("a step"));
        let shown = task(&scene, &id).await;
        assert_eq!(
            (&shown["state"], &shown["codes_affected"]),
            (&json!("in-progress"), &json!(5_000))
        );
        let with =
            format!("SELECT count(*) FROM code_scm WHERE company_id = {company} AND key = 'line'");
        assert_eq!(number(app, &with).await, 5_000);
        // Nobody else takes the job before its time.
        app.jobs().await;
        assert_eq!(task(&scene, &id).await["codes_affected"], 5_000);
        app.clock.advance(61);
        let (node, _) = app.node_with(app.app.settings.clone()).await;
        assert!(step_once(&node, registry::ALL).await.expect("a step"));
        app.clock.advance(61);
        app.jobs().await;
        let shown = task(&scene, &id).await;
        assert_eq!(shown["state"], "complete");
        assert_eq!(
            (&shown["codes_affected"], &shown["total_updates"]),
            (&json!(7_345), &json!(14_690))
        );
        assert_eq!(number(app, &with).await, 7_345);
        // By a key of their data, too, each found by its place in the index.
        let id = begin(
            &scene.client,
            json!({"line": "13A"}),
            json!({"line": "14", "activation_status": 1}),
        )
        .await;
        assert_eq!(task(&scene, &id).await["job"]["total"], json!(null));
        step_once(&app.app, registry::ALL).await.expect("a step");
        let shown = task(&scene, &id).await;
        assert_eq!(shown["job"]["total"], 7_345, "counted with the first step");
        assert_eq!(shown["job"]["done"], 5_000);
        while task(&scene, &id).await["state"] != "complete" {
            app.clock.advance(61);
            step_once(&app.app, registry::ALL).await.expect("a step");
        }
        let shown = task(&scene, &id).await;
        assert_eq!(
            (&shown["codes_affected"], &shown["total_updates"]),
            (&json!(7_345), &json!(14_690))
        );
        let steps = entries(app, &scene.admin, "scm.upload_step").await;
        let codes = steps
            .iter()
            .map(|step| step["after"]["codes_affected"].as_i64().expect("a number"));
        assert_eq!(codes.sum::<i64>(), 2 * 7_345);
        let path = format!("/api/v2/products/{}/", scene.products[0]);
        let client = app.jwt(&scene.admin).await;
        assert_eq!(
            client.get(&path).await.expect(200)["active_code_count"],
            7_345
        );
    })
    .await;
}

#[tokio::test]
async fn one_that_cannot_go_on_has_failed_and_says_why() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "failing", 3).await;
        let by = json!({"extended_id": ids});
        // Canceled by hand.
        let id = begin(&scene.client, by.clone(), json!({"line": "1"})).await;
        let jobs = scene.client.get("/api/v2/jobs/").await.expect(200);
        let job = format!("/api/v2/jobs/{}/cancel/", jobs["results"][0]["id"]);
        scene.client.post(&job, json!({})).await.expect(200);
        let shown = task(&scene, &id).await;
        assert_eq!(
            (&shown["state"], &shown["failure"]),
            (&json!("failed"), &json!("It was canceled."))
        );
        // The day's budget is used up.
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await;
        let budget = json!({"budgets": {"scm_rows_changed": 2}});
        let path = format!("/api/v2/uats/{}/", token.id);
        scene.client.patch(&path, budget).await.expect(200);
        let id = begin(&token.client, by.clone(), json!({"line": "1"})).await;
        app.jobs().await;
        let shown = task(&scene, &id).await;
        assert_eq!(shown["state"], "failed");
        assert_eq!(
            shown["failure"],
            "The token may use 2 scm_rows_changed a day."
        );
        // Whoever asked may no longer.
        let person = app.person(&scene.admin, Role::ScmUser).await;
        let theirs = app.jwt(&person).await;
        let id = begin(&theirs, by, json!({"line": "1"})).await;
        let path = format!("/api/v2/users/{}/", person.id);
        let role = json!({"role": "dashboard_user"});
        scene.client.patch(&path, role).await.expect(200);
        app.jobs().await;
        assert_eq!(task(&scene, &id).await["state"], "failed");
        for id in &ids {
            assert_eq!(
                scene.code(id).await["scm"],
                json!({}),
                "nothing of it was done"
            );
        }
    })
    .await;
}

/// What is begun reaches no further than who began it: codes of a campaign that is limited to
/// teams of others stay as they are (decision 0028).
#[tokio::test]
async fn codes_of_a_hidden_campaign_are_not_found() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "hidden", 1).await;
        let path = format!("/api/v2/campaigns/{}/access/", scene.campaign);
        let body = json!({"access": "limited", "teams": []});
        scene.client.put(&path, body).await.expect(200);
        let outsider = app.person(&scene.admin, Role::SupplyChainManager).await;
        let token = app.uat(&outsider, &["scm_bulk_edit"]).await.client;
        for client in [app.jwt(&outsider).await, token] {
            let stolen = json!({"line": "Stolen"});
            let id = begin(&client, json!({"extended_id": ids[0]}), stolen).await;
            app.jobs().await;
            let done = task(&scene, &id).await;
            assert_eq!(
                (&done["state"], &done["codes_affected"]),
                (&json!("complete"), &json!(0))
            );
            let items = json!([{"extended_id": ids[0], "line": "Stolen"}]);
            let reply = scene.upload(&client, items).await.expect(200);
            assert_eq!(reply["items"], json!({}));
        }
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({}));
    })
    .await;
}
