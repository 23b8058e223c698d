//! Codes that a company brings itself: nobody sees them until their order is shown, and what is
//! given up leaves nothing behind.

use crate::support::{NOW, all, brand, by, company, member, product, write};
use countermark_core::{
    codes::{ExtendedId, Reason, Status},
    ids::{CompanyId, IngestionKey, ProductId, UserId, WorkorderId},
    page::PageRequest,
    roles::Role,
    scm::State,
};
use countermark_store::{
    Db, DbError, Tx,
    campaigns::{self, NewCampaign},
    codes::{
        self, Wanted, generate,
        own::{self, OwnCode},
    },
    ingestions::{self, Filetype, Mode, NewIngestion, RowError, State as Stands},
    products::{self, CodesOf},
    scans,
    scm::Author,
    workorders::{
        self, NewWorkorder,
        templates::{self, NewTemplate},
    },
};
use countermark_testkit::db::{TestDb, each};
use serde_json::Map;
use std::collections::{BTreeMap, BTreeSet};

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

    async fn load(&self, db: &Db) -> WorkorderId {
        let new = NewWorkorder {
            reference: "ING",
            remarks: "",
            quantity: 2,
            product: Some(self.product),
            activate_on_complete: true,
            use_serial_number: false,
            images: "none",
            template: None,
            by: self.person,
        };
        write(db, async |tx| {
            workorders::load(tx, &all(self.company), &new, NOW).await
        })
        .await
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        order: WorkorderId,
        ids: &[&str],
    ) -> Result<Vec<usize>, DbError> {
        let state = State {
            product: Some(self.product),
            status: Status::Active,
            reason: Reason::NONE,
            serial_number: Some("S".into()),
            scm: BTreeMap::new(),
        };
        let new = (1..).zip(ids).map(|(sequence, extended_id)| OwnCode {
            extended_id,
            sequence,
            state: &state,
        });
        let author = Author {
            person: Some(self.person),
            now: NOW,
        };
        let new: Vec<_> = new.collect();
        own::insert(tx, self.company, order, &new, author).await
    }

    /// How many codes are seen in a list, one by one, by a scan, and in the numbers of the product.
    async fn seen(&self, db: &Db, id: &str) -> [i64; 4] {
        let mut conn = db.read().await.expect("a connection");
        let (scope, ordering) = (all(self.company), codes::ORDERINGS[0]);
        let page = PageRequest::default();
        let list = codes::list(&mut conn, &scope, &Wanted::default(), ordering, &page).await;
        let known: ExtendedId = id.parse().expect("an id");
        let one = codes::get(&mut conn, &scope, known).await;
        let met = scans::meet(&mut conn, id).await.expect("an answer");
        let product = products::get(&mut conn, &scope, self.product).await;
        let CodesOf { all: count, .. } = product.expect("an answer").expect("a product").codes;
        [
            list.expect("a page").count,
            i64::from(one.expect("an answer").is_some()),
            i64::from(met.is_some()),
            count,
        ]
    }
}

