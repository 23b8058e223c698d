//! `POST /api/v2/products/import/?background=1`: the same import as a job.

use super::{all, brand, entries, import, product};
use crate::background_job::{job, kept, under_way};
use countermark::jobs::{Stop, registry, step_once};
use countermark_core::roles::Role;
use countermark_store::Engine;
use countermark_testkit::{Client, each};
use serde_json::json;

const QUERY: &str = "sku=sku&name=name&brand=brand";

/// Begins one; returns its job's number.
async fn begin(client: &Client, more: &str, file: &str) -> i64 {
    let query = format!("{QUERY}&background=1{more}");
    let reply = import(client, &query, file).await.expect(202);
    let id = reply["job_id"].as_i64().expect("a number");
    assert_eq!(*reply.json(), json!({"job_id": id}));
    assert_eq!(reply.header("location"), format!("/api/v2/jobs/{id}/"));
    id
}

fn numbered(rows: usize) -> String {
    let rows = (0..rows).map(|n| format!("S-{n},Product {n},B\n"));
    format!("sku,name,brand\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn it_is_a_job_and_done_whole() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let b = brand(&client, "B", None).await;
        product(&client, b, "old").await;
        let file = "sku,name,brand,stc:colour\nnew,New,Made,red\nold,Changed,B,blue\nnew,,,\n";
        let id = begin(&client, "&existing=update&create_brands=1", file).await;
        let waiting = job(&client, id).await;
        assert_eq!(
            (&waiting["kind"], &waiting["state"], &waiting["object"]),
            (&json!("product_import"), &json!("pending"), &json!(null))
        );
        assert_eq!(
            (&waiting["done"], &waiting["total"]),
            (&json!(0), &json!(3))
        );
        assert_eq!(all(&client).await.len(), 1, "not yet");
        assert_eq!(kept(app, admin.company).await, 1);

        app.jobs().await;
        let done = job(&client, id).await;
        let result = json!({
            "rows": 3, "created": 1, "updated": 1, "skipped": 0, "continued": 1,
            "brands_created": ["Made"],
        });
        assert_eq!(done["result"], result);
        assert_eq!(
            (&done["state"], &done["done"]),
            (&json!("complete"), &json!(3))
        );
        let products = all(&client).await;
        let names = products.iter().map(|row| row["name"].as_str());
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        assert_eq!(names, [Some("Changed"), Some("New")]);
        assert_eq!(kept(app, admin.company).await, 0);
        for action in ["product.import_async", "product.import"] {
            assert_eq!(entries(app, &admin, action).await.len(), 1, "{action}");
        }
        // A file that changes nothing is done, and the log does not speak of it.
        let id = begin(&client, "&existing=skip&create_brands=1", file).await;
        app.jobs().await;
        assert_eq!(job(&client, id).await["result"]["skipped"], 2);
        assert_eq!(entries(app, &admin, "product.import").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once_and_nothing_is_kept() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let b = brand(&client, "B", None).await;
        product(&client, b, "old").await;
        let background = format!("{QUERY}&background=1");
        for file in ["", "sku,name,brand\nold,One,B\nnew,Two,Nobody\n,Three,B\n"] {
            let ordinary = import(&client, QUERY, file).await.expect(400);
            let reply = import(&client, &background, file).await.expect(400);
            assert_eq!(reply.json(), ordinary.json());
        }
        let both = format!("{background}&dry_run=1");
        let both = import(&client, &both, "").await.expect(400);
        let told = "A rehearsal is not done in the background.";
        assert_eq!(*both.json(), json!({"background": [told]}));
        // Rights are asked before anything is kept.
        let token = app.uat(&admin, &["product_create"]).await.client;
        for (more, missing) in [
            ("&create_brands=1", "brand_create"),
            ("&existing=update", "product_edit"),
        ] {
            let query = format!("{background}{more}");
            let reply = import(&token, &query, numbered(1)).await.expect(403);
            assert_eq!(reply["required"], json!([missing]));
        }
        assert_eq!(client.get("/api/v2/jobs/").await.expect(200)["count"], 0);
        assert_eq!(kept(app, admin.company).await, 0);
    })
    .await;
}

