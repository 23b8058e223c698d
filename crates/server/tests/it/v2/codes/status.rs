//! `POST /api/v2/codes/activate/`, `/deactivate/` and `/blacklist/`

use crate::{
    code_scene::Scene,
    support::{entries, entry, missing_fields, wrong_fields},
};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::{Value, json};

fn path(verb: &str) -> String {
    format!("/api/v2/codes/{verb}/")
}

#[tokio::test]
async fn many_codes_get_a_status_together() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "status", 3).await;
        let client = &scene.client;
        let set = async |verb: &str, ids: &[String], reason: Value| {
            let mut body = json!({"codes": ids});
            if !reason.is_null() {
                body["reason"] = reason;
            }
            let reply = client.post(&path(verb), body).await.expect(200);
            let [affected, changed] = ["codes_affected", "changed"].map(|m| reply[m].as_i64());
            (affected.expect("a number"), changed.expect("a number"))
        };
        let status = async |id: &str| {
            let code = scene.code(id).await;
            ["activation_status", "blacklist_reason"].map(|m| code[m].as_i64().expect("a number"))
        };
        assert_eq!(set("activate", &ids[..2], Value::Null).await, (2, 2));
        assert_eq!(set("activate", &ids, Value::Null).await, (3, 1));
        assert_eq!(
            scene.code(&ids[2]).await["activated_by"]["id"],
            scene.admin.id.0
        );
        assert_eq!(set("blacklist", &ids[..1], json!(4)).await, (1, 1));
        assert_eq!(status(&ids[0]).await, [2, 4]);
        assert_eq!(set("blacklist", &ids[..2], Value::Null).await, (2, 2));
        assert_eq!(status(&ids[0]).await, [2, 0]);
        assert_eq!(set("deactivate", &ids, Value::Null).await, (3, 3));
        assert_eq!(status(&ids[1]).await, [0, 0]);
        let product = format!("/api/v2/products/{}/", scene.products[0]);
        let product = client.get(&product).await.expect(200);
        assert_eq!(
            (&product["code_count"], &product["active_code_count"]),
            (&json!(3), &json!(0))
        );
        let logged = entry(app, &scene.admin, "scm.deactivate").await;
        assert_eq!(logged["after"]["codes"], json!(ids));
        for (action, first) in [("scm.activate", &ids[..2]), ("scm.blacklist", &ids[..1])] {
            let logged = entries(app, &scene.admin, action).await;
            assert_eq!(logged.len(), 2, "{action}");
            assert_eq!(logged[1]["after"]["codes"], json!(first), "{action}");
        }
        let tasks = client
            .get("/api/v2/scm/tasks/?source=single")
            .await
            .expect(200);
        assert_eq!(tasks["count"], 5);
        let first = &tasks["results"][0];
        assert_eq!(
            first["parameters"],
            json!({"codes": ids, "code_count": 3, "activation_status": 0})
        );
        assert_eq!(first["scm_fields"], json!(["activation_status"]));
    })
    .await;
}

#[tokio::test]
async fn one_unknown_id_stops_all_and_is_named() {
    each(async |app| {
        let (scene, other) = (Scene::of(app).await, Scene::of(app).await);
        let ours = &scene.codes(app, "ours", 1).await[0];
        let theirs = &other.codes(app, "theirs", 1).await[0];
        for verb in ["activate", "deactivate", "blacklist"] {
            let body = json!({"codes": [ours, theirs, "no-such-code"]});
            let reply = scene.client.post(&path(verb), body).await.expect(400);
            let sentences =
                ["no-such-code", theirs].map(|id| format!("There is no code \"{id}\"."));
            assert_eq!(*reply.json(), json!({"codes": sentences}));
        }
        assert_eq!(scene.code(ours).await["activation_status"], 0);
        assert_eq!(other.code(theirs).await["activation_status"], 0);
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_member_is_named() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "wrong", 1).await;
        let good = json!({"codes": ids});
        let list = json!(vec!["x"; 10_001]);
        let cases = [
            ("codes", json!(null), "This field may not be null."),
            ("codes", json!("x"), "Expected a list of items."),
            ("codes", json!([]), "This list may not be empty."),
            ("codes", json!([1]), "Not a valid string."),
            ("codes", json!(["a\0"]), "Null characters are not allowed."),
            (
                "codes",
                list,
                "Ensure this field has no more than 10000 elements.",
            ),
            ("other", json!(1), "Unknown field."),
        ];
        for verb in ["activate", "deactivate", "blacklist"] {
            wrong_fields(&scene.client, Method::POST, &path(verb), &good, &cases).await;
            missing_fields(&scene.client, &path(verb), &good, &["codes"]).await;
        }
        let cases = [
            ("reason", json!(11), "\"11\" is not a valid choice."),
            ("reason", json!(-1), "\"-1\" is not a valid choice."),
            ("reason", json!("stolen"), "A valid integer is required."),
        ];
        wrong_fields(
            &scene.client,
            Method::POST,
            &path("blacklist"),
            &good,
            &cases,
        )
        .await;
        assert_eq!(scene.code(&ids[0]).await["activation_status"], 0);
    })
    .await;
}
