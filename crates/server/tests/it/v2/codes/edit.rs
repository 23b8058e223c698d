//! `PATCH /api/v2/codes/{extended_id}/scm/`

use crate::{code_scene::Scene, support::entry_by};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn one_code_is_changed_and_remembered() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let id = &scene.codes(app, "edit", 2).await[0];
        let path = format!("/api/v2/codes/{id}/scm/");
        let body = json!({"line": "13A", "lot": 7, "unknown": [1], "activation_status": 1,
                          "extended_id": "ignored", "serial_number": "S-9"});
        let reply = scene.client.patch(&path, body.clone()).await.expect(200);
        assert_eq!(reply["scm"], json!({"line": "13A", "lot": 7}));
        assert_eq!(*reply.json(), scene.code(id).await);
        assert_eq!(
            (&reply["extended_id"], &reply["serial_number"]),
            (&json!(id), &json!("S-9"))
        );
        let logged = entry_by(app, &scene.admin, "scm.edit", &scene.admin, "jwt").await;
        assert_eq!(logged["object_id"], json!(id));
        assert_eq!(logged["before"]["scm"], json!({}));
        assert_eq!(logged["after"]["scm"], json!({"line": "13A", "lot": 7}));
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 1);
        let task = &tasks["results"][0];
        assert_eq!(
            (&task["source"], &task["state"]),
            (&json!("single"), &json!("complete"))
        );
        assert_eq!(
            task["parameters"],
            json!({"extended_id": id, "scm_data": body})
        );
        assert_eq!(
            (&task["codes_affected"], &task["total_updates"]),
            (&json!(1), &json!(4))
        );
        // What is cleared is gone; a product that is in no campaign keeps nothing new.
        let body = json!({"lot": null, "product": "SKU-1", "line": "14"});
        let reply = scene.client.patch(&path, body).await.expect(200);
        assert_eq!(
            reply["scm"],
            json!({"line": "13A", "lot": 7}),
            "no rule of the old campaign"
        );
        assert_eq!(
            (&reply["product"]["id"], &reply["campaign"]),
            (&json!(scene.products[1]), &json!(null))
        );
        let reply = scene.client.patch(&path, json!({})).await.expect(200);
        assert_eq!(*reply.json(), scene.code(id).await);
    })
    .await;
}

#[tokio::test]
async fn wrong_members_are_named_and_nothing_changes() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let id = &scene.codes(app, "wrong", 1).await[0];
        let path = format!("/api/v2/codes/{id}/scm/");
        let before = scene.code(id).await;
        for (key, value, sentence) in [
            (
                "activation_status",
                json!(7),
                "\"7\" is not a valid choice.",
            ),
            (
                "blacklist_reason",
                json!(11),
                "\"11\" is not a valid choice.",
            ),
            (
                "product",
                json!("No such"),
                "Object with sku=No such does not exist.",
            ),
            (
                "product",
                json!(999_999_999),
                "Invalid pk \"999999999\" - object does not exist.",
            ),
            (
                "line",
                json!({}),
                "Not a valid value. Send a text, a number or a boolean.",
            ),
            ("line", json!("a\0"), "Null characters are not allowed."),
        ] {
            let reply = scene
                .client
                .patch(&path, json!({"lot": "x", key: value}))
                .await;
            assert_eq!(*reply.expect(400).json(), json!({key: [sentence]}));
        }
        let list = scene.client.json(Method::PATCH, &path, &json!([1])).await;
        list.expect(400);
        assert_eq!(scene.code(id).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_product_needs_one_more_permission() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let id = &scene.codes(app, "right", 1).await[0];
        let path = format!("/api/v2/codes/{id}/scm/");
        let token = app.uat(&scene.admin, &["scm_code_edit"]).await.client;
        token.patch(&path, json!({"line": "1"})).await.expect(200);
        let reply = token
            .patch(&path, json!({"product": "SKU-1"}))
            .await
            .expect(403);
        assert_eq!(reply["required"], json!(["product_view"]));
        let both = app
            .uat(&scene.admin, &["scm_code_edit", "product_view"])
            .await;
        both.client
            .patch(&path, json!({"product": "SKU-1"}))
            .await
            .expect(200);
        // A token that is limited does not move a code to where it would not see it.
        let only = json!({"products": [scene.products[1]]});
        let rights = ["scm_code_edit", "product_view"];
        let limited = app.uat_within(&scene.admin, &rights, only).await.client;
        let reply = limited.patch(&path, json!({"product": "SKU-0"})).await;
        let sentence = "Object with sku=SKU-0 does not exist.";
        assert_eq!(*reply.expect(400).json(), json!({"product": [sentence]}));
    })
    .await;
}
