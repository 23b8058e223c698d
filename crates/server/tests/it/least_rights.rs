//! The role that runs the program on PostgreSQL owns nothing (security checklist 99): it is made as
//! docs/operating.md says.

use crate::{code_scene::Scene, scans::scan};
use countermark::{auth::limits::Limits, secrets::MasterKey, settings::Settings};
use countermark_store::Engine;
use countermark_testkit::{
    START, TestApp,
    db::{Place, TestDb, engines},
};
use serde_json::json;

/// The statements of the page, for a role of this name.
fn statements(role: &str) -> Vec<String> {
    let page = include_str!("../../../../docs/operating.md");
    let (_, block) = page.split_once("```sql\n").expect("a block");
    let (block, _) = block.split_once("```").expect("its end");
    let ours = |statement: &str| {
        let named = statement.replace("TO countermark", &format!("TO {role}"));
        named.replace("ROLE countermark", &format!("ROLE {role}"))
    };
    block.lines().map(ours).collect()
}

/// The URL of the same database for that role.
fn url_for(role: &str, url: &str) -> String {
    let (_, server) = url.split_once('@').expect("a URL with a user");
    format!("postgres://{role}:a-long-one@{server}")
}

#[tokio::test]
async fn a_role_that_owns_nothing_runs_the_program() {
    for engine in engines() {
        if engine == Engine::Sqlite {
            // It has no roles.
            continue;
        }
        let place = Place::migrated(engine).await;
        let role = format!("cm_least_{}", std::process::id());
        let mut owner = place.raw().await;
        owner.run(&format!("DROP ROLE IF EXISTS {role}")).await;
        for statement in statements(&role) {
            owner.run(&statement).await;
        }
        let db = TestDb::at(Place::Own(url_for(&role, &place.url()))).await;
        let (key, settings) = (MasterKey::generate(), Settings::default());
        let app = Box::pin(TestApp::over(db, START, key, settings, Limits::off())).await;
        used(&app).await;
        for statement in [
            "CREATE TABLE more (a int)",
            "ALTER TABLE person ADD COLUMN more int",
            "DROP TABLE scan",
            "TRUNCATE audit",
            "CREATE ROLE more",
        ] {
            let mut raw = app.db.place.raw().await;
            let done = tokio::spawn(async move { raw.run(statement).await });
            let error = done.await.expect_err(statement).into_panic();
            let told = error.downcast_ref::<String>().expect("a sentence");
            let refused = ["permission denied", "must be owner"];
            assert!(refused.iter().any(|why| told.contains(why)), "{told}");
        }
        drop(app);
        owner.run(&format!("DROP OWNED BY {role}")).await;
        owner.run(&format!("DROP ROLE {role}")).await;
        owner.close().await;
    }
}

/// A little of everything that writes.
async fn used(app: &TestApp) {
    let scene = Scene::of(app).await;
    let ids = scene.codes(app, "least", 2).await;
    let items = json!([{"extended_id": ids[0], "line": "1", "activation_status": 1}]);
    scene.upload(&scene.client, items).await.expect(200);
    scan(app, &ids[0]).await;
    let token = app.uat(&scene.admin, &["product_view"]).await;
    token.client.get("/api/v2/products/").await.expect(200);
    let path = "/api/v2/workorders/create-sid/";
    let order = json!({"reference": "A", "quantity": 3, "activate_on_complete": true,
                       "use_serial_number": true});
    scene.client.post(path, order).await.expect(201);
    app.jobs().await;
    for task in ["send_mail", "count_scans"] {
        app.task(task).await;
    }
    let check = scene.client.post("/api/v2/audit/check/", json!({})).await;
    assert_eq!(check.expect(200)["ok"], true);
}
