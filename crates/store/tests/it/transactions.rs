//! A transaction is there whole or not at all, its audit entries with it.

use crate::support::{NOW, by, company, member, new_brand};
use countermark_core::{audit::Entry, ids::CompanyId, page::PageRequest, roles::Role};
use countermark_store::{DbError, audit};
use countermark_testkit::db::{TestDb, each};
use serde_json::json;

#[tokio::test]
async fn a_dropped_transaction_leaves_no_trace() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let mut tx = test.db.write().await.expect("a transaction");
        new_brand(&mut tx, company, "gone").await.expect("a brand");
        drop(tx);

        let mut tx = test.db.write().await.expect("the next one begins");
        new_brand(&mut tx, company, "stays").await.expect("a brand");
        tx.commit_unaudited().await.expect("and commits");
        let mut raw = test.place.raw().await;
        assert_eq!(raw.rows("SELECT name FROM brand").await, [["stays"]]);
        assert_eq!(raw.rows("SELECT value FROM counter").await, [["1"]]);
    })
    .await;
}

#[tokio::test]
async fn an_audit_entry_commits_with_its_change() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let mut tx = test.db.write().await.expect("a transaction");
        let brand = new_brand(&mut tx, company, "Olive").await.expect("a brand");
        let entry =
            Entry::event("brand.create", "brand", brand, "Olive").after(json!({"name": "Olive"}));
        let by = by(company, anna);
        tx.commit(&by, &[entry]).await.expect("it commits");

        let mut conn = test.db.read().await.expect("a connection");
        let wanted = audit::Wanted::default();
        let page = PageRequest::default();
        let log = audit::list(&mut conn, company, &wanted, audit::ORDERINGS[0], &page).await;
        let log = log.expect("a log").rows;
        assert_eq!(log.len(), 1);
        assert_eq!(log[0].person, Some((anna, "anna@example.com".into())));
        assert_eq!((log[0].action.as_str(), log[0].at), ("brand.create", NOW));
        assert_eq!(log[0].object_id, brand.to_string());
        assert_eq!(log[0].after, json!({"name": "Olive"}));
        assert_eq!(log[0].address, "192.0.2.1");
    })
    .await;
}

#[tokio::test]
async fn a_change_whose_audit_entry_fails_is_not_made() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        let mut tx = test.db.write().await.expect("a transaction");
        new_brand(&mut tx, company, "Olive").await.expect("a brand");
        let entry = Entry::event("brand.create", "brand", 1, "Olive");
        // No such company: the entry is refused.
        let nowhere = by(CompanyId(4711), anna);
        let refused = tx.commit(&nowhere, &[entry]).await;
        assert!(matches!(refused, Err(DbError::Referenced)), "{refused:?}");

        let mut raw = test.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM brand").await, 0);
        assert_eq!(raw.number("SELECT count(*) FROM audit").await, 0);
    })
    .await;
}
