//! People in a company: who may come in, and that somebody always can.

use crate::support::{NOW, company, member, write};
use countermark_core::{ids::UserId, roles::Role};
use countermark_store::{Db, DbError, companies, members, users};
use countermark_testkit::db::{TestDb, each};

#[tokio::test]
async fn only_active_admins_are_counted() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company_id = company(db, "Kallista").await;
        let elsewhere = company(db, "Other").await;
        let anna = member(db, company_id, "anna@example.com", Role::AccountAdmin).await;
        let bert = member(db, company_id, "bert@example.com", Role::AccountAdmin).await;
        member(db, company_id, "cleo@example.com", Role::DashboardUser).await;
        member(db, elsewhere, "dora@example.com", Role::AccountAdmin).await;
        let count = async || {
            write(db, async |tx| {
                members::lock_active_admins(tx, company_id).await
            })
            .await
        };
        assert_eq!(count().await, 2);

        // One who has been invited and has not come yet.
        let details = members::Details::default();
        let emil = write(db, async |tx| {
            let emil = users::create(tx, "emil@example.com", NOW).await?;
            let user = (emil, "emil@example.com");
            members::add(
                tx,
                company_id,
                user,
                &details,
                Role::AccountAdmin,
                NOW,
                None,
            )
            .await?;
            Ok(emil)
        })
        .await;
        assert_eq!(count().await, 2);
        write(db, async |tx| {
            members::join(tx, company_id, emil, NOW).await
        })
        .await;
        assert_eq!(count().await, 3);
        write(db, async |tx| {
            members::set_archived(tx, company_id, anna, Some(NOW)).await?;
            members::set_role(tx, company_id, bert, Role::DashboardUser).await
        })
        .await;
        assert_eq!(count().await, 1);
    })
    .await;
}

async fn archive_unless_last(
    db: Db,
    company: countermark_core::ids::CompanyId,
    user: UserId,
) -> Result<bool, DbError> {
    let mut tx = db.write().await?;
    if members::lock_active_admins(&mut tx, company).await? < 2 {
        return Ok(false);
    }
    // Time for the other one to look before this is decided.
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    members::set_archived(&mut tx, company, user, Some(NOW)).await?;
    tx.commit_unaudited().await?;
    Ok(true)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_admins_cannot_archive_each_other() {
    each(async |test: &TestDb| {
        let db = &test.db;
        for round in 0..20 {
            let company = company(db, &format!("company {round}")).await;
            let mail = |name: &str| format!("{name}{round}@example.com");
            let anna = member(db, company, &mail("anna"), Role::AccountAdmin).await;
            let bert = member(db, company, &mail("bert"), Role::AccountAdmin).await;
            let first = tokio::spawn(archive_unless_last(db.clone(), company, anna));
            let second = tokio::spawn(archive_unless_last(db.clone(), company, bert));
            let first = first.await.expect("no panic").expect("an answer");
            let second = second.await.expect("no panic").expect("an answer");
            assert!(
                first != second,
                "one of the two is archived, not {first} and {second}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_enters_where_both_sides_are_active() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (first, second) = (company(db, "First").await, company(db, "Second").await);
        let anna = member(db, first, "anna@example.com", Role::AccountAdmin).await;
        let details = members::Details::default();
        let user = (anna, "anna@example.com");
        write(db, async |tx| {
            let role = Role::DashboardUser;
            members::add(tx, second, user, &details, role, NOW, None).await
        })
        .await;
        let open = async || {
            let mut conn = db.read().await.expect("a connection");
            members::companies_of(&mut conn, anna)
                .await
                .expect("a list")
        };
        assert_eq!(open().await, [first]);
        let later = NOW.plus_seconds(1);
        write(db, async |tx| members::join(tx, second, anna, later).await).await;
        assert_eq!(open().await, [first, second]);
        write(db, async |tx| {
            companies::set_archived(tx, first, Some(later)).await
        })
        .await;
        assert_eq!(open().await, [second]);
        write(db, async |tx| {
            members::set_archived(tx, second, anna, Some(later)).await
        })
        .await;
        assert_eq!(open().await, []);
    })
    .await;
}
