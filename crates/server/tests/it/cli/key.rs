//! The master key: never guessed, never made anew over a database that has one (F-37, security
//! checklist 20, 95).

use super::home::Home;
use countermark_testkit::{PASSWORD, db::engines};
use std::{
    fs,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

/// Writes a file that only its owner reads.
fn write(path: &Path, text: &str) {
    use std::io::Write as _;
    let _ = fs::remove_file(path);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// A home with a person in it, and its key.
async fn used(engine: countermark_store::Engine) -> (Home, String) {
    let home = Home::new(engine).await;
    let made = home
        .admin(
            PASSWORD,
            &["--email", "a@kallista.example", "--password-stdin"],
        )
        .await;
    assert_eq!(made.code, 0, "{}", made.err);
    let key = fs::read_to_string(home.key()).unwrap();
    (home, key)
}

/// With the right key everything is as it was.
async fn unharmed(home: &Home, key: &str) {
    write(&home.key(), key);
    let server = home.serve(&[]).await;
    assert_eq!(server.log_in("a@kallista.example", PASSWORD).await, 200);
    server.stop().await;
}

#[tokio::test]
async fn a_missing_key_is_not_replaced() {
    for engine in engines() {
        let (home, key) = used(engine).await;
        fs::remove_file(home.key()).unwrap();
        for _ in 0..2 {
            let sentence = home.refused(&[]).await;
            assert!(
                sentence.starts_with(&format!(
                    "The master key {} is missing",
                    home.key().display()
                )),
                "{sentence}"
            );
            assert!(
                sentence.contains("backup") && sentence.contains("--master-key-file"),
                "{sentence}"
            );
            assert!(!home.key().exists(), "a new key over an old database");
        }
        unharmed(&home, &key).await;
    }
}

#[tokio::test]
async fn another_key_is_refused_and_nothing_changes() {
    for engine in engines() {
        let (home, key) = used(engine).await;
        let (other, other_key) = used(engine).await;
        write(&home.key(), &other_key);
        let expected = "This master key does not belong to this database. Give the key that it was made with; nothing was changed.";
        assert_eq!(home.refused(&[]).await, expected);
        let file = other.key().display().to_string();
        assert_eq!(home.refused(&["--master-key-file", &file]).await, expected);
        let env = [("COUNTERMARK_MASTER_KEY", other_key.trim())];
        assert_eq!(home.refused_with(&[], &env).await, expected);
        assert_eq!(
            fs::read_to_string(home.key()).unwrap(),
            other_key,
            "the file is left as it is"
        );
        unharmed(&home, &key).await;
    }
}

#[tokio::test]
async fn a_damaged_key_is_named_and_not_shown() {
    for engine in engines() {
        let (home, key) = used(engine).await;
        let good = key.trim();
        for bad in [
            String::new(),
            "\n".into(),
            good[..63].to_owned(),
            format!("{good}0"),
            format!("{}g", &good[..63]),
            format!("+{}", &good[1..]),
            "0x".to_owned() + &good[2..],
            "ü".repeat(32),
            format!("{good}\n{good}"),
        ] {
            write(&home.key(), &bad);
            let sentence = home.refused(&[]).await;
            let expected = format!(
                "{}: a master key is 64 hexadecimal digits.",
                home.key().display()
            );
            assert_eq!(sentence, expected, "{bad:?}");
            if !bad.is_empty() {
                let sentence = home
                    .refused_with(&[], &[("COUNTERMARK_MASTER_KEY", bad.as_str())])
                    .await;
                assert_eq!(
                    sentence,
                    "COUNTERMARK_MASTER_KEY: a master key is 64 hexadecimal digits."
                );
            }
        }
        fs::write(home.key(), [0xff; 64]).unwrap();
        let sentence = home.refused(&[]).await;
        assert!(
            sentence.contains("master.key cannot be read: "),
            "{sentence}"
        );
        unharmed(&home, &key).await;
    }
}

/// Security checklist 95.
#[tokio::test]
async fn a_key_that_others_can_read_is_refused() {
    for engine in engines() {
        let (home, key) = used(engine).await;
        for mode in [0o644, 0o640, 0o604, 0o660, 0o666] {
            fs::set_permissions(home.key(), fs::Permissions::from_mode(mode)).unwrap();
            let sentence = home.refused(&[]).await;
            let path = home.key().display().to_string();
            assert_eq!(
                sentence,
                format!("The master key {path} can be read by others. Run: chmod 600 {path}")
            );
        }
        // Looked at, not mended.
        assert_eq!(
            fs::metadata(home.key()).unwrap().permissions().mode() & 0o777,
            0o666
        );
        fs::set_permissions(home.key(), fs::Permissions::from_mode(0o400)).unwrap();
        home.begun().await;
        unharmed(&home, &key).await;
    }
}

/// A key that is named must be there: a slip of the pen makes no new one.
#[tokio::test]
async fn a_named_key_is_never_made() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let file = home.data().join("elsewhere.key");
        let path = file.display().to_string();
        let sentence = home.refused(&["--master-key-file", &path]).await;
        assert!(
            sentence.starts_with(&format!("The master key {path} cannot be read: ")),
            "{sentence}"
        );
        assert!(!file.exists() && !home.key().exists());
        write(&file, &"0123456789abcdef".repeat(4));
        let server = home.serve(&["--master-key-file", &path]).await;
        server.stop().await;
        // Upper case and no file at all say the same key.
        let upper = "0123456789ABCDEF".repeat(4);
        let server = home
            .serve_with(&[], &[("COUNTERMARK_MASTER_KEY", &upper)])
            .await;
        server.stop().await;
        assert!(!home.key().exists());
    }
}