/// What has changed since the file was checked fails the job, with its rows.
#[tokio::test]
async fn rows_that_cannot_be_any_more_fail_the_job_and_nothing_is_applied() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let b = brand(&client, "B", None).await;
        let id = begin(&client, "", &numbered(3)).await;
        product(&client, b, "S-1").await;
        app.jobs().await;
        let failed = job(&client, id).await;
        assert_eq!(
            (&failed["state"], &failed["failure"]),
            (
                &json!("failed"),
                &json!("Nothing was imported: there is 1 error.")
            )
        );
        let told = "A product with this SKU already exists.";
        assert_eq!(
            failed["errors"],
            json!([{"row": 3, "field": "sku", "message": told}])
        );
        assert_eq!(
            (&failed["error_count"], &failed["done"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(all(&client).await.len(), 1);
        assert_eq!(kept(app, admin.company).await, 0);
    })
    .await;
}

/// A node that is killed in the middle has done nothing; another one does everything, once.
#[tokio::test]
async fn whoever_is_killed_the_result_is_the_same() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        brand(&client, "B", None).await;
        let id = begin(&client, "", &numbered(520)).await;
        let step = under_way(app, id, 1).await;
        // It stands still now.
        let half = job(&client, id).await;
        let done = half["done"].as_i64().expect("a number");
        assert!((1..=520).contains(&done), "{done}");
        drop(step);
        assert_eq!(all(&client).await.len(), 0);
        app.clock.advance(61);
        let (node, _) = app.node_with(app.app.settings.clone()).await;
        step_once(&node, registry::ALL).await.expect("a step");
        let done = job(&client, id).await;
        assert_eq!(
            (&done["state"], &done["done"]),
            (&json!("complete"), &json!(520))
        );
        let list = client.get("/api/v2/products/").await.expect(200);
        assert_eq!(list["count"], 520, "each of them once");
        assert_eq!(entries(app, &admin, "product.import").await.len(), 1);
    })
    .await;
}

/// Before it has begun nothing is done. In the middle, what it had written is dropped; on SQLite
/// there is no middle for others, who wait for the one writer.
#[tokio::test]
async fn it_can_be_canceled() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        brand(&client, "B", None).await;
        let cancel = async |id: i64| {
            let path = format!("/api/v2/jobs/{id}/cancel/");
            client.post(&path, json!({})).await.expect(200);
        };
        let id = begin(&client, "", &numbered(520)).await;
        cancel(id).await;
        app.jobs().await;
        assert_eq!(job(&client, id).await["state"], "canceled");
        if app.app.db.engine() == Engine::Postgres {
            let id = begin(&client, "", &numbered(520)).await;
            let step = under_way(app, id, 1).await;
            cancel(id).await;
            let step = step.await;
            assert!(matches!(step, Err(Stop::Lost)), "{step:?}");
        }
        assert_eq!(all(&client).await.len(), 0);
        assert_eq!(kept(app, admin.company).await, 0);
    })
    .await;
}

/// Rights count as they are when the work is done (security checklist 35, 36, 55).
#[tokio::test]
async fn whoever_loses_a_right_loses_the_import() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        brand(&client, "B", None).await;
        let failure = async |id: i64| {
            app.jobs().await;
            let failed = job(&client, id).await;
            assert_eq!(failed["state"], "failed");
            failed["failure"].as_str().expect("a text").to_owned()
        };
        let manager = app.person(&admin, Role::BrandManager).await;
        let id = begin(&app.jwt(&manager).await, "", &numbered(1)).await;
        let path = format!("/api/v2/users/{}/", manager.id);
        let lower = json!({"role": "dashboard_user"});
        client.patch(&path, lower).await.expect(200);
        let told = "Who wanted this no longer has the permission product_create.";
        assert_eq!(failure(id).await, told);
        // What only some imports need.
        let rights = ["product_create", "product_edit", "brand_create"];
        for (more, taken, told) in [
            (
                "&existing=update",
                json!(["product_create", "brand_create"]),
                "Who wanted this no longer has the permission product_edit.",
            ),
            (
                "&create_brands=1",
                json!(["product_create", "product_edit"]),
                "Who wanted this no longer has the permission brand_create.",
            ),
        ] {
            let token = app.uat(&admin, &rights).await;
            let id = begin(&token.client, more, &numbered(1)).await;
            let path = format!("/api/v2/uats/{}/", token.id);
            let body = json!({"permissions": taken});
            client.patch(&path, body).await.expect(200);
            assert_eq!(failure(id).await, told);
        }
        // The day's budget.
        let token = app.uat(&admin, &rights).await;
        let path = format!("/api/v2/uats/{}/", token.id);
        let budget = json!({"budgets": {"products_changed": 1}});
        client.patch(&path, budget).await.expect(200);
        let id = begin(&token.client, "", &numbered(2)).await;
        let told = "The token may use 1 products_changed a day.";
        assert_eq!(failure(id).await, told);
        assert_eq!(all(&client).await.len(), 0);
    })
    .await;
}
