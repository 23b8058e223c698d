//! `POST /api/v2/audit/check/`

use super::checkpoints::signed;
use crate::support::entries;
use countermark_core::roles::Role;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/audit/check/";

/// A company whose log has ten entries.
pub(super) async fn ten(app: &TestApp) -> (Person, Client) {
    let admin = app.company().await;
    let client = app.jwt(&admin).await;
    for number in 1..=10 {
        let body = json!({"name": format!("Brand {number}")});
        client.post("/api/v2/brands/", body).await.expect(201);
    }
    (admin, client)
}

pub(super) async fn sql(app: &TestApp, statements: &[&str]) {
    let mut raw = app.db.place.raw().await;
    for statement in statements {
        raw.run(statement).await;
    }
    raw.close().await;
}

async fn check(client: &Client, body: Value) -> Value {
    let reply = client.post(PATH, body).await.expect(200);
    let found = &reply["finding"];
    assert_eq!(reply["ok"], found.is_null());
    reply.json().clone()
}

async fn wrong(client: &Client, body: Value) -> (i64, String) {
    let found = check(client, body).await["finding"].clone();
    let wrong = found["wrong"].as_str().unwrap_or("nothing").to_owned();
    (found["position"].as_i64().unwrap_or(0), wrong)
}

#[tokio::test]
async fn a_good_log_is_found_good() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let kept = signed(app, &client).await;
        let checked = check(&client, json!({"checkpoints": kept})).await;
        // The check itself is the eleventh.
        assert_eq!(
            (&checked["entries"], &checked["last"]),
            (&json!(11), &json!(11))
        );
        assert_eq!(
            (&checked["checkpoints"], &checked["kept"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(checked["last_checkpoint"]["position"], 10);
        let noted = entries(app, &admin, "audit.read").await;
        assert_eq!(noted[0]["after"]["what"], "check");
        assert_eq!(check(&client, json!({})).await["ok"], true);
        let nonsense = json!({"checkpoints": "nothing of the kind"});
        let refused = client.post(PATH, nonsense).await.expect(400);
        assert!(refused["checkpoints"].is_array());
    })
    .await;
}

/// Security checklist 108: each kind of change is found by the button.
#[tokio::test]
async fn tampering_is_found() {
    let cases: [(&[&str], (i64, &str)); 5] = [
        (
            &["UPDATE audit SET label = 'x' WHERE position = 4"],
            (4, "edited"),
        ),
        (&["DELETE FROM audit WHERE position = 4"], (4, "missing")),
        (
            &[
                "UPDATE audit SET position = 99 WHERE position = 4",
                "UPDATE audit SET position = 4 WHERE position = 5",
                "UPDATE audit SET position = 5 WHERE position = 99",
            ],
            (4, "order"),
        ),
        (
            &["UPDATE audit SET position = NULL WHERE position = 10"],
            (10, "foreign"),
        ),
        (
            &["UPDATE audit_checkpoint SET head = signature"],
            (10, "signature"),
        ),
    ];
    for (statements, (position, word)) in cases {
        each(async |app| {
            let (_, client) = ten(app).await;
            signed(app, &client).await;
            sql(app, statements).await;
            let expected = match word {
                // The check's own entry takes the place that was left.
                "foreign" => (10, "missing".to_owned()),
                _ => (position, word.to_owned()),
            };
            assert_eq!(wrong(&client, json!({})).await, expected, "{statements:?}");
        })
        .await;
    }
}

/// The end is cut off, with everything in the database that tells of it. A checkpoint that was
/// kept elsewhere knows better, and so does the process that signed it.
#[tokio::test]
async fn a_cut_end_is_found_by_what_was_kept_elsewhere() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let kept = signed(app, &client).await;
        let cut = [
            "DELETE FROM audit WHERE position > 7",
            "DELETE FROM audit_checkpoint",
            "UPDATE audit_chain SET length = 7, head = (SELECT hash FROM audit WHERE position = 7)",
        ];
        sql(app, &cut).await;
        // The check's own entry is the eighth now.
        assert_eq!(wrong(&client, json!({})).await, (9, "cut".into()));
        // A node that was started later remembers nothing.
        let other = app.second_node().await.with_auth_of(&client);
        assert_eq!(wrong(&other, json!({})).await, (0, "nothing".into()));
        let body = json!({"checkpoints": format!("from my safe: {kept}")});
        // Meanwhile the log has grown to the checkpoint's position again, with other entries.
        assert_eq!(wrong(&other, body).await, (10, "rewritten".into()));
        // Nothing is signed over it.
        app.clock.advance(700);
        client
            .post("/api/v2/brands/", json!({"name": "Z"}))
            .await
            .expect(201);
        countermark::tasks::run(&app.app, "checkpoint")
            .await
            .expect("it runs");
        let mut raw = app.db.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM audit_checkpoint").await, 0);
    })
    .await;
}

#[tokio::test]
async fn another_companys_checkpoint_and_key_prove_nothing() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let (_, theirs) = ten(app).await;
        let kept = signed(app, &client).await;
        let body = json!({"checkpoints": kept});
        assert_eq!(wrong(&theirs, body).await, (10, "signature".into()));
        let person = app.person(&ten(app).await.0, Role::BrandManager).await;
        let refused = app
            .jwt(&person)
            .await
            .post(PATH, json!({}))
            .await
            .expect(403);
        assert_eq!(refused["required"], json!(["audit_view"]));
    })
    .await;
}
