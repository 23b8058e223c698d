//! A code from a mail opens one thing once.

use crate::support::{NOW, company, member, write};
use countermark_core::roles::Role;
use countermark_store::mail_codes::{self, Purpose};
use countermark_testkit::db::{TestDb, each};

#[tokio::test]
async fn one_person_one_purpose_one_use() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::ScmUser).await;
        let (mail, until) = ("anna@example.com", NOW.plus_seconds(60));
        for (purpose, digest) in [(Purpose::Reset, [1; 32]), (Purpose::Verify, [2; 32])] {
            write(&test.db, async |tx| {
                mail_codes::create(tx, anna, purpose, &digest, mail, NOW, until).await
            })
            .await;
        }
        let take = async |purpose, digest: [u8; 32], now| {
            write(&test.db, async |tx| {
                mail_codes::take(tx, purpose, &digest, now).await
            })
            .await
        };
        assert!(take(Purpose::Verify, [1; 32], NOW).await.is_none());
        assert!(take(Purpose::Address, [1; 32], NOW).await.is_none());
        assert!(take(Purpose::Reset, [1; 32], until).await.is_none());
        let code = take(Purpose::Reset, [1; 32], NOW).await.expect("a code");
        assert_eq!((code.user, code.email.as_str()), (anna, mail));
        assert!(take(Purpose::Reset, [1; 32], NOW).await.is_none());
        // A newer one of the same purpose ends the older.
        write(&test.db, async |tx| {
            mail_codes::create(tx, anna, Purpose::Verify, &[3; 32], mail, NOW, until).await
        })
        .await;
        assert!(take(Purpose::Verify, [2; 32], NOW).await.is_none());
        let forgotten = write(&test.db, async |tx| mail_codes::forget(tx, until).await).await;
        assert_eq!(forgotten, 1);
    })
    .await;
}
