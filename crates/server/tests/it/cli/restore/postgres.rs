//! The commands by which `docs/operating.md` backs up PostgreSQL and brings it back, as they stand
//! there: from the server of the tests to another one.

use super::{
    LISTS, list,
    scene::{Scene, kept, log_is_whole},
};
use crate::cli::{
    home::Home,
    staffed::{ADA, sign_in},
};
use countermark_store::Engine;
use countermark_testkit::db::{Cluster, Place, engines};
use serde_json::json;
use std::{fs, path::Path};
use tokio::process::Command;

/// The lines of the page.
fn commands() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operating.md");
    let page = fs::read_to_string(page).expect("the page");
    let (_, behind) = page
        .split_once("**PostgreSQL** has its own tools")
        .expect("the paragraph");
    let block = behind.split("```").nth(1).expect("a block");
    assert_eq!(block.trim().lines().count(), 3, "{block}");
    block.to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("copied");
        }
    }
}

/// Runs the commands with that server as the one that PostgreSQL's own variables name, and the
/// program of the tests as `countermark`; what they said.
async fn run(commands: &str, folder: &Path, url: &str, new: &Cluster, new_url: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_countermark"));
    let folders = [new.programs(), program.parent().expect("a folder")];
    let mut path = folders.map(|folder| folder.display().to_string()).join(":");
    path.push_str(":/usr/bin:/bin");
    let ended = Command::new("sh")
        .args(["-euc", commands])
        .env_clear()
        .env("PATH", path)
        .env("URL", url)
        .env("NEW_URL", new_url)
        .env("PGHOST", "127.0.0.1")
        .env("PGPORT", new.port().to_string())
        .env("PGUSER", "postgres")
        .current_dir(folder)
        .output()
        .await
        .expect("a shell");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(ended.status.success(), "{}", text(&ended.stderr));
    text(&ended.stdout)
}

#[tokio::test]
async fn a_dump_that_was_brought_back_answers_as_before() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let scene = Scene::of(Engine::Postgres).await;
    let from = &scene.made.home;
    let server = from.serve(&[]).await;
    let ada = sign_in(&server, ADA).await;
    let mut before = Vec::new();
    for path in LISTS {
        before.push(list(&server, path, &ada).await);
    }
    let file = scene.served(&server, &ada).await;

    // While the server runs.
    let cluster = Cluster::start();
    let new_url = cluster.url();
    let new_url = new_url.strip_suffix("postgres").expect("its own database");
    let new_url = format!("{new_url}countermark");
    let home = Home::with(Place::Own(new_url.clone()));
    fs::copy(from.key(), home.key()).expect("copied");
    let commands = commands()
        .replace(" FILE ", &format!(" {} ", home.url_file().display()))
        .replace(" KEY ", &format!(" {} ", home.key().display()));
    let url = from.place.url();
    let said = run(&commands, scene.folder.path(), &url, &cluster, &new_url).await;
    assert!(said.contains("1 tokens were revoked, 0 work."), "{said}");
    copy(&from.data().join("files"), &home.data().join("files"));
    server.stop().await;

    let server = home.serve(&[]).await;
    let refused = server.call("GET", "/api/v2/me/", &ada, "").await;
    assert_eq!(refused.status, 401, "log-ins have ended");
    assert_eq!(scene.made.call(&server).await, 401, "tokens have, too");
    let ada = sign_in(&server, ADA).await;
    for (path, before) in LISTS.into_iter().zip(before) {
        assert_eq!(list(&server, path, &ada).await, before, "{path}");
    }
    assert!(scene.served(&server, &ada).await == file);
    assert_eq!(kept(&home), kept(from));
    log_is_whole(&server).await;
    // It goes on as any other.
    let body = json!({"name": "After"});
    server
        .expect(201, "POST", "/api/v2/brands/", &ada, &body)
        .await;
    server.stop().await;
}
