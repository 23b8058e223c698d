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

/// A list of leaked passwords that is none is said at the start, before anything is made.
#[tokio::test]
async fn a_list_of_leaked_passwords_must_be_one() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let list = home.data().join("list.txt");
        let path = list.display().to_string();
        let option = ["--listen", "127.0.0.1:0", "--breached-passwords", &path];
        let sentence = home.run(&["serve"], &option).await;
        assert!(
            sentence.err.contains("cannot be opened"),
            "{}",
            sentence.err
        );
        assert!(!home.key().exists());
        let (low, high) = ("0".repeat(40), "F".repeat(40));
        fs::write(&list, format!("{high}:1\n{low}:1\n")).unwrap();
        let ended = home.run(&["serve"], &option).await;
        assert_eq!(ended.code, 1);
        assert!(
            ended.err.contains("line 2 is not in order"),
            "{}",
            ended.err
        );
        assert!(ended.err.contains("LC_ALL=C sort -u"), "{}", ended.err);
        assert!(!home.key().exists());
        // `admin create` looks into it, too.
        let leaked = "2D9B0A66D5B5B79D0F0C6E3D3E3D9F0F00000000";
        fs::write(&list, format!("{leaked}:1\n")).unwrap();
        let more = [
            "--email",
            "ada@kallista.example",
            "--password-stdin",
            "--breached-passwords",
            &path,
        ];
        home.admin(&format!("{PASSWORD}\n"), &more).await;
        fs::write(&list, format!("{}:1\n", sha1(PASSWORD))).unwrap();
        let more = [
            "--email",
            "bea@kallista.example",
            "--password-stdin",
            "--breached-passwords",
            &path,
        ];
        let sentence = home.admin(&format!("{PASSWORD}\n"), &more).await.sentence();
        assert_eq!(
            sentence,
            "Password: This password appears in a list of leaked passwords. Choose another one."
        );
    }
}

fn sha1(text: &str) -> String {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
    countermark_core::chain::hex(sha1.as_ref()).to_uppercase()
}

/// Nobody believes a setting that is not read (F-37).
#[tokio::test]
async fn a_misspelt_variable_is_named() {
    let home = Home::new(Engine::Sqlite).await;
    let told = home
        .refused_with(&[], &[("COUNTERMARK_TRUSTED_PROXY", "10.0.0.1")])
        .await;
    assert!(told.contains("COUNTERMARK_TRUSTED_PROXY"), "{told}");
}
