//! `countermark backup` (security checklist 109; F-33).

use super::{
    home::Home,
    program::run,
    restore::scene::{Scene, kept, log_is_whole, restore, tree},
    serving::Serving,
};
use countermark_store::Engine;
use serde_json::json;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::time::{sleep, timeout};

/// Makes brands, one after the other, and counts those that were acknowledged.
async fn write_on(server: &Serving, token: &str, acknowledged: &AtomicUsize) {
    let line = format!("Authorization: UAT {token}\r\n");
    for number in 0.. {
        let body = json!({"name": format!("Brand {number}")});
        let path = "/api/v2/brands/";
        server.expect(201, "POST", path, &line, &body).await;
        acknowledged.store(number + 1, Ordering::SeqCst);
    }
}

async fn reaches(acknowledged: &AtomicUsize, number: usize) {
    let wait = timeout(Duration::from_secs(30), async {
        while acknowledged.load(Ordering::SeqCst) < number {
            sleep(Duration::from_millis(5)).await;
        }
    });
    wait.await.expect("it writes");
}

/// F-33.
#[tokio::test]
async fn a_backup_under_writes_holds_what_was_acknowledged_before() {
    let scene = Scene::new().await;
    let server = scene.made.home.serve(&[]).await;
    let acknowledged = AtomicUsize::new(0);
    let backups = async {
        let mut before = Vec::new();
        for name in ["one", "two", "three"] {
            let so_far = acknowledged.load(Ordering::SeqCst);
            reaches(&acknowledged, so_far + 5).await;
            before.push((name, acknowledged.load(Ordering::SeqCst)));
            scene.backed_up(name).await;
        }
        before
    };
    let before = tokio::select! {
        () = write_on(&server, &scene.made.text, &acknowledged) => unreachable!("it never ends"),
        before = backups => before,
    };
    let files = kept(&scene.made.home);
    assert!(!files.is_empty());
    log_is_whole(&server).await;
    server.stop().await;
    let noted = scene.made.logged("backup.create").await;
    assert_eq!(noted, vec![["cli", "nobody", ""]; 3]);
    for (name, before) in before {
        let (home, _) = scene.restored(&scene.file(name), &["--keep-uats"]).await;
        assert_eq!(kept(&home), files);
        let server = home.serve(&[]).await;
        let there = scene.brands(&server).await;
        for number in 0..before {
            let brand = format!("Brand {number}");
            assert!(there.contains(&brand), "{name}: {brand} is not there");
        }
        log_is_whole(&server).await;
        server.stop().await;
    }
}

#[tokio::test]
async fn it_is_a_new_file_for_its_owner_only() {
    let scene = Scene::new().await;
    let file = scene.backed_up("backup").await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    let there = tree(scene.folder.path());
    assert_eq!(there.len(), 1, "nothing is left beside it: {there:?}");
    // Its key is kept in another place.
    let key = fs::read_to_string(scene.made.home.key()).unwrap();
    let (home, _) = scene.restored(&file, &["--keep-uats"]).await;
    fs::remove_file(home.key()).unwrap();
    for (path, bytes) in tree(home.data()) {
        let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(!has(key.trim().as_bytes()), "{}", path.display());
    }
    let sentence = scene.backup("backup").await.sentence();
    assert!(
        sentence.ends_with("is there already. Choose another name."),
        "{sentence}"
    );
    assert!(tree(scene.folder.path()) == there, "it is as it was");
    // One that was cut short is somebody's to look at.
    fs::create_dir(scene.file("next.partial")).unwrap();
    let sentence = scene.backup("next").await.sentence();
    assert!(sentence.contains("next.partial is there"), "{sentence}");
    let sentence = scene.backup("no/such/folder").await.sentence();
    assert!(sentence.contains("cannot be made"), "{sentence}");
}

/// A log that was changed is told at the backup, and not only when it is needed.
#[tokio::test]
async fn what_is_wrong_with_the_log_is_told() {
    let scene = Scene::new().await;
    let mut raw = scene.made.home.place.raw().await;
    raw.run("UPDATE audit SET label = 'another' WHERE company_id = 1 AND position = 2")
        .await;
    raw.close().await;
    let ended = scene.backup("backup").await;
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .err
            .contains("The audit log of company 1 is wrong at entry 2: "),
        "{}",
        ended.err
    );
    assert!(scene.file("backup").exists(), "better than none");
}

/// A page that cannot be right is in the copy as well: that is no backup.
#[tokio::test]
async fn a_damaged_database_makes_no_backup() {
    let scene = Scene::new().await;
    let mut raw = scene.made.home.place.raw().await;
    raw.run("PRAGMA foreign_keys = OFF").await;
    raw.run("DELETE FROM company WHERE id = 1").await;
    raw.close().await;
    let sentence = scene.backup("backup").await.sentence();
    assert!(sentence.contains("Nothing was kept"), "{sentence}");
    assert!(tree(scene.folder.path()).is_empty());
}

#[tokio::test]
async fn what_cannot_be_backed_up_is_said() {
    let home = Home::new(Engine::Sqlite).await;
    let file = home.data().join("backup").display().to_string();
    let sentence = home.run(&["backup"], &[&file]).await.sentence();
    assert!(sentence.starts_with("There is no database "), "{sentence}");
    assert!(tree(home.data()).is_empty(), "nothing was begun");
    home.begun().await;
    // A newer program would change what an older server works on.
    let mut raw = home.place.raw().await;
    raw.run("DELETE FROM schema_version WHERE version > 26")
        .await;
    let sentence = home.run(&["backup"], &[&file]).await.sentence();
    assert!(
        sentence.starts_with("The database has schema 26, this program has "),
        "{sentence}"
    );
    let newest = "SELECT max(version) FROM schema_version";
    assert_eq!(raw.number(newest).await, 26);
    raw.close().await;
}

/// Neither needs a server to say so.
#[tokio::test]
async fn postgres_has_its_own_tools() {
    let home = Home::new(Engine::Sqlite).await;
    let file = home.data().join("backup");
    let database = ["--database", "postgres://nobody@127.0.0.1:1/none"];
    let path = file.display().to_string();
    let more = [&database[..], &[&path]].concat();
    let sentence = run(&[&["backup"], &more[..]].concat()).await.sentence();
    for tool in ["pg_dump", "pg_basebackup", "docs/operating.md"] {
        assert!(sentence.contains(tool), "{sentence}");
    }
    let more = [&database[..], &["--keep-uats"]].concat();
    let sentence = restore(&home, &file, &more).await.sentence();
    for tool in ["pg_restore", "after-restore", "docs/operating.md"] {
        assert!(sentence.contains(tool), "{sentence}");
    }
    assert!(tree(home.data()).is_empty(), "nothing was begun");
}
