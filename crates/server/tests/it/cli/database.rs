//! Databases that cannot be used (F-13, F-31): said in one sentence, left as they are.

use super::{home::Home, program::run};
use countermark_store::Engine;
use countermark_testkit::db::engines;
use std::fs;

/// F-31.
#[tokio::test]
async fn a_newer_schema_is_refused_and_not_touched() {
    for engine in engines() {
        let home = Home::new(engine).await;
        home.begun().await;
        let mut raw = home.place.raw().await;
        raw.run("INSERT INTO schema_version (version) VALUES (999)")
            .await;
        let sentence = home.refused(&[]).await;
        assert!(sentence.contains("999"), "{sentence}");
        assert!(
            sentence.contains("start a version at least as new"),
            "{sentence}"
        );
        assert_eq!(
            raw.number("SELECT max(version) FROM schema_version").await,
            999
        );
        raw.run("DELETE FROM schema_version WHERE version = 999")
            .await;
        raw.close().await;
        home.begun().await;
    }
}

/// F-13.
#[tokio::test]
async fn a_damaged_file_is_named_and_not_replaced() {
    let damages: [fn(&mut Vec<u8>); 3] = [
        |bytes| bytes[..16].copy_from_slice(b"SQLite format 4\0"),
        |bytes| bytes[..100].fill(0),
        |bytes| {
            *bytes = b"this is no database at all, but it is long enough to look like one".to_vec();
        },
    ];
    for damage in damages {
        let home = Home::new(Engine::Sqlite).await;
        home.begun().await;
        let file = home.place.file();
        // Everything into the file itself: what is still in the log beside it would mend it.
        let mut raw = home.place.raw().await;
        raw.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
        raw.close().await;
        let mut bytes = fs::read(&file).unwrap();
        damage(&mut bytes);
        fs::write(&file, &bytes).unwrap();
        for _ in 0..2 {
            let sentence = home.refused(&[]).await;
            assert!(
                sentence.starts_with(&format!(
                    "The database {} cannot be opened: ",
                    file.display()
                )),
                "{sentence}"
            );
            assert!(sentence.contains("restore a backup"), "{sentence}");
        }
        assert!(
            fs::read(&file).unwrap() == bytes,
            "the damaged file is the operator's to look at"
        );
    }
}

/// F-13: what looks like a fresh start would be the loss of everything.
#[tokio::test]
async fn a_missing_file_is_not_replaced_by_an_empty_one() {
    let home = Home::new(Engine::Sqlite).await;
    home.begun().await;
    let (file, away) = (home.place.file(), home.data().join("away.db"));
    fs::rename(&file, &away).unwrap();
    let sentence = home.refused(&[]).await;
    assert!(
        sentence.starts_with(&format!("The database {} is missing", file.display())),
        "{sentence}"
    );
    assert!(!file.exists(), "nothing was begun");
    fs::rename(&away, &file).unwrap();
    home.begun().await;
}

/// F-13.
#[tokio::test]
async fn a_folder_in_the_files_place_is_refused() {
    let home = Home::new(Engine::Sqlite).await;
    fs::create_dir(home.place.file()).unwrap();
    let sentence = home.refused(&[]).await;
    assert!(
        sentence.contains("countermark.db cannot be opened"),
        "{sentence}"
    );
    assert!(!home.key().exists());
}

/// Security checklist 96: the URL holds a password, which is never repeated.
#[tokio::test]
async fn a_postgres_that_cannot_be_reached() {
    let home = Home::new(Engine::Sqlite).await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let file = home.data().join("url");
    for url in [
        format!("postgres://countermark:geheimwort@127.0.0.1:{port}/countermark"),
        "postgres://countermark:geheimwort@no-such-host.invalid/countermark".to_owned(),
        "mysql://countermark:geheimwort@127.0.0.1/countermark".to_owned(),
        "postgres://countermark:geheimwort@127.0.0.1:port/countermark".to_owned(),
        "postgres://countermark@127.0.0.1/countermark?password=geheimwort&sslmode=x".to_owned(),
        "geheimwort".to_owned(),
        String::new(),
    ] {
        fs::write(&file, &url).unwrap();
        let path = file.display().to_string();
        for sentence in [
            home.refused(&["--database-file", &path]).await,
            home.refused_with(&[], &[("COUNTERMARK_DATABASE", &url)])
                .await,
        ] {
            assert!(
                sentence.starts_with("PostgreSQL cannot be reached: "),
                "{url}: {sentence}"
            );
            assert!(sentence.contains("--database"), "{sentence}");
            assert!(!sentence.contains("geheimwort"), "{sentence}");
        }
    }
    assert!(
        !home.key().exists() && !home.place.file().exists(),
        "nothing was begun"
    );
    let missing = home.data().join("no-such-file").display().to_string();
    let sentence = home.refused(&["--database-file", &missing]).await;
    assert!(
        sentence.starts_with(&format!("{missing} cannot be read: ")),
        "{sentence}"
    );
}

/// Security checklist 95, 96: `--help` shows no value of the environment that is a secret.
#[tokio::test]
async fn no_command_shows_the_databases_password() {
    for args in [
        &["serve", "--help"][..],
        &["settings"],
        &["settings", "--markdown"],
    ] {
        let ended = run(args).await;
        assert_eq!(ended.code, 0);
        assert!(ended.out.contains("COUNTERMARK_DATABASE"));
    }
}
