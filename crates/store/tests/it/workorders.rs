//! Work orders and their templates.

use crate::support::{NOW, all, brand, company, member, product, write};
use countermark_core::{
    ids::{CompanyId, ProductId, UserId, WorkorderId},
    only::Only,
    page::PageRequest,
    roles::Role,
};
use countermark_store::{
    Db, DbError, Scope,
    workorders::{
        self, NewWorkorder, State, Wanted, Workorder,
        templates::{self, Named, NewTemplate},
    },
};
use countermark_testkit::db::{TestDb, each};
use std::{collections::BTreeSet, sync::Arc};

struct Us {
    company: CompanyId,
    person: UserId,
    product: ProductId,
}

impl Us {
    async fn new(db: &Db, name: &str) -> Self {
        let company = company(db, name).await;
        let email = format!("{name}@example.com");
        let person = member(db, company, &email, Role::AccountAdmin).await;
        let brand = brand(db, company, "brand").await;
        let product = product(db, company, brand, "SKU", "Product").await;
        Self {
            company,
            person,
            product,
        }
    }

    fn order<'a>(&self, reference: &'a str, product: Option<ProductId>) -> NewWorkorder<'a> {
        NewWorkorder {
            reference,
            remarks: "For the ÄPFEL",
            quantity: 5,
            product,
            activate_on_complete: true,
            use_serial_number: false,
            images: "none",
            template: None,
            by: self.person,
        }
    }

    async fn make(&self, db: &Db, reference: &str, product: Option<ProductId>) -> WorkorderId {
        let new = self.order(reference, product);
        let made = async |tx: &mut _| workorders::create(tx, &all(self.company), &new, NOW).await;
        write(db, made).await.id
    }
}

async fn get(db: &Db, scope: &Scope, id: WorkorderId) -> Option<Workorder> {
    let mut conn = db.read().await.expect("a connection");
    workorders::get(&mut conn, scope, id)
        .await
        .expect("an answer")
}

async fn ids(db: &Db, scope: &Scope, wanted: &Wanted) -> Vec<i64> {
    let mut conn = db.read().await.expect("a connection");
    let (page, ordering) = (PageRequest::default(), workorders::ORDERINGS[1]);
    let page = workorders::list(&mut conn, scope, wanted, ordering, &page).await;
    let page = page.expect("a page");
    assert_eq!(page.count, i64::try_from(page.rows.len()).expect("few"));
    page.rows.iter().map(|order| order.id.0).collect()
}

fn limited(us: &Us, product: ProductId) -> Scope {
    let only = Only::of(None, Some(BTreeSet::from([product])), None);
    Scope::within(us.company, only.map(Arc::new))
}

#[tokio::test]
async fn orders_are_found_by_their_words_and_put_away() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let scope = all(us.company);
        let first = us.make(db, "First", Some(us.product)).await;
        let second = us.make(db, "Second", None).await;
        let search = |text: &str| Wanted {
            search: Some(text.into()),
            ..Wanted::default()
        };
        assert_eq!(
            ids(db, &scope, &Wanted::default()).await,
            [first.0, second.0]
        );
        assert_eq!(ids(db, &scope, &search("sec")).await, [second.0]);
        let in_state = |state| Wanted {
            state: Some(state),
            ..Wanted::default()
        };
        let new = ids(db, &scope, &in_state(State::New)).await;
        assert_eq!(new, [first.0, second.0]);
        assert!(ids(db, &scope, &in_state(State::Canceled)).await.is_empty());
        assert_eq!(ids(db, &scope, &search("äpfel")).await, [first.0, second.0]);
        for expected in [true, false] {
            let done = async |tx: &mut _| workorders::set_archived(tx, &scope, first, true).await;
            assert_eq!(write(db, done).await, expected);
        }
        assert_eq!(ids(db, &scope, &Wanted::default()).await, [second.0]);
        let mut order = get(db, &scope, second).await.expect("an order");
        assert_eq!(
            (order.state, order.generated, order.product.is_none()),
            (State::New, 0, true)
        );
        order.reference = "Third".into();
        write(db, async |tx| workorders::update(tx, &scope, &order).await).await;
        assert_eq!(ids(db, &scope, &search("third")).await, [second.0]);
    })
    .await;
}

