//! Mails as files: the default.

use super::{LINK, count, letter, send};
use countermark::{
    auth::limits::Limits,
    mail::{Mailing, Transport},
    settings::Settings,
};
use countermark_testkit::{TestApp, db::engines};
use std::{fs, os::unix::fs::PermissionsExt as _};

#[tokio::test]
async fn a_file_for_each_mail_that_only_the_server_can_read() {
    for engine in engines() {
        let home = tempfile::tempdir().expect("a folder");
        let dir = home.path().join("mail");
        let settings = Settings {
            mail: Mailing {
                transport: Transport::Folder(dir.clone()),
                ..Mailing::default()
            },
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        letter(&app, "anna@example.com", "Hello").await;
        letter(&app, "bert@example.com", "Hello").await;
        send(&app).await;
        let files: Vec<_> = fs::read_dir(&dir)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        assert_eq!(files.len(), 2, "{files:?}");
        for file in &files {
            assert_eq!(file.extension().and_then(|ext| ext.to_str()), Some("eml"));
            let mode = |path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&dir), mode(file)), (0o700, 0o600));
            let text = fs::read_to_string(file).expect("text");
            assert!(
                text.contains("To: ") && text.contains("Subject: Hello\r\n"),
                "{text}"
            );
            assert!(text.contains(LINK), "{text}");
        }
        assert_eq!(count(&app, "sent_at IS NOT NULL").await, 2);
    }
}

/// A folder that cannot be written delays the mail and loses none.
#[tokio::test]
async fn a_folder_that_is_no_folder_delays_the_mail() {
    for engine in engines() {
        let home = tempfile::tempdir().expect("a folder");
        let dir = home.path().join("mail");
        fs::write(&dir, b"in the way").expect("written");
        let settings = Settings {
            mail: Mailing {
                transport: Transport::Folder(dir.clone()),
                ..Mailing::default()
            },
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        letter(&app, "anna@example.com", "Hello").await;
        send(&app).await;
        assert_eq!(count(&app, "sent_at IS NOT NULL").await, 0);
        fs::remove_file(&dir).expect("out of the way");
        app.clock.advance(59);
        send(&app).await;
        assert_eq!(count(&app, "sent_at IS NOT NULL").await, 0);
        app.clock.advance(1);
        send(&app).await;
        assert_eq!(count(&app, "sent_at IS NOT NULL").await, 1);
    }
}
