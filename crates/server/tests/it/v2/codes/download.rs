//! `GET /api/v2/codes/download/`. Every filter is tested beside that of the list (`list.rs`).

use crate::{
    background_job::under_way,
    code_scene::{Scene, codes, fields},
    support::{entries, entry_by},
    v2::documents::{begun, downloaded, first_column, linked, path_of, shown},
};
use axum::{body::Body, http::Method};
use countermark_testkit::each;
use serde_json::json;
use std::collections::BTreeSet;

const PATH: &str = "/api/v2/codes/download/";

const COLUMNS: &str = "extended_id,serial_number,brand,product,sku,status,blacklist_reason,\
scm_updated_by,scm_updated_at,activated_by,activated_at,workorder_id";

#[tokio::test]
async fn the_columns_of_the_contract_and_one_for_each_key() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let [one, two] = scene.products;
        // Its name is that of a column of ours.
        fields(app, &scene.admin, scene.campaign, &["sku"]).await;
        let list = [
            ("csv-1", Some(one), Some("=1+1")),
            ("csv-2", Some(two), None),
            ("-csv-3", None, None),
        ];
        let order = codes(app, &scene.admin, &list).await;
        let empty = downloaded(app, &scene.client, "?status=1").await;
        let head = format!("{COLUMNS},line,lot,scm_sku,unit_box\r\n");
        assert_eq!(empty, head);
        let items = json!([
            {"extended_id": "csv-1", "line": "13A, \"left\"", "lot": 7, "sku": "@own",
             "activation_status": 1},
            {"extended_id": "-csv-3", "blacklist_reason": 4},
        ]);
        scene.upload(&scene.client, items).await.expect(200);
        let (brand, who, now) = (scene.brand, &scene.admin.email, app.now());
        let rows = [
            format!(
                "csv-1,'=1+1,{brand},{one},SKU-0,1,0,{who},{now},{who},{now},{order},\
                 \"13A, \"\"left\"\"\",7,'@own,"
            ),
            format!("csv-2,,{brand},{two},SKU-1,0,0,,,,,{order},,,,"),
            format!("'-csv-3,,,,,2,4,,,,,{order},,,,"),
        ];
        let rows = rows.join("\r\n");
        let text = downloaded(app, &scene.client, "").await;
        assert_eq!(text, format!("{head}{rows}\r\n"));
        let none = format!("?campaign={}", scene.campaign + 1_000_000);
        let none = downloaded(app, &scene.client, &none).await;
        assert_eq!(none, format!("{COLUMNS}\r\n"), "its keys are none");
        let bare = scene.client.get("/api/v2/codes/download").await;
        bare.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_download_is_begun_and_told_in_the_audit_log() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let token = app.uat(&scene.admin, &["codes_view"]).await;
        let path = format!("{PATH}?status=1&scm_lot=7&page=2");
        let reply = token.client.get(&path).await.expect(200);
        let key = reply["document"]["key"].as_str().expect("a key");
        assert!(
            key.len() == 12
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        );
        let seen = shown(&token.client, key).await.expect(200);
        assert_eq!(seen.json(), reply.json());
        let entry = entry_by(app, &scene.admin, "codes.download", &scene.admin, "uat").await;
        assert_eq!(entry["object_id"], key);
        assert_eq!(entry["after"], json!({"status": "1", "scm_lot": "7"}));
        app.uat(&scene.admin, &["workorder_view", "scans_download"])
            .await
            .client
            .get(PATH)
            .await
            .expect(403);
        app.anonymous().get(PATH).await.expect(401);
        let keys = "&scm_k=1".repeat(11);
        for (name, query) in [
            ("status", "status=3".to_owned()),
            ("campaign", "campaign=x".into()),
            ("activated_at", "activated_at=yesterday".into()),
            ("scm_", keys),
        ] {
            let reply = scene.client.get(&format!("{PATH}?{query}")).await;
            assert!(reply.expect(400)[name].is_array(), "{query}");
        }
        let jobs = scene.client.get("/api/v2/jobs/").await.expect(200);
        assert_eq!(jobs["count"], 1);
    })
    .await;
}

