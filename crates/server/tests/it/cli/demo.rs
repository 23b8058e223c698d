//! `countermark serve --demo`

use super::home::Home;
use countermark_testkit::{PASSWORD, db::engines};

/// The lines that name an address and its password.
fn people(out: &str) -> Vec<(String, String)> {
    out.lines()
        .filter(|line| line.contains("@demo.example"))
        .map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [.., email, password] = words[..] else {
                panic!("{line}")
            };
            (email.to_owned(), password.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn an_empty_database_gets_people_who_can_sign_in() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let server = home.serve(&["--demo"]).await;
        assert_eq!(server.setup_code().await, None, "a demo is set up");
        let shown = people(&server.out.lock().unwrap().clone());
        assert_eq!(shown.len(), 5);
        for (email, password) in &shown {
            assert_eq!(password.len(), 20);
            assert_eq!(server.log_in(email, password).await, 200, "{email}");
            assert_eq!(
                shown.iter().filter(|(_, other)| other == password).count(),
                1
            );
        }
        let ended = server.stop().await;
        for (_, password) in &shown {
            assert_eq!(ended.out.matches(password).count(), 1);
            assert!(!ended.err.contains(password), "not in the log");
        }
        // Later starts go on with it and show nothing again.
        let ended = home.serve(&[]).await.stop().await;
        assert_eq!(people(&ended.out), []);
    }
}

#[tokio::test]
async fn a_database_with_a_company_is_left_alone() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let made = home
            .admin(
                PASSWORD,
                &["--email", "a@kallista.example", "--password-stdin"],
            )
            .await;
        assert_eq!(made.code, 0);
        let sentence = home.refused(&["--demo"]).await;
        assert!(
            sentence.starts_with("--demo needs an empty database"),
            "{sentence}"
        );
        let mut raw = home.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM company").await, 1);
        assert_eq!(raw.number("SELECT count(*) FROM person").await, 1);
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 0);
        raw.close().await;
        let server = home.serve(&[]).await;
        assert_eq!(server.log_in("a@kallista.example", PASSWORD).await, 200);
        server.stop().await;
    }
}
