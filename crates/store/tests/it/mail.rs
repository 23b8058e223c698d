//! The outbox: one node sends a mail at a time, and its text does not outlive the sending.

use crate::support::{NOW, company, write};
use countermark_core::time::Timestamp;
use countermark_store::{
    Db,
    mail::{self, Claimed, NewMail, Outcome},
};
use countermark_testkit::db::{TestDb, each};

const LEASE: i64 = 180;

async fn queue(db: &Db, to: &str) {
    let company = company(db, &format!("company of {to}")).await;
    let new = NewMail {
        kind: "notice",
        to,
        subject: "Hello",
        body: b"sealed",
        give_up_at: NOW.plus_seconds(3_600),
    };
    write(db, async |tx| {
        mail::queue(tx, Some(company), new, NOW).await
    })
    .await;
}

async fn claim(db: &Db, now: Timestamp) -> Option<Claimed> {
    write(db, async |tx| {
        mail::claim(tx, now, now.plus_seconds(LEASE)).await
    })
    .await
}

async fn note(db: &Db, mail: &Claimed, outcome: Outcome, now: Timestamp) {
    write(db, async |tx| mail::note(tx, mail, outcome, now).await).await;
}

async fn due(db: &Db, now: Timestamp) -> bool {
    let mut conn = db.read().await.expect("a connection");
    mail::any_due(&mut conn, now).await.expect("an answer")
}

#[tokio::test]
async fn several_nodes_share_the_mails_and_none_is_taken_twice() {
    each(async |test: &TestDb| {
        for number in 0..6 {
            queue(&test.db, &format!("{number}@example.com")).await;
        }
        let mut nodes = vec![];
        for _ in 0..4 {
            let db = test.place.open().await.expect("a node");
            nodes.push(tokio::spawn(async move {
                let mut taken = vec![];
                // More rounds than there are mails.
                for _ in 0..8 {
                    taken.extend(claim(&db, NOW).await.map(|mail| mail.to));
                }
                taken
            }));
        }
        let mut taken = vec![];
        for node in nodes {
            taken.extend(node.await.expect("no panic"));
        }
        taken.sort();
        let all: Vec<_> = (0..6)
            .map(|number| format!("{number}@example.com"))
            .collect();
        assert_eq!(taken, all);
        assert!(!due(&test.db, NOW).await);
    })
    .await;
}

#[tokio::test]
async fn a_mail_whose_node_died_is_taken_again_and_the_dead_one_says_nothing() {
    each(async |test: &TestDb| {
        queue(&test.db, "anna@example.com").await;
        let first = claim(&test.db, NOW).await.expect("a mail");
        assert_eq!((first.attempt, first.body.as_slice()), (1, &b"sealed"[..]));
        let before = NOW.plus_seconds(LEASE - 1);
        assert!(claim(&test.db, before).await.is_none());
        let later = NOW.plus_seconds(LEASE);
        let second = claim(&test.db, later).await.expect("the same mail");
        assert_eq!((second.id, second.attempt), (first.id, 2));
        // It was only slow: its word does not count any more.
        note(&test.db, &first, Outcome::Failed, later).await;
        note(
            &test.db,
            &second,
            Outcome::Again(later.plus_seconds(5)),
            later,
        )
        .await;
        assert!(!due(&test.db, later).await);
        let third = claim(&test.db, later.plus_seconds(5)).await;
        assert_eq!(third.expect("the same mail").attempt, 3);
    })
    .await;
}

#[tokio::test]
async fn the_text_is_gone_once_the_mail_is_done_and_the_row_a_month_later() {
    each(async |test: &TestDb| {
        for (to, outcome) in [
            ("a@example.com", Outcome::Sent),
            ("b@example.com", Outcome::Failed),
        ] {
            queue(&test.db, to).await;
            let mail = claim(&test.db, NOW).await.expect("a mail");
            note(&test.db, &mail, outcome, NOW).await;
        }
        queue(&test.db, "c@example.com").await;
        let mut raw = test.place.raw().await;
        let count = "SELECT count(*) FROM mail WHERE body IS NULL";
        assert_eq!(raw.number(count).await, 2);
        assert_eq!(raw.number("SELECT count(*) FROM mail").await, 3);
        let forgotten = write(&test.db, async |tx| {
            mail::forget(tx, Timestamp(NOW.0 + 1)).await
        })
        .await;
        assert_eq!(forgotten, 2, "what still waits is kept");
        assert!(due(&test.db, NOW).await);
        raw.close().await;
    })
    .await;
}
