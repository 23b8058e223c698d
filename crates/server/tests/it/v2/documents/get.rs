//! `GET /api/v2/documents/{id}/`: how far a document is, and whose it is (security checklist 47).

use super::{begun, linked, shown};
use crate::code_scene::Scene;
use countermark::jobs::{registry, step_once};
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::{Value, json};

#[tokio::test]
async fn a_document_is_written_kept_for_a_day_and_forgotten() {
    each(async |app| {
        let scene = Scene::of(app).await;
        scene.codes(app, "kept", 3).await;
        let key = begun(&scene.client, "").await;
        let waiting = shown(&scene.client, &key).await.expect(200);
        let mut expected = json!({"document": {
            "key": key, "task": waiting["document"]["task"], "status": "pending",
            "file_name": format!("codes-{key}.csv"), "rows": 0, "size": null, "failure": null,
            "created_at": app.now().to_string(), "finished_at": null, "expires_at": null,
        }});
        assert_eq!(*waiting.json(), expected);
        app.clock.advance(5);
        app.jobs().await;
        let now = app.now();
        let done = shown(&scene.client, &key).await.expect(200);
        let document = &mut expected["document"];
        document["status"] = json!("complete");
        document["rows"] = json!(3);
        document["size"] = done["document"]["size"].clone();
        document["finished_at"] = json!(now.to_string());
        document["expires_at"] = json!(now.plus_seconds(86_400).to_string());
        assert_eq!(*done.json(), expected);
        assert!(done["document"]["size"].as_i64() > Some(100));
        let path = format!(
            "/api/v2/jobs/{}/",
            done["document"]["task"].as_str().unwrap()
        );
        let job = scene.client.get(&path).await.expect(200);
        assert_eq!(job["kind"], "codes_download");
        // Clients spell the path with and without the last slash.
        let bare = format!("/api/v2/documents/{key}");
        assert_eq!(*scene.client.get(&bare).await.expect(200).json(), expected);

        app.clock.advance(86_399);
        app.task("forget_files").await;
        let client = app.jwt(&scene.admin).await;
        linked(&client, &key).await.expect(200);
        app.clock.advance(1);
        shown(&client, &key).await.expect(404);
        linked(&client, &key).await.expect(404);
        app.task("forget_files").await;
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM file").await, 0);
        raw.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_document_is_there_for_who_asked_only() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let pat = app.person(&scene.admin, Role::ScmUser).await;
        let token = app.uat(&pat, &["codes_view"]).await;
        let key = begun(&token.client, "").await;
        app.jobs().await;
        let other_company = app.jwt(&app.company().await).await;
        let sibling = app.uat(&pat, &["codes_view"]).await.client;
        for client in [&scene.client, &other_company, &sibling] {
            shown(client, &key).await.expect(404);
            linked(client, &key).await.expect(404);
        }
        let path = format!("/api/v2/documents/{key}/");
        app.anonymous().get(&path).await.expect(401);
        let person = app.jwt(&pat).await;
        let body = json!({"overlap": "now"});
        let path = format!("/api/v2/uats/{}/rotate/", token.id);
        let next = person.post(&path, body).await.expect(201);
        let next = app.header(&format!("UAT {}", next["token"].as_str().unwrap()));
        for client in [&person, &next] {
            shown(client, &key).await.expect(200);
            linked(client, &key).await.expect(200);
        }
        // What is kept for other purposes is no document.
        let mut raw = app.db.place.raw().await;
        raw.run("UPDATE file SET purpose = 'workorder'").await;
        raw.close().await;
        shown(&person, &key).await.expect(404);
    })
    .await;
}

/// A token that is limited further has no part in what it could reach before.
#[tokio::test]
async fn what_was_written_for_more_is_gone_for_less() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let only = json!({"products": scene.products});
        let token = app.uat_within(&scene.admin, &["codes_view"], only).await;
        let key = begun(&token.client, "").await;
        app.jobs().await;
        shown(&token.client, &key).await.expect(200);
        let path = format!("/api/v2/uats/{}/", token.id);
        let only = json!({"only": {"products": [scene.products[0]]}});
        scene.client.patch(&path, only).await.expect(200);
        shown(&token.client, &key).await.expect(404);
        linked(&token.client, &key).await.expect(404);
        shown(&scene.client, &key).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_document_that_cannot_be_made_says_why() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let token = app.uat(&scene.admin, &["codes_view"]).await;
        let key = begun(&token.client, "").await;
        let early = linked(&token.client, &key).await.expect(409);
        assert_eq!(early["detail"], "This document is not complete yet.");
        let path = format!("/api/v2/uats/{}/", token.id);
        scene.client.delete(&path).await.expect(204);
        app.jobs().await;
        let failed = shown(&scene.client, &key).await.expect(200);
        let sentence = "The token that wanted this was revoked.";
        assert_eq!(failed["document"]["status"], "failed");
        assert_eq!(failed["document"]["failure"], sentence);
        assert_eq!(failed["document"]["size"], Value::Null);
        assert_eq!(
            failed["document"]["expires_at"],
            app.now().plus_seconds(86_400).to_string()
        );
        let refused = linked(&scene.client, &key).await.expect(409);
        let told = format!("This document could not be made. {sentence}");
        assert_eq!(refused["detail"], told);

        let key = begun(&scene.client, "").await;
        let task = shown(&scene.client, &key).await;
        let task = task["document"]["task"].as_str().expect("a number");
        let path = format!("/api/v2/jobs/{task}/cancel/");
        scene.client.post(&path, json!({})).await.expect(200);
        assert!(!step_once(&app.app, registry::ALL).await.expect("no job"));
        let refused = linked(&scene.client, &key).await.expect(409);
        assert_eq!(refused["detail"], "This document was canceled.");
        app.clock.advance(86_400);
        let client = app.jwt(&scene.admin).await;
        shown(&client, &key).await.expect(404);
    })
    .await;
}
