//! Killed while it works on an upload of 100,000 rows in the background: at the end everything is
//! as if nothing had happened (F-03; security checklist 55: a step and where it stands are one
//! transaction).

use super::scene::{Scene, made};
use crate::cli::serving::Serving;
use countermark_store::Engine;
use countermark_testkit::db::engines;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{sleep, timeout};

const CODES: i64 = 100_000;
/// So often it is killed.
const KILLS: i64 = 2;
/// A part of the work is done in less, and all of it in a few times as much.
const PATIENCE: Duration = Duration::from_secs(100);

#[tokio::test]
async fn an_upload_in_the_background_is_done_once_on_sqlite() {
    goes_on(Engine::Sqlite).await;
}

#[tokio::test]
async fn an_upload_in_the_background_is_done_once_on_postgres() {
    goes_on(Engine::Postgres).await;
}

async fn goes_on(engine: Engine) {
    if !engines().contains(&engine) {
        return;
    }
    // Enough for all that is to change, and for nothing that would be done twice.
    let scene = Scene::new(engine, CODES, 2 * CODES).await;
    let mut server = scene.home.serve(&[]).await;
    let ids: Vec<_> = (0..CODES).map(|n| format!("code-{n:06}")).collect();
    let body = json!({
        "constraints": {"extended_id": ids},
        "scm_data": {"line": "13A", "activation_status": 1},
    });
    let path = "/api/v2/scm/upload/async/";
    let task = made(&server, 200, path, &scene.token, body).await["task_id"].clone();
    let mut seen = 0;
    for _ in 0..KILLS {
        seen = more_than(&scene, seen).await;
        server.kill().await;
        let after = done(&scene).await;
        assert!((seen..CODES).contains(&after), "{after} of {CODES}");
        // What was committed is whole, and nothing of the step that was under way is there.
        let with = "SELECT count(*) FROM code_scm WHERE key = 'line' AND value = '13A'";
        assert_eq!(scene.number(with).await, after);
        let active = "SELECT count(*) FROM code WHERE activation_status = 1";
        assert_eq!(scene.number(active).await, after);
        assert_eq!(scene.spent().await, 2 * after);
        seen = after;
        the_lease_runs_out(&scene, engine).await;
        server = scene.home.serve(&[]).await;
    }
    let shown = completed(&scene, &server, &task).await;
    assert_eq!(shown["codes_affected"], CODES);
    assert_eq!(shown["total_updates"], 2 * CODES);
    assert_eq!(shown["failure"], Value::Null);
    is_as_if_nothing_had_happened(&scene).await;
    scene.is_whole(&server).await;
    assert_eq!(server.stop().await.code, 0);
}

async fn is_as_if_nothing_had_happened(scene: &Scene) {
    let values = "SELECT count(*) FROM code_scm";
    assert_eq!(scene.number(values).await, CODES);
    let right = "SELECT count(*) FROM code c JOIN code_scm s ON s.code_id = c.id \
                 WHERE s.key = 'line' AND s.value = '13A' AND c.activation_status = 1";
    assert_eq!(scene.number(right).await, CODES);
    assert_eq!(scene.spent().await, 2 * CODES);
    assert_eq!(scene.audited("scm.upload_async").await.0, 1);
    // 5,000 codes a step.
    let steps = scene.audited("scm.upload_step").await;
    assert_eq!(steps, (CODES / 5_000, 2 * CODES));
    let left = "SELECT count(*) FROM job WHERE due_at IS NOT NULL OR state <> 'complete'";
    assert_eq!(scene.number(left).await, 0);
    assert_eq!(scene.number("SELECT done FROM job").await, CODES);
    // Each of the programs took the job at least once.
    assert!(scene.number("SELECT claims FROM job").await > KILLS);
}

/// How many codes the task says are done, in the database: the API counts calls.
async fn done(scene: &Scene) -> i64 {
    scene.number("SELECT codes_affected FROM scm_task").await
}

/// Waits until more is done.
async fn more_than(scene: &Scene, before: i64) -> i64 {
    let wait = timeout(PATIENCE, async {
        loop {
            let now = done(scene).await;
            if now > before {
                return now;
            }
            sleep(Duration::from_millis(10)).await;
        }
    });
    wait.await.expect("it gets on")
}

/// On PostgreSQL others must believe for a minute that the program that was killed still works;
/// that minute is over now. On SQLite the next program knows that it is alone.
async fn the_lease_runs_out(scene: &Scene, engine: Engine) {
    if engine == Engine::Postgres {
        let mut raw = scene.home.place.raw().await;
        raw.run("UPDATE job SET due_at = 1 WHERE due_at IS NOT NULL")
            .await;
        raw.close().await;
    }
}

/// The task as its token sees it, once it is complete.
async fn completed(scene: &Scene, server: &Serving, task: &Value) -> Value {
    let path = format!("/api/v2/scm/tasks/{}/", task.as_str().expect("a text"));
    let wait = timeout(2 * PATIENCE, async {
        loop {
            let (_, shown) = server
                .expect(200, "GET", &path, &scene.token, &json!({}))
                .await;
            if shown["state"] != "in-progress" {
                assert_eq!(shown["state"], "complete", "{shown}");
                return shown;
            }
            sleep(Duration::from_millis(200)).await;
        }
    });
    wait.await.expect("it ends")
}