#[tokio::test]
async fn a_reference_is_the_companys_and_free_after_removal() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (Us::new(db, "us").await, Us::new(db, "them").await);
        let scope = all(us.company);
        let id = us.make(db, "A", None).await;
        them.make(db, "A", None).await;
        let again = us.order("A", None);
        let mut tx = db.write().await.expect("a transaction");
        let taken = workorders::is_reference_taken(&mut tx, &scope, "A", None).await;
        assert!(taken.expect("an answer"));
        let own = workorders::is_reference_taken(&mut tx, &scope, "A", Some(id)).await;
        assert!(!own.expect("an answer"));
        let refused = workorders::create(&mut tx, &scope, &again, NOW).await;
        assert!(matches!(refused, Err(DbError::Unique)), "{refused:?}");
        drop(tx);
        write(db, async |tx| {
            assert!(!workorders::hide(tx, us.company, id).await?, "it is new");
            assert!(!workorders::cancel(tx, them.company, id, "").await?);
            assert!(workorders::cancel(tx, us.company, id, "no paper").await?);
            assert!(!workorders::cancel(tx, us.company, id, "").await?, "once");
            assert!(!workorders::hide(tx, them.company, id).await?);
            assert!(workorders::hide(tx, us.company, id).await?);
            workorders::remove(tx, them.company, id).await
        })
        .await;
        assert_eq!(get(db, &scope, id).await, None);
        us.make(db, "A", None).await;
        write(db, async |tx| workorders::remove(tx, us.company, id).await).await;
        let mut raw = test.place.raw().await;
        let left = raw.number("SELECT count(*) FROM workorder").await;
        assert_eq!(left, 2);
    })
    .await;
}

/// An order is reached with its product, and only with it.
#[tokio::test]
async fn a_condition_reaches_the_orders_of_its_products() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let other = brand(db, us.company, "other").await;
        let other = product(db, us.company, other, "OTHER", "Other").await;
        let mine = us.make(db, "mine", Some(us.product)).await;
        let theirs = us.make(db, "theirs", Some(other)).await;
        let nobodys = us.make(db, "nobody's", None).await;
        let scope = limited(&us, us.product);
        assert_eq!(ids(db, &scope, &Wanted::default()).await, [mine.0]);
        assert!(get(db, &scope, mine).await.is_some());
        for id in [theirs, nobodys] {
            assert_eq!(get(db, &scope, id).await, None);
            let done = async |tx: &mut _| workorders::set_archived(tx, &scope, id, true).await;
            assert!(!write(db, done).await);
        }
        let mut tx = db.write().await.expect("a transaction");
        for product in [Some(other), None] {
            let new = us.order("new", product);
            let refused = workorders::create(&mut tx, &scope, &new, NOW).await;
            assert!(
                matches!(refused, Err(DbError::OutsideScope(_))),
                "{refused:?}"
            );
        }
        let new = us.order("new", Some(us.product));
        workorders::create(&mut tx, &scope, &new, NOW)
            .await
            .expect("made");
        // Another company's product is not there.
        drop(tx);
        let them = Us::new(db, "them").await;
        let mut tx = db.write().await.expect("a transaction");
        let new = them.order("new", Some(us.product));
        let refused = workorders::create(&mut tx, &all(them.company), &new, NOW).await;
        assert!(
            matches!(refused, Err(DbError::OutsideScope(_))),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn templates_are_found_by_id_and_key() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (Us::new(db, "us").await, Us::new(db, "them").await);
        let data = serde_json::Map::new();
        let new = |name, key, product| NewTemplate {
            default_scm_data: &data,
            key,
            name,
            description: "",
            product,
            activate_on_complete: true,
            use_serial_number: true,
            images: "",
        };
        let (first, second) = (new("One", "k1", Some(us.product)), new("Two", "k2", None));
        let scope = all(us.company);
        let made = write(db, async |tx| {
            templates::create(tx, &scope, &second, NOW).await?;
            templates::create(tx, &scope, &first, NOW).await
        })
        .await;
        let mut tx = db.write().await.expect("a transaction");
        let again = templates::create(&mut tx, &scope, &new("ONE", "k3", None), NOW).await;
        assert!(matches!(again, Err(DbError::Unique)), "{again:?}");
        drop(tx);
        let mut conn = db.read().await.expect("a connection");
        for named in [Named::Id(made.id), Named::Key("k1")] {
            let found = templates::find(&mut conn, &scope, named)
                .await
                .expect("found");
            assert_eq!(found.as_ref(), Some(&made));
            let theirs = templates::find(&mut conn, &all(them.company), named).await;
            assert_eq!(theirs.expect("an answer"), None);
        }
        let list = async |conn: &mut _, scope: &Scope, search| {
            let (page, ordering) = (PageRequest::default(), templates::ORDERINGS[0]);
            let page = templates::list(conn, scope, (search, false), ordering, &page).await;
            let rows = page.expect("a page").rows;
            rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(list(&mut conn, &scope, None).await, ["One", "Two"]);
        assert_eq!(list(&mut conn, &scope, Some("tw")).await, ["Two"]);
        assert_eq!(
            list(&mut conn, &limited(&us, us.product), None).await,
            ["One"]
        );
    })
    .await;
}
