//! `countermark company archive` and `restore` (security checklist 35).

use super::home::Home;
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::engines};

const EMAIL: &str = "a@kallista.example";

async fn home(engine: Engine) -> Home {
    let home = Home::new(engine).await;
    let made = home.admin(PASSWORD, &["--email", EMAIL, "--password-stdin"]);
    assert_eq!(made.await.code, 0);
    home
}

#[tokio::test]
async fn a_closed_company_is_shut_out_and_an_opened_one_comes_back() {
    for engine in engines() {
        let home = home(engine).await;
        for (verb, said, status) in [
            ("archive", "closed now", 400),
            ("archive", "closed already", 400),
            ("restore", "open now", 200),
            ("restore", "open already", 200),
        ] {
            let ended = home.company(verb, "1").await;
            assert_eq!((ended.code, ended.err.as_str()), (0, ""));
            assert_eq!(ended.out, format!("Company 1 (Kallista) is {said}.\n"));
            let server = home.serve(&[]).await;
            assert_eq!(server.log_in(EMAIL, PASSWORD).await, status, "{verb}");
            server.stop().await;
        }
        let mut raw = home.place.raw().await;
        let log = raw
            .rows(
                "SELECT action, credential_kind, after FROM audit \
                 WHERE object_type = 'company' AND action <> 'company.create' ORDER BY id",
            )
            .await;
        assert_eq!(
            log,
            [
                ["company.archive", "cli", r#"{"is_archived":true}"#],
                ["company.restore", "cli", r#"{"is_archived":false}"#],
            ]
        );
        raw.close().await;
    }
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    for engine in engines() {
        let home = home(engine).await;
        let sentence = home.company("archive", "77").await.sentence();
        assert_eq!(sentence, "There is no company 77.");
        let ended = home.company("archive", "x").await;
        assert_eq!(ended.code, 2);
    }
}

/// On SQLite a running server would not hear of it: the folder's lock says so.
#[tokio::test]
async fn beside_a_running_server_on_sqlite_it_is_refused() {
    let home = home(Engine::Sqlite).await;
    let server = home.serve(&[]).await;
    let sentence = home.company("archive", "1").await.sentence();
    assert!(
        sentence.starts_with("Another countermark is using "),
        "{sentence}"
    );
    assert_eq!(server.log_in(EMAIL, PASSWORD).await, 200);
    server.stop().await;
}
