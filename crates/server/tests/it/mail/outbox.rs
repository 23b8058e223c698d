//! What waits is sealed, goes out once, and leaves nothing behind.

use super::{LINK, count, letter, send};
use countermark_testkit::each;

/// Ten letters of the link in hexadecimal digits.
const WORD: &str = "536563726574436F6465";

#[tokio::test]
async fn a_mail_goes_out_once_and_only_after_its_transaction() {
    each(async |app| {
        let mut tx = app.app.db.write().await.expect("a transaction");
        let rolled_back = countermark::mail::letters::invitation("a@example.com", "A", LINK, 60);
        countermark::mail::queue(&app.app.secrets, &mut tx, None, &rolled_back, app.now())
            .await
            .expect("queued");
        drop(tx);
        letter(app, "anna@example.com", "Hello").await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "anna@example.com");
        assert_eq!(mails[0].subject, "Hello");
        assert!(mails[0].text.contains(LINK));
        assert!(app.mails().await.is_empty());
        assert_eq!(count(app, "sent_at IS NOT NULL AND body IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_link_is_nowhere_in_the_database() {
    each(async |app| {
        letter(app, "anna@example.com", "Hello").await;
        let mut raw = app.db.place.raw().await;
        let rows = raw
            .rows("SELECT id, kind, recipient, subject FROM mail")
            .await;
        assert!(!format!("{rows:?}").contains("SecretCode"));
        // The text is there, in a form that does not contain what it says.
        assert_eq!(
            raw.number("SELECT count(*) FROM mail WHERE length(body) > 60")
                .await,
            1
        );
        let hex = match app.app.db.engine() {
            countermark_store::Engine::Sqlite => "SELECT hex(body) FROM mail",
            countermark_store::Engine::Postgres => "SELECT upper(encode(body, 'hex')) FROM mail",
        };
        let body = raw.rows(hex).await;
        assert!(body[0][0].len() > 120 && !body[0][0].contains(WORD));
        raw.close().await;
    })
    .await;
}

/// Whoever can write to the database cannot have another's link sent to themselves.
#[tokio::test]
async fn a_mail_put_under_another_address_is_not_sent() {
    each(async |app| {
        letter(app, "anna@example.com", "Hello").await;
        let mut raw = app.db.place.raw().await;
        raw.run("UPDATE mail SET recipient = 'mallory@example.com'")
            .await;
        raw.close().await;
        assert!(app.mails().await.is_empty());
        assert_eq!(
            count(app, "failed_at IS NOT NULL AND body IS NULL").await,
            1
        );
    })
    .await;
}

/// Security checklist 86.
#[tokio::test]
async fn nobody_writes_a_header_of_their_own() {
    each(async |app| {
        letter(
            app,
            "anna@example.com",
            "Hi\r\nBcc: mallory@example.com\r\n\r\nbody",
        )
        .await;
        letter(app, "anna@example.com", "Grüße\n aus \u{1b}Köln").await;
        let mails = app.mails().await;
        for mail in &mails {
            let wire = String::from_utf8(mail.wire.clone()).expect("ASCII on the wire");
            let (head, _) = wire.split_once("\r\n\r\n").expect("a head and a body");
            let names: Vec<_> = head
                .split("\r\n")
                .filter(|line| !line.starts_with(' '))
                .map(|line| line.split(':').next().expect("a name"))
                .collect();
            assert!(!names.contains(&"Bcc"), "{head}");
            assert_eq!(names.iter().filter(|name| **name == "Subject").count(), 1);
            assert!(names.contains(&"Auto-Submitted"), "{head}");
        }
        assert_eq!(mails[0].subject, "Hi  Bcc: mallory@example.com    body");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_no_mail_server_knows_is_given_up_at_once() {
    each(async |app| {
        letter(app, "no address", "Hello").await;
        letter(app, "anna@example.com", "Hello").await;
        assert_eq!(app.mails().await.len(), 1, "it holds up nobody");
        assert_eq!(count(app, "failed_at IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_came_to_be_of_no_use_is_not_sent() {
    each(async |app| {
        letter(app, "anna@example.com", "Hello").await;
        app.clock.advance(7_200);
        send(app).await;
        assert_eq!(
            count(app, "failed_at IS NOT NULL AND body IS NULL").await,
            1
        );
        assert!(app.mails().await.is_empty());
    })
    .await;
}
