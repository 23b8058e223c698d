//! How a server starts, and why it does not: one sentence each, and nothing changed.

use super::{home::Home, program::run};
use countermark_store::Engine;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::json;
use std::{fs, os::unix::fs::PermissionsExt as _};

/// Security checklist 14: a link until the set-up is done, another one at each start, then none.
#[tokio::test]
async fn the_set_up_link_is_printed_until_it_was_used() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let first = home.serve(&[]).await;
        let old = first.setup_code().await.expect("a link");
        let ended = first.stop().await;
        assert_eq!(ended.out.matches(&old).count(), 1, "{}", ended.out);
        assert!(!ended.err.contains(&old), "not in the log");
        let second = home.serve(&[]).await;
        let new = second.setup_code().await.expect("a link");
        assert_ne!(old, new);
        let body = |code: &str| json!({"code": code, "company": "Kallista", "email": "a@kallista.example", "password": PASSWORD});
        second
            .expect(400, "POST", "/api/v2/setup/", "", &body(&old))
            .await;
        second
            .expect(201, "POST", "/api/v2/setup/", "", &body(&new))
            .await;
        second.stop().await;
        let third = home.serve(&[]).await;
        assert_eq!(third.setup_code().await, None);
        let ended = third.stop().await;
        assert!(!ended.out.contains("setup"), "{}", ended.out);
    }
}

/// The key is the owner's alone, and so are its 256 bits.
#[tokio::test]
async fn the_first_start_makes_a_key() {
    for engine in engines() {
        let (home, other) = (Home::new(engine).await, Home::new(engine).await);
        home.begun().await;
        other.begun().await;
        let mode = fs::metadata(home.key()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let (key, another) = (
            fs::read_to_string(home.key()).unwrap(),
            fs::read_to_string(other.key()).unwrap(),
        );
        assert!(key.trim().len() == 64 && key.trim().bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(key, another);
        home.begun().await;
        assert_eq!(
            fs::read_to_string(home.key()).unwrap(),
            key,
            "the second start keeps it"
        );
    }
}

#[tokio::test]
async fn links_follow_the_public_address() {
    let home = Home::new(Engine::Sqlite).await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let listen = format!("127.0.0.1:{port}");
    let url = format!("http://{listen}");
    let server = home
        .serve(&["--public-url", &url, "--listen", &listen])
        .await;
    let code = server.setup_code().await.unwrap();
    let ended = server.stop().await;
    assert!(
        ended.out.contains(&format!("{url}/#/setup/{code}")),
        "{}",
        ended.out
    );
}

#[tokio::test]
async fn a_port_that_is_taken() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let sentence = home.refused(&["--listen", &address]).await;
        assert!(
            sentence.starts_with(&format!("{address} cannot be listened on: ")),
            "{sentence}"
        );
        assert!(sentence.contains("--listen"), "{sentence}");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    for data in [
        file.clone(),
        file.join("under-a-file"),
        "/proc/no-such".into(),
    ] {
        let data = data.display().to_string();
        let args = ["serve", "--listen", "127.0.0.1:0", "--data", &data];
        let sentence = run(&args).await.sentence();
        assert!(
            sentence.starts_with(&format!("The data folder {data} cannot be ")),
            "{sentence}"
        );
        assert!(sentence.contains("--data"), "{sentence}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "not a folder");
}

/// Two programs on one file would each believe what they remember.
#[tokio::test]
async fn a_second_program_on_the_same_folder() {
    let home = Home::new(Engine::Sqlite).await;
    let server = home.serve(&[]).await;
    let expected = format!(
        "Another countermark is using {}. Stop it first; several nodes need PostgreSQL.",
        home.data().display()
    );
    assert_eq!(home.refused(&[]).await, expected);
    let ended = home
        .admin(PASSWORD, &["--email", "a@b.example", "--password-stdin"])
        .await;
    assert_eq!(ended.sentence(), expected);
    assert_eq!(
        server.call("GET", "/health/ready", "", "").await.status,
        200
    );
    server.stop().await;
    home.begun().await;
}

/// With PostgreSQL several nodes are welcome: what one makes the other knows.
#[tokio::test]
async fn a_second_node_on_one_postgres() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let home = Home::new(Engine::Postgres).await;
    let (one, two) = (home.serve(&[]).await, home.serve(&[]).await);
    let code = one.setup_code().await.unwrap();
    let body =
        json!({"code": code, "company": "K", "email": "a@kallista.example", "password": PASSWORD});
    one.expect(201, "POST", "/api/v2/setup/", "", &body).await;
    assert_eq!(two.log_in("a@kallista.example", PASSWORD).await, 200);
    two.expect(409, "POST", "/api/v2/setup/", "", &body).await;
    assert_eq!(one.stop().await.code, 0);
    assert_eq!(two.stop().await.code, 0);
}
