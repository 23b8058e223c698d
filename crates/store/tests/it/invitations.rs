//! An invitation opens one door once, for a while.

use crate::support::{NOW, company, member, write};
use countermark_core::{
    ids::{CompanyId, UserId},
    roles::Role,
    time::Timestamp,
};
use countermark_store::{Db, companies, invitations, members, users};
use countermark_testkit::db::{TestDb, each};

const CODE: &[u8] = &[1; 32];
const UNTIL: Timestamp = Timestamp(NOW.0 + 1_000_000);

/// A company with an admin, and somebody who has been invited with `CODE` until `UNTIL`.
async fn invited(db: &Db) -> (CompanyId, UserId, UserId) {
    let company = company(db, "Kallista").await;
    let anna = member(db, company, "anna@example.com", Role::AccountAdmin).await;
    let details = members::Details::default();
    let bert = write(db, async |tx| {
        let bert = users::create(tx, "bert@example.com", NOW).await?;
        let user = (bert, "bert@example.com");
        members::add(tx, company, user, &details, Role::DashboardUser, NOW, None).await?;
        invitations::create(tx, company, bert, CODE, anna, NOW, UNTIL).await?;
        Ok(bert)
    })
    .await;
    (company, anna, bert)
}

async fn opens(db: &Db, code: &[u8], now: Timestamp) -> Option<UserId> {
    let mut conn = db.read().await.expect("a connection");
    let found = invitations::find(&mut conn, code, now)
        .await
        .expect("an answer");
    found.map(|invitation| invitation.user)
}

#[tokio::test]
async fn it_says_who_is_invited_where() {
    each(async |test: &TestDb| {
        let (company, _, bert) = invited(&test.db).await;
        let mut conn = test.db.read().await.expect("a connection");
        let found = invitations::find(&mut conn, CODE, NOW)
            .await
            .expect("an answer");
        let found = found.expect("an open invitation");
        assert_eq!((found.company, found.user), (company, bert));
        assert_eq!(found.company_name, "Kallista");
        assert_eq!(
            (found.email.as_str(), found.has_password),
            ("bert@example.com", false)
        );
        assert_eq!(opens(&test.db, &[2; 32], NOW).await, None);
    })
    .await;
}

#[tokio::test]
async fn it_ends_with_its_time() {
    each(async |test: &TestDb| {
        let (_, _, bert) = invited(&test.db).await;
        assert_eq!(
            opens(&test.db, CODE, Timestamp(UNTIL.0 - 1)).await,
            Some(bert)
        );
        assert_eq!(opens(&test.db, CODE, UNTIL).await, None);
    })
    .await;
}

#[tokio::test]
async fn it_can_be_used_once() {
    each(async |test: &TestDb| {
        let (company, _, bert) = invited(&test.db).await;
        // Whoever ends it has used it; of two at once, one.
        let attempts = (0..4).map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.expect("a transaction");
                let ended = invitations::end(&mut tx, company, bert)
                    .await
                    .expect("an answer");
                tx.commit_unaudited().await.expect("it commits");
                ended
            })
        });
        let mut ended = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            ended += attempt.await.expect("no panic");
        }
        assert_eq!(ended, 1);
        assert_eq!(opens(&test.db, CODE, NOW).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_new_one_ends_the_old_one() {
    each(async |test: &TestDb| {
        let (company, anna, bert) = invited(&test.db).await;
        write(&test.db, async |tx| {
            invitations::create(tx, company, bert, &[2; 32], anna, NOW, UNTIL).await
        })
        .await;
        assert_eq!(opens(&test.db, CODE, NOW).await, None);
        assert_eq!(opens(&test.db, &[2; 32], NOW).await, Some(bert));
    })
    .await;
}

#[tokio::test]
async fn it_sleeps_while_member_or_company_is_archived() {
    each(async |test: &TestDb| {
        let (company, _, bert) = invited(&test.db).await;
        for at in [Some(NOW), None] {
            write(&test.db, async |tx| {
                members::set_archived(tx, company, bert, at).await
            })
            .await;
            let open = at.is_none().then_some(bert);
            assert_eq!(opens(&test.db, CODE, NOW).await, open);
        }
        for at in [Some(NOW), None] {
            write(&test.db, async |tx| {
                companies::set_archived(tx, company, at).await
            })
            .await;
            let open = at.is_none().then_some(bert);
            assert_eq!(opens(&test.db, CODE, NOW).await, open);
        }
    })
    .await;
}