/// It is a `GET` that begins something: a link on another page must not (security checklist 52,
/// 67), nor a `HEAD`.
#[tokio::test]
async fn only_our_own_pages_begin_one_with_a_cookie() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let cookie = app.cookie(&scene.admin).await;
        for site in [Some("cross-site"), Some("same-site"), Some("none"), None] {
            let mut request = cookie.request(Method::GET, PATH, Body::empty());
            request.headers_mut().remove("sec-fetch-site");
            if let Some(site) = site {
                let site = site.parse().expect("a header");
                request.headers_mut().insert("sec-fetch-site", site);
            }
            let refused = cookie.send(request).await.expect(403);
            assert_eq!(refused.code(), "cross_site");
        }
        for client in [&cookie, &scene.client] {
            let head = client.request(Method::HEAD, PATH, Body::empty());
            client.send(head).await.expect(200);
        }
        assert!(
            entries(app, &scene.admin, "codes.download")
                .await
                .is_empty()
        );
        cookie.get(PATH).await.expect(200);
    })
    .await;
}

/// A token gets codes within its condition, as it is when the job runs, and keys of campaigns
/// within (security checklist 47).
#[tokio::test]
async fn a_limited_token_gets_what_is_within() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let [one, two] = scene.products;
        let list = [
            ("in-1", Some(one), None),
            ("in-2", Some(two), None),
            ("in-3", None, None),
        ];
        codes(app, &scene.admin, &list).await;
        let of = async |only: serde_json::Value| {
            let token = app.uat_within(&scene.admin, &["codes_view"], only).await;
            downloaded(app, &token.client, "").await
        };
        let all = of(json!(null)).await;
        assert_eq!(first_column(&all), ["in-1", "in-2", "in-3"]);
        let second = of(json!({"products": [two]})).await;
        assert_eq!(first_column(&second), ["in-2"]);
        assert!(second.starts_with(&format!("{COLUMNS}\r\n")));
        let campaign = of(json!({"campaigns": [scene.campaign]})).await;
        assert_eq!(first_column(&campaign), ["in-1"]);
        let brand = of(json!({"brands": [scene.brand]})).await;
        assert_eq!(first_column(&brand), ["in-1", "in-2"]);

        let token = app.uat(&scene.admin, &["codes_view"]).await;
        let key = begun(&token.client, "").await;
        let path = format!("/api/v2/uats/{}/", token.id);
        let only = json!({"only": {"products": [one]}});
        scene.client.patch(&path, only).await.expect(200);
        app.jobs().await;
        let link = linked(&token.client, &key).await.expect(200);
        let file = app.anonymous().get(&path_of(&link)).await.expect(200);
        assert_eq!(first_column(&file.text()), ["in-1"]);

        let other = app.jwt(&app.company().await).await;
        let theirs = downloaded(app, &other, "?extended_id=in-1").await;
        assert_eq!(theirs, format!("{COLUMNS}\r\n"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_killed_in_the_middle_one_whole_file_is_there() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let order = json!({
            "reference": "many", "quantity": 12_000, "activate_on_complete": false,
            "use_serial_number": true, "product": scene.products[0], "images": "none",
        });
        let path = "/api/v2/workorders/create-sid/";
        scene.client.post(path, order).await.expect(201);
        app.jobs().await;
        let key = begun(&scene.client, "").await;
        let list = scene.client.get("/api/v2/jobs/").await.expect(200);
        let job = list["results"][0]["id"].as_i64().expect("a number");
        // In the first portion of codes, in the middle, and when all have been written.
        for done in [1, 5_001, 10_001] {
            drop(under_way(app, job, done).await);
            let document = shown(&scene.client, &key).await.expect(200);
            assert_eq!(document["document"]["size"], json!(null));
            linked(&scene.client, &key).await.expect(409);
            // Others make codes meanwhile, and the lease of the dead runs out.
            scene.codes(app, &format!("late{done}"), 1).await;
            app.clock.advance(61);
        }
        app.clock.advance(61);
        app.jobs().await;
        let link = linked(&scene.client, &key).await.expect(200);
        let file = app.anonymous().get(&path_of(&link)).await.expect(200);
        let text = file.text();
        let ids = first_column(&text);
        assert_eq!(
            ids.iter().filter(|id| !id.starts_with("late")).count(),
            12_000
        );
        let different: BTreeSet<_> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "each of them once");
        let document = shown(&scene.client, &key).await.expect(200);
        assert_eq!(document["document"]["rows"], ids.len());
        assert_eq!(document["document"]["size"], text.len());
    })
    .await;
}
