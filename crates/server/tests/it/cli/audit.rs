//! `countermark audit`: an exported log is checked without server and database.

use super::{
    home::Home,
    program::{Ended, run},
};
use countermark_testkit::{Client, PASSWORD, Person, TestApp, db::engines, each};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use tempfile::TempDir;

/// A log of ten entries with a checkpoint after the eighth, and one about its export, in a file.
struct Exported {
    folder: TempDir,
    lines: Vec<Value>,
    kept: String,
    key: String,
}

async fn brands(client: &Client, numbers: std::ops::Range<i32>) {
    for number in numbers {
        let body = json!({"name": format!("Brand {number}")});
        client.post("/api/v2/brands/", body).await.expect(201);
    }
}

async fn exported(app: &TestApp, admin: &Person) -> Exported {
    let client = app.jwt(admin).await;
    brands(&client, 0..8).await;
    countermark::tasks::run(&app.app, "checkpoint")
        .await
        .expect("signed");
    brands(&client, 8..10).await;
    let text = client.get("/api/v2/audit/export/").await.expect(200).text();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let find = |kind: &str| {
        lines
            .iter()
            .find(|line| line["type"] == kind)
            .expect("a line")
    };
    Exported {
        folder: TempDir::new().expect("a folder"),
        kept: find("checkpoint")["text"].as_str().unwrap().to_owned(),
        key: find("key")["public_key"].as_str().unwrap().to_owned(),
        lines,
    }
}

impl Exported {
    fn file(&self, lines: &[Value]) -> PathBuf {
        let path = self.folder.path().join("audit.ndjson");
        let lines: Vec<_> = lines.iter().map(Value::to_string).collect();
        fs::write(&path, lines.join("\n") + "\n").expect("written");
        path
    }

    async fn verify(&self, lines: &[Value], more: &[&str]) -> Ended {
        let path = self.file(lines).display().to_string();
        let mut args = vec!["audit", "verify", &path];
        args.extend(more);
        run(&args).await
    }

    async fn wrong(&self, lines: &[Value], more: &[&str], begins: &str, word: &str) {
        let ended = self.verify(lines, more).await;
        let first = ended.out.lines().next().unwrap_or("");
        let fits = first.starts_with(begins) && first.ends_with(&format!("({word})"));
        assert!(
            ended.code == 3 && fits,
            "{begins} {word}: {} {first} {}",
            ended.code,
            ended.err
        );
    }
}

/// Places of lines: the head, a key, entries 1 to 8, a checkpoint, entries 9 to 11, the end.
const FIRST: usize = 2;

#[tokio::test]
async fn a_good_file_is_found_good() {
    each(async |app| {
        let log = exported(app, &app.company().await).await;
        let ended = log.verify(&log.lines, &[]).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        assert!(
            ended.out.starts_with("OK: 11 entries, 1 to 11\n"),
            "{}",
            ended.out
        );
        assert!(
            ended
                .out
                .contains("checkpoints in the file: 1\nlast checkpoint: entry 8")
        );
        assert!(ended.out.contains("none given") && ended.out.contains("from the file itself"));
        let kept = log.folder.path().join("collected.log");
        fs::write(&kept, format!("{{\"x\":\"{}\"}}\n", log.kept)).unwrap();
        let more = ["--key", &log.key, "--checkpoint", kept.to_str().unwrap()];
        let ended = log.verify(&log.lines, &more).await;
        assert_eq!(ended.code, 0, "{}", ended.out);
        assert!(ended.out.contains("1 of 1 compared") && ended.out.contains("(given)"));
    })
    .await;
}

/// Security checklist 108: each kind of tampering with the file has its name and place.
#[tokio::test]
async fn tampering_is_found_without_a_server() {
    let app = TestApp::start(engines()[0]).await;
    let log = exported(&app, &app.company().await).await;
    let changed = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut lines = log.lines.clone();
        change(&mut lines);
        lines
    };
    for member in [
        "at", "person", "address", "label", "after", "hash", "action",
    ] {
        let lines = changed(&|lines| lines[FIRST + 3][member] = json!("2026-11-24T12:00:01Z"));
        if member == "person" {
            let ended = log.verify(&lines, &[]).await;
            assert!(ended.sentence().starts_with("Line 6 is no line"));
            continue;
        }
        log.wrong(&lines, &[], "WRONG at entry 4: ", "edited").await;
    }
    let lines = changed(&|lines| drop(lines.remove(FIRST + 3)));
    log.wrong(&lines, &[], "WRONG at entry 4: ", "missing")
        .await;
    let lines = changed(&|lines| lines.swap(FIRST + 3, FIRST + 5));
    log.wrong(&lines, &[], "WRONG at entry 4: ", "order").await;
    let lines = changed(&|lines| lines[FIRST + 8]["text"] = json!("countermark-checkpoint-1"));
    log.wrong(&lines, &[], "WRONG at entry 8: ", "signature")
        .await;
    let lines = changed(&|lines| drop(lines.pop()));
    log.wrong(&lines, &[], "WRONG at entry 12: ", "cut").await;
    let lines = changed(&|lines| drop(lines.drain(13..)));
    log.wrong(&lines, &[], "WRONG at entry 11: ", "cut").await;
    // With a key of the operator's own choice, the file's own keys count for nothing.
    let other = "0".repeat(64);
    log.wrong(
        &log.lines,
        &["--key", &other],
        "WRONG at entry 8: ",
        "signature",
    )
    .await;
}

