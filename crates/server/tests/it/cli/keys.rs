//! `countermark keys` (security checklist 29).

use super::home::Home;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::Value;
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test]
async fn keys_are_listed_and_rotated_beside_a_running_server() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let made = home
            .admin(
                PASSWORD,
                &["--email", "a@kallista.example", "--password-stdin"],
            )
            .await;
        assert_eq!(made.code, 0, "{}", made.err);
        let server = home.serve(&[]).await;
        let listed = home.keys(&["list"]).await;
        assert_eq!(listed.code, 0, "{}", listed.err);
        assert!(listed.out.contains("EdDSA  signing"), "{}", listed.out);
        assert!(listed.out.contains("\nnext rotation: "), "{}", listed.out);

        let rotated = home.keys(&["rotate"]).await;
        assert_eq!(rotated.code, 0, "{}", rotated.err);
        assert!(rotated.out.contains("no session ends"), "{}", rotated.out);
        let listed = home.keys(&["list"]).await;
        assert!(listed.out.contains("EdDSA  published"), "{}", listed.out);

        let body = format!(r#"{{"email":"a@kallista.example","password":"{PASSWORD}"}}"#);
        let answer = server.call("POST", "/api/v2/auth/jwt/", "", &body).await;
        let token: Value = serde_json::from_str(&answer.body).unwrap();
        let line = format!(
            "Authorization: JWT {}\r\n",
            token["token"].as_str().unwrap()
        );
        assert_eq!(
            server.call("GET", "/api/v2/me/", &line, "").await.status,
            200
        );
        let replaced = home.keys(&["rotate", "--now"]).await;
        assert_eq!(replaced.code, 0, "{}", replaced.err);
        assert!(
            replaced.out.contains("All JWTs have ended"),
            "{}",
            replaced.out
        );
        // The running server notices by itself.
        let mut status = 200;
        for _ in 0..100 {
            status = server.call("GET", "/api/v2/me/", &line, "").await.status;
            if status == 401 {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(status, 401);
        assert_eq!(server.log_in("a@kallista.example", PASSWORD).await, 200);
        assert_eq!(server.stop().await.code, 0);
        let listed = home.keys(&["list"]).await;
        assert_eq!(listed.out.matches("  gone  ").count(), 2, "{}", listed.out);
    }
}

#[tokio::test]
async fn where_there_is_no_database_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("nowhere");
    let text = data.display().to_string();
    for words in [
        &["keys", "list"][..],
        &["keys", "rotate", "--now"],
        &["uats", "list"],
        &["uats", "revoke", "0000000000000000000000"],
        &["users", "archive", "1"],
        &["users", "reset-password", "1"],
        &["audit", "list"],
        &["policy", "set", "max_days=90"],
    ] {
        let args = [words, &["--data", &text]].concat();
        let sentence = super::program::run(&args).await.sentence();
        assert!(sentence.starts_with("There is no database "), "{sentence}");
        assert!(!data.exists());
    }
}
