//! Many products at once.

use crate::support::{NOW, all, brand, company, product, write};
use countermark_core::{
    ids::{BrandId, CompanyId, ProductId},
    page::PageRequest,
};
use countermark_store::{
    Db, DbError, Tx, brands,
    counters::{self, Counter},
    products::{
        self, NewProduct,
        bulk::{self, Change},
    },
};
use countermark_testkit::db::{TestDb, each};

/// Neither a multiple of the look-up's chunk nor of the insert's.
const MANY: usize = 1_237;

fn sku(number: usize) -> String {
    format!("sku-{number:05}")
}

async fn insert(
    tx: &mut Tx,
    company: CompanyId,
    brand: BrandId,
    skus: &[String],
) -> Result<Option<(ProductId, ProductId)>, DbError> {
    let uuids: Vec<_> = skus.iter().map(|sku| format!("{company} {sku}")).collect();
    let row = |(sku, uuid)| NewProduct {
        uuid,
        sku,
        name: sku,
        brand,
        campaign: None,
        label: "label",
        description: "description",
        client_url: "https://example.com",
    };
    let rows: Vec<_> = skus
        .iter()
        .zip(&uuids)
        .map(|(sku, uuid)| row((sku.as_str(), uuid.as_str())))
        .collect();
    bulk::insert(tx, &all(company), &rows, NOW).await
}

async fn counted(db: &Db, company: CompanyId, brand: BrandId) -> (i64, i64) {
    let mut conn = db.read().await.expect("a connection");
    let counter = Counter::Products { archived: false };
    let products = counters::get(&mut conn, &all(company), counter)
        .await
        .expect("a counter");
    let brand = brands::get(&mut conn, &all(company), brand)
        .await
        .expect("an answer");
    let products = products.expect("the whole company's");
    (products, brand.expect("a brand").product_count)
}

#[tokio::test]
async fn many_are_made_in_their_order() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let brand = brand(db, company, "brand").await;
        // Not in the order of the alphabet: the order of the file counts.
        let skus: Vec<_> = (0..MANY).rev().map(sku).collect();
        let ids = write(db, async |tx| {
            bulk::take_turn(tx, &all(company)).await?;
            insert(tx, company, brand, &skus).await
        })
        .await;
        assert_eq!(ids, Some((ProductId(1), ProductId(1_237))));
        assert_eq!(counted(db, company, brand).await, (1_237, 1_237));
        let mut raw = test.place.raw().await;
        let stored = raw.rows("SELECT sku FROM product ORDER BY id").await;
        assert!(stored.into_iter().flatten().eq(skus.iter().cloned()));

        let mut conn = db.read().await.expect("a connection");
        let wanted = products::Wanted {
            sku: Some(sku(7)),
            ..products::Wanted::default()
        };
        let (order, page) = (products::ORDERINGS[0], PageRequest::default());
        let found = products::list(&mut conn, &all(company), &wanted, order, &page).await;
        let mut found = found.expect("a page").rows;
        let found = found.pop().expect("a product");
        assert_eq!(
            (found.name, found.uuid),
            (sku(7), format!("{company} {}", sku(7)))
        );
        assert_eq!(
            (found.label.as_str(), found.description.as_str()),
            ("label", "description")
        );
        assert_eq!(
            (found.client_url.as_str(), found.created_at),
            ("https://example.com", NOW)
        );
        assert_eq!((found.archived, found.brand.id), (false, brand));
    })
    .await;
}

#[tokio::test]
async fn many_are_looked_up() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let brand = brand(db, company, "brand").await;
        let there: Vec<_> = (0..MANY).filter(|n| n % 3 == 0).map(sku).collect();
        write(db, async |tx| insert(tx, company, brand, &there).await).await;

        let asked: Vec<_> = (0..MANY).map(sku).collect();
        let asked: Vec<_> = asked.iter().map(String::as_str).collect();
        let mut conn = db.read().await.expect("a connection");
        let found = bulk::find_skus(&mut conn, &all(company), &asked)
            .await
            .expect("an answer");
        drop(conn);
        let locked = write(db, async |tx| {
            bulk::lock_skus(tx, &all(company), &asked).await
        })
        .await;
        assert_eq!(found, locked);
        let mut skus: Vec<_> = found.keys().cloned().collect();
        skus.sort();
        assert_eq!(skus, there);
        assert!(found.values().all(|known| known.brand == brand));

        let mut conn = db.read().await.expect("a connection");
        let none = bulk::find_skus(&mut conn, &all(company), &[])
            .await
            .expect("an answer");
        assert!(none.is_empty());
    })
    .await;
}

#[tokio::test]
async fn many_are_changed_and_what_is_not_named_stays() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let (a, b) = (brand(db, company, "a").await, brand(db, company, "b").await);
        let skus: Vec<_> = (0..120).map(sku).collect();
        write(db, async |tx| insert(tx, company, a, &skus).await).await;
        let asked: Vec<_> = skus.iter().take(111).map(String::as_str).collect();
        write(db, async |tx| {
            let known = bulk::lock_skus(tx, &all(company), &asked).await?;
            let changes: Vec<_> = asked
                .iter()
                .map(|sku| Change {
                    known: known[*sku],
                    sku,
                    name: "Renamed",
                    brand: b,
                    label: None,
                    description: Some("new"),
                    client_url: None,
                })
                .collect();
            bulk::update(tx, &all(company), &changes).await
        })
        .await;
        assert_eq!(counted(db, company, a).await, (120, 9));
        assert_eq!(counted(db, company, b).await, (120, 111));
        let mut raw = test.place.raw().await;
        let sql = "SELECT count(*) FROM product WHERE name = 'Renamed' AND name_folded = 'renamed' \
                   AND description = 'new' AND label = 'label' AND client_url <> '' \
                   AND searchable LIKE 'renamed%sku-%'";
        assert_eq!(raw.number(sql).await, 111);
    })
    .await;
}

#[tokio::test]
async fn one_that_is_taken_stops_all() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let brand = brand(db, company, "brand").await;
        product(db, company, brand, &sku(99), "taken").await;
        let mut tx = db.write().await.expect("a transaction");
        let skus: Vec<_> = (0..100).map(sku).collect();
        let refused = insert(&mut tx, company, brand, &skus).await;
        assert!(matches!(refused, Err(DbError::Unique)), "{refused:?}");
        drop(tx);
        assert_eq!(counted(db, company, brand).await, (1, 1));
        let mut raw = test.place.raw().await;
        assert_eq!(raw.number("SELECT count(*) FROM product").await, 1);
    })
    .await;
}

#[tokio::test]
async fn brands_are_found_by_reference_and_by_name() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (here, there) = (company(db, "Here").await, company(db, "There").await);
        let make = async |company, name: &str, reference| {
            let new = brands::NewBrand {
                name,
                reference,
                description: "",
                client_url: "",
            };
            write(db, async |tx| {
                brands::create(tx, &all(company), &new, NOW).await
            })
            .await
            .id
        };
        let olive = make(here, "Ölmühle", Some("O1")).await;
        // The reference of one is the name of another: the reference is the closer match.
        let other = make(here, "O1", None).await;
        make(there, "Elsewhere", Some("E")).await;

        let texts = ["ÖLMÜHLE", "O1", "o1", "Elsewhere", "E", "nobody"];
        let mut conn = db.read().await.expect("a connection");
        let found = bulk::find_brands(&mut conn, &all(here), &texts)
            .await
            .expect("an answer");
        let found = texts.map(|text| found.get(text));
        assert_eq!(
            found,
            [Some(olive), Some(olive), Some(other), None, None, None]
        );
    })
    .await;
}
