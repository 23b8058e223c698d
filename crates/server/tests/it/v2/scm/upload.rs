//! `POST /api/v2/scm/upload/`

use crate::{
    code_scene::{Scene, codes},
    support::{entry_by, missing_fields, wrong_fields},
};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/scm/upload/";

#[tokio::test]
async fn the_answer_is_the_contracts() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "answer", 3).await;
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let items = json!([
            {"extended_id": ids[0], "line": "13A", "lot": 1.5, "not_defined": "dropped"},
            {"extended_id": ids[1], "line": "13A", "activation_status": 1},
            {"extended_id": "unknown-code", "line": "13A"},
        ]);
        let reply = scene.upload(&token, items.clone()).await.expect(200);
        assert_eq!(
            *reply.json(),
            json!({
                "total_updates": 4, "changes": ["line", "lot", "activation_status"],
                "items": {&ids[0]: ["line", "lot"], &ids[1]: ["activation_status", "line"]},
                "codes_affected": 2,
            })
        );
        let shown = scene.code(&ids[0]).await;
        assert_eq!(shown["scm"], json!({"line": "13A", "lot": 1.5}));
        // Sent again, because the answer was lost: nothing is missing, so nothing has failed.
        let reply = scene.upload(&token, items).await.expect(200);
        assert_eq!(reply["items"], json!({&ids[0]: [], &ids[1]: []}));
        assert_eq!(
            (&reply["codes_affected"], &reply["total_updates"]),
            (&json!(2), &json!(0))
        );
        let nothing = scene.upload(&token, json!([])).await.expect(200);
        let empty = json!({"total_updates": 0, "changes": [], "items": {}, "codes_affected": 0});
        assert_eq!(*nothing.json(), empty);
        let client = app.jwt(&scene.admin).await;
        let path = "/api/v2/audit/?action=scm.upload&limit=200";
        let logged = client.get(path).await.expect(200);
        assert_eq!(logged["count"], 3);
        let first = &logged["results"][2];
        assert_eq!(first["after"]["total_updates"], 4);
        assert_eq!(first["credential"]["kind"], "uat");
    })
    .await;
}

/// A campaign whose supply-chain data is switched off takes none; what was there stays.
#[tokio::test]
async fn a_campaign_without_supply_chain_data_takes_none() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "switched", 1).await;
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let item = |line: &str| json!([{"extended_id": ids[0], "line": line}]);
        scene.upload(&token, item("1")).await.expect(200);
        let path = format!("/api/v2/campaigns/{}/options/", scene.campaign);
        let off = json!({"scm_enabled": false});
        scene.client.patch(&path, off).await.expect(200);
        let reply = scene.upload(&token, item("2")).await.expect(200);
        assert_eq!(reply["items"], json!({&ids[0]: []}));
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({"line": "1"}));
    })
    .await;
}

#[tokio::test]
async fn codes_are_found_by_other_keys() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let one = Some(scene.products[0]);
        let list = [
            ("keys-000", one, Some("S-1")),
            ("keys-001", one, Some("S-2")),
        ];
        let order = codes(app, &scene.admin, &list).await;
        for (by, item, affected, name) in [
            (
                "serial_number",
                json!({"serial_number": "S-1", "lot": "L"}),
                1,
                "S-1",
            ),
            ("lot", json!({"lot": "L", "line": "1"}), 1, "L"),
            (
                "workorder",
                json!({"workorder": order, "lot": 9}),
                2,
                &*order.to_string(),
            ),
            ("lot", json!({"lot": 9, "unit_box": "B"}), 2, "9"),
            (
                "unit_box",
                json!({"unit_box": "B", "activation_status": 1}),
                2,
                "B",
            ),
        ] {
            let body = json!({"data_key": by, "items": [item]});
            let reply = scene.client.post(PATH, body).await.expect(200);
            assert_eq!(reply["codes_affected"], affected, "{by}");
            assert!(reply["items"][name].is_array(), "{by}: {}", reply.text());
        }
        let list = scene.client.get("/api/v2/codes/?status=1&scm_lot=9").await;
        assert_eq!(list.expect(200)["count"], 2);
    })
    .await;
}

