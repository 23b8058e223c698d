//! A search takes its text literally and finds it in any case.

use crate::support::{all, brand, company, member, product, write};
use countermark_core::{ids::CompanyId, page::PageRequest, roles::Role};
use countermark_store::{Db, brands, members, products};
use countermark_testkit::db::{TestDb, each};

async fn products_with(db: &Db, company: CompanyId, text: &str) -> Vec<String> {
    let mut conn = db.read().await.expect("a connection");
    let wanted = products::Wanted {
        search: Some(text.into()),
        ..products::Wanted::default()
    };
    let by_sku = products::ORDERINGS[2];
    let page = PageRequest::default();
    let found = products::list(&mut conn, &all(company), &wanted, by_sku, &page)
        .await
        .expect("a list");
    assert_eq!(usize::try_from(found.count), Ok(found.rows.len()), "{text}");
    found.rows.into_iter().map(|row| row.sku).collect()
}

#[tokio::test]
async fn wildcards_are_letters() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let brand = brand(&test.db, company, "brand").await;
        for (sku, name) in [
            ("1", "100% olive"),
            ("2", "100 olives"),
            ("3", "a_b"),
            ("4", "axb"),
            ("5", "wow!"),
            ("6", "wow"),
            ("7", r"back\slash"),
            ("8", "it's"),
        ] {
            product(&test.db, company, brand, sku, name).await;
        }
        for (text, expected) in [
            ("100%", vec!["1"]),
            ("a_b", vec!["3"]),
            ("wow!", vec!["5"]),
            ("!", vec!["5"]),
            ("%", vec!["1"]),
            ("_", vec!["3"]),
            (r"\", vec!["7"]),
            ("it's", vec!["8"]),
            ("wow", vec!["5", "6"]),
            ("' OR 1=1 --", vec![]),
        ] {
            assert_eq!(
                products_with(&test.db, company, text).await,
                expected,
                "{text}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn case_and_form_make_no_difference() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let brand = brand(&test.db, company, "brand").await;
        for (sku, name) in [
            ("Key-1", "ÉCLAIR au Café"),
            ("key-2", "Ελιά ΛΆΔΙ"),
            ("KEY-3", "ＡＢＣ full width"),
            ("key-4", "ﬁne oil"),
        ] {
            product(&test.db, company, brand, sku, name).await;
        }
        for (text, expected) in [
            ("éclair", vec!["Key-1"]),
            ("CAFÉ", vec!["Key-1"]),
            // The same letters, put together from two code points each.
            ("E\u{301}clair", vec!["Key-1"]),
            ("ΕΛΙΆ", vec!["key-2"]),
            ("abc", vec!["KEY-3"]),
            ("FINE", vec!["key-4"]),
            ("kEY-", vec!["KEY-3", "Key-1", "key-2", "key-4"]),
            // Name and SKU are searched one by one, not as one text.
            ("oil key", vec![]),
            ("eclair", vec![]),
        ] {
            assert_eq!(
                products_with(&test.db, company, text).await,
                expected,
                "{text}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn brands_and_people_are_found_alike() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        brand(&test.db, company, "Österreich_1").await;
        brand(&test.db, company, "ÖsterreichX1").await;
        let anna = member(&test.db, company, "anna@example.com", Role::AccountAdmin).await;
        member(&test.db, company, "bert@example.com", Role::AccountAdmin).await;
        let details = members::Details {
            given_name: "Zoë".into(),
            family_name: "ÅNGSTRÖM".into(),
            ..members::Details::default()
        };
        write(&test.db, async |tx| {
            members::set_details(tx, company, (anna, "anna@example.com"), &details).await
        })
        .await;

        let mut conn = test.db.read().await.expect("a connection");
        let page = PageRequest::default();
        let wanted = brands::Wanted {
            search: Some("österreich_".into()),
            archived: false,
        };
        let found = brands::list(
            &mut conn,
            &all(company),
            &wanted,
            brands::ORDERINGS[1],
            &page,
        )
        .await;
        let found = found.expect("a list");
        assert_eq!(
            (found.count, found.rows[0].name.as_str()),
            (1, "Österreich_1")
        );

        for text in ["ångström", "ZOË", "ANNA@"] {
            let wanted = members::Wanted {
                search: Some(text.into()),
                ..members::Wanted::default()
            };
            let ordering = members::ORDERINGS[0];
            let found = members::list(&mut conn, company, &wanted, ordering, &page).await;
            let found = found.expect("a list");
            assert_eq!((found.count, found.rows[0].id), (1, anna), "{text}");
        }
    })
    .await;
}