#[tokio::test]
async fn an_order_is_seen_with_all_its_codes_or_not_at_all() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let order = us.load(db).await;
        let made = write(db, async |tx| us.insert(tx, order, &["one", "two"]).await).await;
        assert_eq!(made, Vec::<usize>::new());
        assert_eq!(us.seen(db, "one").await, [0; 4]);
        let mut conn = db.read().await.expect("a connection");
        let found = workorders::get(&mut conn, &all(us.company), order).await;
        assert_eq!(found.expect("an answer"), None);
        let taken = own::taken_ids(&mut conn, &["one", "three"]).await;
        assert_eq!(Vec::from_iter(taken.expect("an answer")), ["one"]);
        let numbers = async |conn: &mut _, company| {
            let taken = own::taken_serial_numbers(conn, company, &["S", "T"]).await;
            taken.expect("an answer").len()
        };
        assert_eq!(numbers(&mut conn, us.company).await, 1);
        assert_eq!(numbers(&mut conn, CompanyId(us.company.0 + 1)).await, 0);
        let counted = own::counted(&mut conn, us.company, order).await;
        let counted = counted.expect("an answer");
        assert_eq!(counted, [(Some(us.product), Status::Active, 2)]);
        drop(conn);
        write(db, async |tx| {
            assert!(workorders::show(tx, us.company, order, NOW).await?);
            assert!(!workorders::show(tx, us.company, order, NOW).await?);
            own::count(tx, us.company, &counted).await
        })
        .await;
        assert_eq!(us.seen(db, "one").await, [2, 1, 1, 2]);
        let mut conn = db.read().await.expect("a connection");
        let found = workorders::get(&mut conn, &all(us.company), order).await;
        let found = found.expect("an answer").expect("an order");
        assert_eq!(
            (found.state, found.generated),
            (workorders::State::Completed, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_leaves_nothing() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (Us::new(db, "us").await, Us::new(db, "them").await);
        let theirs = them.load(db).await;
        write(db, async |tx| them.insert(tx, theirs, &["theirs"]).await).await;
        let order = us.load(db).await;
        write(db, async |tx| us.insert(tx, order, &["one"]).await).await;
        // An id that another company is just bringing is taken, too.
        let mut tx = db.write().await.expect("a transaction");
        let places = us.insert(&mut tx, order, &["two", "theirs", "one"]).await;
        assert_eq!(places.expect("an answer"), [1, 2]);
        drop(tx);
        write(db, async |tx| {
            assert!(!workorders::give_up(tx, them.company, order).await?);
            assert!(workorders::give_up(tx, us.company, order).await?);
            assert_eq!(
                generate::remove(tx, us.company, order, 0, 10).await?,
                Some(1)
            );
            assert_eq!(generate::remove(tx, us.company, order, 1, 10).await?, None);
            workorders::remove(tx, us.company, order).await
        })
        .await;
        assert_eq!(us.seen(db, "one").await, [0; 4]);
        // The reference is free, and so is the id.
        let order = us.load(db).await;
        let made = write(db, async |tx| us.insert(tx, order, &["one"]).await).await;
        assert!(made.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_record_is_its_companys() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (Us::new(db, "us").await, Us::new(db, "them").await);
        let (scope, data) = (all(us.company), Map::new());
        let key: IngestionKey = "abcdefghijK".parse().expect("a key");
        let author = by(us.company, us.person);
        write(db, async |tx| {
            let new = NewTemplate {
                key: "k",
                name: "Labels",
                description: "",
                product: Some(us.product),
                activate_on_complete: true,
                use_serial_number: false,
                images: "",
                default_scm_data: &data,
            };
            let template = templates::create(tx, &scope, &new, NOW).await?;
            let new = NewIngestion {
                key: &key,
                mode: Mode::File,
                filetype: Filetype::Csv,
                template: (template.id, "Labels"),
                product: Some(us.product),
                default_scm_data: &data,
                names_products: false,
                quantity: None,
                file: None,
                upload_ends_at: Some(NOW),
            };
            ingestions::create(tx, &scope, &author, &new).await
        })
        .await;
        let mut conn = db.read().await.expect("a connection");
        let theirs = ingestions::get(&mut conn, &all(them.company), None, &key).await;
        assert_eq!(theirs.expect("an answer"), None);
        let theirs = ingestions::of_company(&mut conn, them.company, &key).await;
        assert_eq!(theirs.expect("an answer"), None);
        let record = ingestions::get(&mut conn, &scope, None, &key).await;
        let record = record.expect("an answer").expect("a record");
        assert_eq!(
            (record.state, record.names_products),
            (Stands::Uploading, false)
        );
        assert_eq!(
            ingestions::uploading(&mut conn, us.company)
                .await
                .expect("a number"),
            1
        );
        drop(conn);
        let error = RowError {
            row: 7,
            field: "id".into(),
            message: "Not this one.".into(),
        };
        write(db, async |tx| {
            let found = [error.clone()];
            ingestions::add_errors(tx, us.company, &record, (&found, 9)).await?;
            ingestions::end(tx, us.company, &record, (Stands::Failed, "why"), NOW).await
        })
        .await;
        let mut conn = db.read().await.expect("a connection");
        let errors = ingestions::errors(&mut conn, us.company, &record, 10).await;
        assert_eq!(errors.expect("errors"), [error]);
        let none = ingestions::errors(&mut conn, them.company, &record, 10).await;
        assert_eq!(none.expect("errors"), []);
        let record = ingestions::of_company(&mut conn, us.company, &key).await;
        let record = record.expect("an answer").expect("a record");
        assert_eq!((record.state, record.error_count), (Stands::Failed, 9));
    })
    .await;
}

/// Who does not see a campaign brings no codes into it (decision 0028).
#[tokio::test]
async fn products_of_a_hidden_campaign_are_not_reached() {
    each(async |test: &TestDb| {
        let us = Us::new(&test.db, "us").await;
        let new = NewCampaign {
            name: "Secret",
            description: "",
        };
        let scope = all(us.company);
        let made = write(&test.db, async |tx| {
            campaigns::create(tx, &scope, &new, NOW).await
        })
        .await;
        let mut raw = test.place.raw().await;
        raw.run(&format!(
            "UPDATE campaign SET limited = 1 WHERE id = {}",
            made.id
        ))
        .await;
        let (campaign, product) = (made.id, us.product);
        raw.run(&format!(
            "UPDATE product SET campaign_id = {campaign} WHERE id = {product}"
        ))
        .await;
        raw.close().await;
        let mut conn = test.db.read().await.expect("a connection");
        let wanted = BTreeSet::from([us.product]);
        for (scope, reached) in [(scope.clone(), 1), (scope.seen_by(us.person), 0)] {
            let found = own::reached_products(&mut conn, &scope, &wanted).await;
            assert_eq!(found.expect("an answer").len(), reached);
        }
    })
    .await;
}