#[tokio::test]
async fn wrong_items_are_named_by_place_and_key_and_nothing_is_applied() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "items", 2).await;
        let before = scene.code(&ids[0]).await;
        let good = json!({"extended_id": ids[0], "line": "new"});
        let required = "This field is required.";
        let choice = "\"7\" is not a valid choice.";
        for (wrong, errors) in [
            (json!({"line": "x"}), json!({"extended_id": [required]})),
            (
                json!({"extended_id": ids[1], "activation_status": 7, "blacklist_reason": "x"}),
                json!({"activation_status": [choice],
                       "blacklist_reason": ["\"x\" is not a valid choice."]}),
            ),
            (
                json!({"extended_id": ids[1], "line": [1]}),
                json!({"line": ["Not a valid value. Send a text, a number or a boolean."]}),
            ),
            (
                json!({"extended_id": ids[1], "product": "No such"}),
                json!({"product": ["Object with sku=No such does not exist."]}),
            ),
        ] {
            let items = json!([good, wrong]);
            let reply = scene.upload(&scene.client, items).await.expect(400);
            assert_eq!(*reply.json(), json!({"items": {"1": errors}}));
        }
        // A hundred errors are told, not a hundred thousand.
        let many: Vec<_> = (0..500).map(|_| json!({"activation_status": 1})).collect();
        let reply = scene.upload(&scene.client, json!(many)).await.expect(400);
        assert_eq!(reply["items"].as_object().expect("items").len(), 100);
        assert_eq!(scene.code(&ids[0]).await, before);
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn wrong_bodies_are_named() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let client = &scene.client;
        let good = json!({"data_key": "extended_id", "items": []});
        let most = json!(vec![json!({}); 10_001]);
        let cases = [
            ("items", json!(null), "This field may not be null."),
            ("items", json!({}), "Expected a list of items."),
            (
                "items",
                json!([{}, 1]),
                "Item 1: Invalid data. Expected a dictionary.",
            ),
            (
                "items",
                most,
                "Ensure this field has no more than 10000 elements.",
            ),
            ("data_key", json!(""), "This field may not be blank."),
            (
                "data_key",
                json!("product"),
                "Codes are not found by product.",
            ),
            ("data_key", json!("a\0"), "Null characters are not allowed."),
            ("data_key", json!([]), "Not a valid string."),
        ];
        wrong_fields(client, Method::POST, PATH, &good, &cases).await;
        missing_fields(client, PATH, &good, &["items"]).await;
        // Members that nobody knows are ignored, as the original does.
        client
            .post(PATH, json!({"items": [], "extra": 1}))
            .await
            .expect(200);
        for (kind, body, status) in [
            ("application/json", "{\"items\": [".to_owned(), 400),
            (
                "application/json",
                "{\"items\": [{\"extended_id\": \"\u{fffd}\"}]}".to_owned(),
                200,
            ),
            ("text/csv", "extended_id\nx\n".to_owned(), 415),
            ("application/json", " ".repeat((10 << 20) + 1), 413),
        ] {
            client
                .raw(Method::POST, PATH, kind, body)
                .await
                .expect(status);
        }
        let broken = b"{\"items\": [{\"extended_id\": \"\xff\"}]}".to_vec();
        client
            .raw(Method::POST, PATH, "application/json", broken)
            .await
            .expect(400);
        let deep = format!("{{\"items\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        client
            .raw(Method::POST, PATH, "application/json", deep)
            .await
            .expect(400);
    })
    .await;
}

/// Ten thousand keys that no campaign has cost nothing and do nothing.
#[tokio::test]
async fn an_item_may_have_any_number_of_keys() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "wide", 1).await;
        let mut item = json!({"extended_id": ids[0], "line": "kept"});
        for number in 0..10_000 {
            item[format!("column {number}")] = json!(number);
        }
        let reply = scene.upload(&scene.client, json!([item])).await.expect(200);
        assert_eq!(reply["items"], json!({&ids[0]: ["line"]}));
    })
    .await;
}

#[tokio::test]
async fn a_product_needs_one_more_permission() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "product", 1).await;
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let items = json!([{"extended_id": ids[0], "product": "SKU-1"}]);
        let reply = scene.upload(&token, items.clone()).await.expect(403);
        assert_eq!(reply["required"], json!(["product_view"]));
        assert_eq!(scene.code(&ids[0]).await["product"]["sku"], "SKU-0");
        let token = app
            .uat(&scene.admin, &["scm_bulk_edit", "product_view"])
            .await
            .client;
        scene.upload(&token, items).await.expect(200);
        assert_eq!(scene.code(&ids[0]).await["product"]["sku"], "SKU-1");
        // No other right of the set opens it.
        let rest = app
            .uat(
                &scene.admin,
                &["codes_view", "scm_code_edit", "product_view"],
            )
            .await;
        let reply = scene.upload(&rest.client, json!([])).await.expect(403);
        assert_eq!(reply["required"], json!(["scm_bulk_edit"]));
    })
    .await;
}

/// Two clients send other values for the same codes at once: each code has all of one or all of
/// the other, and keys that only one of them sends are never lost (security checklist 55).
#[tokio::test(flavor = "multi_thread")]
async fn two_uploads_at_once_lose_nothing() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "race", 40).await;
        for round in 0..5 {
            let items = |line: &str, key: &str, back: bool| -> Value {
                let mut items: Vec<_> = ids
                    .iter()
                    .map(|id| json!({"extended_id": id, "line": line, key: line}))
                    .collect();
                if back {
                    items.reverse();
                }
                json!(items)
            };
            let (a, b) = (format!("a{round}"), format!("b{round}"));
            let (one, two) = tokio::join!(
                scene.upload(&scene.client, items(&a, "lot", false)),
                scene.upload(&scene.client, items(&b, "unit_box", true)),
            );
            one.expect(200);
            two.expect(200);
            let list = scene
                .client
                .get("/api/v2/codes/?limit=200")
                .await
                .expect(200);
            let rows = list["results"].as_array().expect("rows");
            let line = rows[0]["scm"]["line"].clone();
            for row in rows {
                assert_eq!(row["scm"], json!({"line": line, "lot": a, "unit_box": b}));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_log_names_whoever_uploads() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "logged", 1).await;
        let items = json!([{"extended_id": ids[0], "line": "x"}]);
        scene.upload(&scene.client, items).await.expect(200);
        let logged = entry_by(app, &scene.admin, "scm.upload", &scene.admin, "jwt").await;
        assert_eq!(
            logged["after"],
            json!({"data_key": "extended_id", "items": 1, "codes_affected": 1,
                   "total_updates": 1, "changes": ["line"]})
        );
    })
    .await;
}
