//! Killed while it answers an upload of 10,000 items: all of it is there or nothing, and all when
//! the client had the answer (F-01; security checklist 55).

use super::scene::Scene;
use crate::{
    cli::serving::Serving,
    http::wire::{Answer, Wire},
};
use countermark_store::Engine;
use countermark_testkit::db::engines;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const CODES: i64 = 10_000;
/// At so many moments of the upload it is killed.
const KILLS: u32 = 3;
/// The program gives up on a request itself after a minute.
const PATIENCE: Duration = Duration::from_secs(70);

#[tokio::test]
async fn an_upload_is_there_whole_or_not_at_all_on_sqlite() {
    whole_or_not_at_all(Engine::Sqlite).await;
}

#[tokio::test]
async fn an_upload_is_there_whole_or_not_at_all_on_postgres() {
    whole_or_not_at_all(Engine::Postgres).await;
}

async fn whole_or_not_at_all(engine: Engine) {
    if !engines().contains(&engine) {
        return;
    }
    let scene = Scene::new(engine, CODES, 100 * CODES).await;
    let mut server = scene.home.serve(&[]).await;
    let begun = Instant::now();
    accepted(
        &upload(&scene, &server, "0")
            .await
            .answer_within(PATIENCE)
            .await,
    );
    let long = begun.elapsed();
    let mut uploads = 1;
    for kill in 1..=KILLS {
        let line = kill.to_string();
        let mut wire = upload(&scene, &server, &line).await;
        // The moment of the kill is spread over what the first upload took: whichever it hits,
        // the same must hold.
        let answered = tokio::select! {
            answer = wire.answer_within(PATIENCE) => answer.status == 200,
            () = sleep(long * kill / (KILLS + 1)) => false,
        };
        server.kill().await;
        let with = format!("SELECT count(*) FROM code_scm WHERE value = '{line}'");
        let there = scene.number(&with).await;
        assert!(there == 0 || there == CODES, "{there} of {CODES}");
        assert!(there == CODES || !answered, "an answer is a promise");
        uploads += there / CODES;
        is_counted_once(&scene, uploads).await;
        server = scene.home.serve(&[]).await;
    }
    // Whoever got no answer sends again.
    let mut wire = upload(&scene, &server, "last").await;
    accepted(&wire.answer_within(PATIENCE).await);
    is_counted_once(&scene, uploads + 1).await;
    scene.is_whole(&server).await;
    assert_eq!(server.stop().await.code, 0);
}

/// Sends an upload that gives all codes that line.
async fn upload(scene: &Scene, server: &Serving, line: &str) -> Wire {
    let items: Vec<_> = (0..CODES)
        .map(|n| json!({"extended_id": format!("code-{n:06}"), "line": line}))
        .collect();
    let body = json!({"items": items}).to_string();
    let mut wire = Wire::to(server.address).await;
    wire.send(format!(
        "POST /api/v2/scm/upload/ HTTP/1.1\r\nHost: {}\r\n{}Content-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        server.address,
        scene.token,
        body.len()
    ))
    .await;
    wire
}

/// It says that all was done.
fn accepted(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(told["codes_affected"], CODES);
    assert_eq!(told["total_updates"], CODES);
}

/// Values, task, budget and audit entry are one: as many of each as there were uploads.
async fn is_counted_once(scene: &Scene, uploads: i64) {
    let values = "SELECT count(*) FROM code_scm";
    assert_eq!(scene.number(values).await, CODES);
    let tasks = "SELECT count(*) FROM scm_task WHERE state = 'complete'";
    assert_eq!(scene.number(tasks).await, uploads);
    assert_eq!(scene.number("SELECT count(*) FROM scm_task").await, uploads);
    assert_eq!(scene.spent().await, uploads * CODES);
    assert_eq!(
        scene.audited("scm.upload").await,
        (uploads, uploads * CODES)
    );
}
