//! Mail, from the outbox to a folder or a mail server.

mod folder;
mod languages;
mod outbox;
mod smtp;

use countermark::mail::{Letter, queue};
use countermark_testkit::TestApp;

/// A text that must not be found anywhere but in the mail.
const LINK: &str = "http://localhost/#/invitation/SecretCodeOfThisTest";

/// Puts a letter into the outbox.
async fn letter(app: &TestApp, to: &str, subject: &str) {
    let letter = Letter::new("notice", to, 7_200, |_| {
        let text = format!("Dear reader,\n\n{LINK}\n\nGrüße\n");
        (subject.to_owned(), text)
    });
    let mut tx = app.app.db.write().await.expect("a transaction");
    queue(&app.app.secrets, &mut tx, None, &letter, app.now())
        .await
        .expect("queued");
    tx.commit_unaudited().await.expect("committed");
}

/// Runs the task once.
async fn send(app: &TestApp) {
    countermark::tasks::run(&app.app, "send_mail")
        .await
        .expect("the database is there");
}

/// How many mails are in that state.
async fn count(app: &TestApp, what: &str) -> i64 {
    let mut raw = app.db.place.raw().await;
    let number = raw
        .number(&format!("SELECT count(*) FROM mail WHERE {what}"))
        .await;
    raw.close().await;
    number
}
