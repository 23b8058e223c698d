//! Products one by one.

use crate::support::{NOW, all, brand, company, new_product, product, write};
use countermark_core::{
    ids::{CompanyId, ProductId},
    page::PageRequest,
};
use countermark_store::{
    Db, DbError,
    products::{self, NewProduct, ORDERINGS, Product, Wanted},
};
use countermark_testkit::db::{TestDb, each};
use serde_json::json;

async fn get(db: &Db, company: CompanyId, id: ProductId) -> Option<Product> {
    let mut conn = db.read().await.expect("a connection");
    products::get(&mut conn, &all(company), id)
        .await
        .expect("an answer")
}

async fn skus(db: &Db, company: CompanyId, wanted: &Wanted) -> Vec<String> {
    let mut conn = db.read().await.expect("a connection");
    let page = PageRequest::default();
    let found = products::list(&mut conn, &all(company), wanted, ORDERINGS[2], &page).await;
    let found = found.expect("a list");
    assert_eq!(usize::try_from(found.count), Ok(found.rows.len()));
    found.rows.into_iter().map(|row| row.sku).collect()
}

#[tokio::test]
async fn a_product_comes_back_as_it_was_made() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let brand = brand(&test.db, company, "Olive").await;
        let new = NewProduct {
            uuid: "5f0a",
            sku: "OLV-500",
            name: "Olive oil 500 ml",
            brand,
            campaign: None,
            label: "Label",
            description: "Two\nlines",
            client_url: "https://example.com/olv",
        };
        let made = write(&test.db, async |tx| {
            products::create(tx, &all(company), &new, NOW).await
        })
        .await;
        assert_eq!(get(&test.db, company, made.id).await, Some(made.clone()));
        assert_eq!((made.uuid.as_str(), made.sku.as_str()), ("5f0a", "OLV-500"));
        assert_eq!((made.brand.id, made.brand.name.as_str()), (brand, "Olive"));
        assert_eq!((made.brand.reference.clone(), made.created_at), (None, NOW));
        assert_eq!(
            made.audited(),
            json!({
                "sku": "OLV-500",
                "name": "Olive oil 500 ml",
                "brand": brand.0,
                "campaign": null,
                "label": "Label",
                "description": "Two\nlines",
                "client_url": "https://example.com/olv",
                "stc": null, "is_archived": false,
            })
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_is_stored_and_found() {
    each(async |test: &TestDb| {
        let company = company(&test.db, "Kallista").await;
        let (a, b) = (
            brand(&test.db, company, "a").await,
            brand(&test.db, company, "b").await,
        );
        let id = product(&test.db, company, a, "1", "one").await;
        let mut changed = get(&test.db, company, id).await.expect("a product");
        changed.sku = "2".into();
        changed.name = "Zwei".into();
        changed.label = "label".into();
        changed.description = "description".into();
        changed.client_url = "https://example.com".into();
        changed.brand.id = b;
        changed.brand.name = "b".into();
        write(&test.db, async |tx| {
            products::update(tx, &all(company), &changed).await
        })
        .await;
        assert_eq!(get(&test.db, company, id).await, Some(changed));
        for (text, expected) in [("one", vec![]), ("ZWEI", vec!["2"])] {
            let wanted = Wanted {
                search: Some(text.into()),
                ..Wanted::default()
            };
            assert_eq!(skus(&test.db, company, &wanted).await, expected, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_sku_is_unique_in_its_company_to_the_letter() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (here, there) = (company(db, "Here").await, company(db, "There").await);
        let (ours, theirs) = (brand(db, here, "a").await, brand(db, there, "a").await);
        let id = product(db, here, ours, "Sku", "one").await;
        let other = product(db, here, ours, "sku", "another letter").await;
        product(db, there, theirs, "Sku", "another company").await;

        let mut tx = db.write().await.expect("a transaction");
        let twice = new_product(&mut tx, here, ours, "Sku", "again").await;
        assert!(matches!(twice, Err(DbError::Unique)), "{twice:?}");
        drop(tx);
        let mut tx = db.write().await.expect("a transaction");
        let mut changed = products::lock(&mut tx, &all(here), other)
            .await
            .expect("one")
            .expect("there");
        changed.sku = "Sku".into();
        let twice = products::update(&mut tx, &all(here), &changed).await;
        assert!(matches!(twice, Err(DbError::Unique)), "{twice:?}");
        drop(tx);

        let mut conn = db.read().await.expect("a connection");
        for (sku, own, taken) in [
            ("Sku", None, true),
            ("Sku", Some(id), false),
            ("Sku", Some(other), true),
            ("SKU", None, false),
        ] {
            let found = products::is_sku_taken(&mut conn, &all(here), sku, own).await;
            assert_eq!(found.expect("an answer"), taken, "{sku} {own:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn lists_are_filtered_by_state_sku_and_brand() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let (a, b) = (brand(db, company, "a").await, brand(db, company, "b").await);
        for (brand, sku) in [(a, "a1"), (a, "a2"), (b, "b1"), (b, "b2")] {
            product(db, company, brand, sku, "alike").await;
        }
        let put_away = product(db, company, b, "b3", "alike").await;
        let archive = async |archived| {
            write(db, async |tx| {
                products::set_archived(tx, &all(company), put_away, archived).await
            })
            .await
        };
        assert!(archive(true).await);
        assert!(!archive(true).await, "it was so already");

        let all = Wanted::default();
        let archived = Wanted {
            archived: true,
            ..all.clone()
        };
        let of_b = Wanted {
            brand: Some(b),
            ..all.clone()
        };
        let one = Wanted {
            sku: Some("a2".into()),
            ..all.clone()
        };
        let neither = Wanted {
            sku: Some("a2".into()),
            ..of_b.clone()
        };
        assert_eq!(skus(db, company, &all).await, ["a1", "a2", "b1", "b2"]);
        assert_eq!(skus(db, company, &archived).await, ["b3"]);
        assert_eq!(skus(db, company, &of_b).await, ["b1", "b2"]);
        assert_eq!(skus(db, company, &one).await, ["a2"]);
        assert_eq!(skus(db, company, &neither).await, [""; 0]);
        assert!(archive(false).await);
        assert_eq!(skus(db, company, &of_b).await, ["b1", "b2", "b3"]);
    })
    .await;
}
