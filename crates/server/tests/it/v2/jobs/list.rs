//! `GET /api/v2/jobs/`

use super::get::want;
use crate::support::{column, every_page, wrong_pages};
use countermark_core::roles::Role;
use countermark_testkit::{Client, each};
use serde_json::json;

const PATH: &str = "/api/v2/jobs/";

#[tokio::test]
async fn the_latest_come_first() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut wanted = Vec::new();
        for _ in 0..5 {
            wanted.insert(0, json!(want(app, &admin).await));
            app.clock.advance(1);
        }
        let rows = every_page(&client, &format!("{PATH}?limit=2")).await;
        assert_eq!(column(&rows, "id"), wanted);
        let expected = json!({
            "id": wanted[4], "kind": "of a test", "object": null, "state": "pending", "done": 0, "total": 7,
            "result": null, "failure": null, "error_count": 0,
            "created_by": {"id": admin.id.0, "email": admin.email},
            "created_at": "2026-11-24T12:00:00.000000Z", "started_at": null, "finished_at": null,
        });
        assert_eq!(rows[4], expected);
        let none = client.get(&format!("{PATH}?state=complete")).await;
        assert_eq!(none.expect(200)["count"], 0);
        let path = format!("{PATH}{}/cancel/", wanted[0]);
        client.post(&path, json!({})).await.expect(200);
        let one = client.get(&format!("{PATH}?state=canceled")).await;
        assert_eq!(one.expect(200)["results"][0]["id"], wanted[0]);
    })
    .await;
}

/// Whoever sees that something failed sees what, and can go there.
#[tokio::test]
async fn a_job_says_what_it_is_about() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let body = json!({
            "reference": "Spring", "quantity": 1, "activate_on_complete": true,
            "use_serial_number": false,
        });
        let path = "/api/v2/workorders/create-sid/";
        let order = client.post(path, body).await.expect(201);
        let list = client.get(PATH).await.expect(200);
        let id = order["id"].to_string();
        let about = json!({"type": "workorder", "id": id});
        assert_eq!(list["results"][0]["object"], about);
        let one = format!("{PATH}{}/", list["results"][0]["id"]);
        assert_eq!(client.get(&one).await.expect(200)["object"], about);
        let body = json!({"constraints": {"lot": ["7"]}, "scm_data": {"lot": "8"}});
        let task = client
            .post("/api/v2/scm/upload/async/", body)
            .await
            .expect(200);
        let list = client.get(PATH).await.expect(200);
        let kinds = column(list["results"].as_array().unwrap(), "kind");
        let at = kinds.iter().position(|kind| kind == "scm_upload").unwrap();
        let about = json!({"type": "task", "id": task["task_id"]});
        assert_eq!(list["results"][at]["object"], about);
    })
    .await;
}

/// Filters narrow what is seen; they open nothing.
#[tokio::test]
async fn a_kind_and_ones_own() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::SupplyChainManager).await;
        let (client, theirs) = (app.jwt(&admin).await, app.jwt(&colleague).await);
        let body = json!({"constraints": {"lot": ["7"]}, "scm_data": {"lot": "8"}});
        let upload = async |client: &Client| {
            let path = "/api/v2/scm/upload/async/";
            client.post(path, body.clone()).await.expect(200);
            app.clock.advance(1);
        };
        upload(&client).await;
        upload(&theirs).await;
        want(app, &admin).await;
        let private = want(app, &colleague).await;
        let count = async |client: &Client, query: &str| {
            let rows = every_page(client, &format!("{PATH}?limit=1&{query}")).await;
            let kinds = column(&rows, "kind");
            (kinds.len(), kinds.iter().all(|kind| kind == "scm_upload"))
        };
        for (client, query, expected) in [
            (&client, "", (3, false)),
            (&client, "kind=scm_upload", (2, true)),
            (&client, "kind=scm_upload&mine=1", (1, true)),
            (&client, "kind=scm_upload&state=complete", (0, true)),
            (&client, "mine=1", (2, false)),
            (&client, "mine=0", (3, false)),
            (&theirs, "mine=1", (2, false)),
            (&theirs, "kind=of%20a%20test", (1, false)),
            (&client, "kind=nothing", (0, true)),
        ] {
            assert_eq!(count(client, query).await, expected, "{query}");
        }
        let seen = client
            .get(&format!("{PATH}?kind=of%20a%20test"))
            .await
            .expect(200);
        assert!(
            seen["results"]
                .as_array()
                .unwrap()
                .iter()
                .all(|job| job["id"] != private)
        );
        let token = app.uat(&admin, &["scm_bulk_edit"]).await;
        assert_eq!(
            count(&token.client, "mine=1").await.0,
            0,
            "of others of theirs"
        );
        let reply = client.get(&format!("{PATH}?mine=yes")).await.expect(400);
        assert_eq!(*reply.json(), json!({"mine": ["Must be 0 or 1."]}));
    })
    .await;
}

#[tokio::test]
async fn wrong_questions_are_named() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        wrong_pages(&client, PATH).await;
        let reply = client.get(&format!("{PATH}?state=done")).await.expect(400);
        let told = "Use one of: pending, running, complete, failed, canceled.";
        assert_eq!(*reply.json(), json!({"state": [told]}));
    })
    .await;
}

/// A token sees what it began itself; people their own, and what their permissions allow.
#[tokio::test]
async fn everybody_sees_their_own() {
    each(async |app| {
        let admin = app.company().await;
        want(app, &admin).await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        let mine = want(app, &colleague).await;
        let list = app.jwt(&colleague).await.get(PATH).await.expect(200);
        assert_eq!(
            column(list["results"].as_array().unwrap(), "id"),
            [json!(mine)]
        );
        let token = app.uat(&colleague, &["scm_bulk_edit"]).await;
        assert_eq!(token.client.get(PATH).await.expect(200)["count"], 0);
        let other = app.jwt(&app.company().await).await;
        assert_eq!(other.get(PATH).await.expect(200)["count"], 0);
        app.anonymous().get(PATH).await.expect(401);
    })
    .await;
}