/// The end is cut off cleanly: the file's first and last lines and its checkpoints fit. Only what
/// was kept elsewhere knows better.
#[tokio::test]
async fn a_clean_cut_is_found_by_a_kept_checkpoint() {
    let app = TestApp::start(engines()[0]).await;
    let log = exported(&app, &app.company().await).await;
    let mut lines: Vec<_> = log.lines[..FIRST + 5].to_vec();
    lines[0]["length"] = json!(5);
    lines[0]["head"] = lines[FIRST + 4]["hash"].clone();
    lines.push(json!({"type": "end", "entries": 5}));
    assert_eq!(log.verify(&lines, &[]).await.code, 0, "nothing in it tells");
    let more = ["--checkpoint", &log.kept];
    log.wrong(&lines, &more, "WRONG at entry 6: ", "cut").await;
}

#[tokio::test]
async fn what_is_no_log_is_no_verdict() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x").display().to_string();
    let verify = async |more: &[&str]| {
        let mut args = vec!["audit", "verify", path.as_str()];
        args.extend(more);
        run(&args).await.sentence()
    };
    assert!(verify(&[]).await.contains("cannot be read"));
    for (text, sentence) in [
        ("", "This is not an exported log"),
        ("{}\n", "Line 1 is no line"),
        ("\u{0}\u{1}", "Line 1 is no line"),
        (
            "{\"type\":\"end\",\"entries\":0}\n",
            "This is not an exported log",
        ),
    ] {
        fs::write(&path, text).unwrap();
        assert!(verify(&[]).await.contains(sentence), "{text}");
    }
    assert!(
        verify(&["--key", "abc"])
            .await
            .contains("is not a public key")
    );
    assert!(
        verify(&["--checkpoint", "abc"])
            .await
            .contains("no checkpoint in")
    );
}

/// Beside a running server, which signs with the new key from then on (security checklist 101).
#[tokio::test]
async fn the_key_is_rotated_beside_a_running_server() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let more = ["--email", "ada@kallista.example", "--password-stdin"];
        assert_eq!(home.admin(PASSWORD, &more).await.code, 0);
        let export = async || {
            let export = home.run(&["audit", "export"], &[]).await;
            assert_eq!((export.code, export.err.as_str()), (0, ""));
            export.out
        };
        let before = export().await;
        let old = before.split("\"public_key\":\"").nth(1).expect("a key")[..64].to_owned();
        let server = home.serve(&[]).await;
        let rotated = home.run(&["audit", "rotate-key"], &[]).await;
        assert_eq!((rotated.code, rotated.err.as_str()), (0, ""));
        let new = rotated.out.lines().last().expect("a key").to_owned();
        assert!(new.len() == 64 && new != old, "{}", rotated.out);
        assert_eq!(server.stop().await.code, 0);
        let file = home.data().join("audit.ndjson");
        for (text, keys) in [(before, vec![&old]), (export().await, vec![&old, &new])] {
            fs::write(&file, text).unwrap();
            let mut args = vec!["audit", "verify", file.to_str().unwrap()];
            args.extend(keys.iter().flat_map(|key| ["--key", key.as_str()]));
            let ended = run(&args).await;
            assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        }
        // The operator may do it again at once.
        let again = home.run(&["audit", "rotate-key"], &[]).await;
        assert_eq!(again.code, 0, "{}", again.err);
        let mut raw = home.place.raw().await;
        let told = "SELECT count(*) FROM audit WHERE action = 'audit.key_rotate' \
                    AND credential_kind = 'cli' AND person_id IS NULL";
        assert_eq!(raw.number(told).await, 2);
        raw.close().await;
    }
}

/// From the data folder, while no server runs, and straight into the check.
#[tokio::test]
async fn a_log_is_exported_from_the_data_folder() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let more = ["--email", "ada@kallista.example", "--password-stdin"];
        assert_eq!(home.admin(PASSWORD, &more).await.code, 0);
        let export = home.run(&["audit", "export"], &[]).await;
        assert_eq!((export.code, export.err.as_str()), (0, ""));
        let file = home.data().join("audit.ndjson");
        fs::write(&file, &export.out).unwrap();
        let ended = run(&["audit", "verify", file.to_str().unwrap()]).await;
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(
            ended.out.starts_with("OK: 2 entries, 1 to 2\n"),
            "{}",
            ended.out
        );
        let none = home.run(&["audit", "export"], &["--company", "99"]).await;
        assert_eq!(none.sentence(), "There is no such company.");
    }
}
