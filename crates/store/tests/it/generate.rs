//! The codes of an order: unique whatever the source of ids does, and counted with their product.

use crate::support::{NOW, all, brand, company, member, product, write};
use countermark_core::{
    ids::{CompanyId, ProductId, UserId},
    roles::Role,
};
use countermark_store::{
    Db, DbError, Tx,
    codes::generate::{self, Draw, Generated},
    products::{self, CodesOf},
    workorders::{self, NewWorkorder, Workorder},
};
use countermark_testkit::db::{TestDb, each};

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

    async fn order(&self, db: &Db, reference: &str, (active, serial): (bool, bool)) -> Workorder {
        let new = NewWorkorder {
            reference,
            remarks: "",
            quantity: 300,
            product: Some(self.product),
            activate_on_complete: active,
            use_serial_number: serial,
            images: "none",
            template: None,
            by: self.person,
        };
        let scope = all(self.company);
        write(db, async |tx| {
            workorders::create(tx, &scope, &new, NOW).await
        })
        .await
    }

    async fn counted(&self, db: &Db) -> CodesOf {
        let mut conn = db.read().await.expect("a connection");
        let found = products::get(&mut conn, &all(self.company), self.product).await;
        found.expect("an answer").expect("a product").codes
    }

    /// Makes codes with ids and serial numbers that count up, from there on.
    async fn generate(
        &self,
        tx: &mut Tx,
        order: &Workorder,
        range: std::ops::RangeInclusive<i64>,
        from: (u32, u32),
    ) -> Result<(), DbError> {
        let (mut ids, mut serial_numbers) = from;
        let mut id = || {
            ids += 1;
            format!("id{ids}")
        };
        let mut serial_number = || {
            serial_numbers += 1;
            format!("s{serial_numbers}")
        };
        let mut draw = Draw {
            id: &mut id,
            serial_number: &mut serial_number,
        };
        let by = Some(self.person);
        generate::generate(tx, self.company, order, range, by, &mut draw, NOW).await
    }
}

async fn codes(db: &Db, us: &Us, order: &Workorder) -> Vec<Generated> {
    let mut conn = db.read().await.expect("a connection");
    let codes = generate::after(&mut conn, us.company, order.id, 0, 1_000).await;
    codes.expect("codes")
}

const fn counts(all: i64, active: i64, blacklisted: i64) -> CodesOf {
    CodesOf {
        all,
        active,
        blacklisted,
    }
}

#[tokio::test]
async fn codes_are_made_in_portions_and_counted() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let order = us.order(db, "A", (true, true)).await;
        write(db, async |tx| {
            us.generate(tx, &order, 1..=200, (0, 0)).await
        })
        .await;
        assert_eq!(us.counted(db).await, counts(200, 200, 0));
        write(db, async |tx| {
            us.generate(tx, &order, 201..=300, (200, 200)).await
        })
        .await;
        let made = codes(db, &us, &order).await;
        assert!(made.iter().map(|code| code.sequence).eq(1..=300));
        assert_eq!(made[299].extended_id, "id300");
        let mut serial_numbers: Vec<_> = made.iter().map(|code| &code.serial_number).collect();
        serial_numbers.sort_unstable();
        serial_numbers.dedup();
        assert_eq!(serial_numbers.len(), 300, "each has its own");
        let scope = all(us.company);
        let mut conn = db.read().await.expect("a connection");
        let order = workorders::get(&mut conn, &scope, order.id).await;
        assert_eq!(order.expect("an answer").expect("an order").generated, 300);
        drop(conn);
        let plain = us.order(db, "B", (false, false)).await;
        write(db, async |tx| {
            us.generate(tx, &plain, 1..=7, (900, 0)).await
        })
        .await;
        assert_eq!(us.counted(db).await, counts(307, 300, 0));
        let made = codes(db, &us, &plain).await;
        assert!(made.iter().all(|code| code.serial_number.is_none()));
    })
    .await;
}

/// A source that comes up with ids and serial numbers once more makes no double, not even with
/// another company's (security checklist 65 aside, this is what the index is for).
#[tokio::test]
async fn what_is_taken_is_drawn_again() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (Us::new(db, "us").await, Us::new(db, "them").await);
        let theirs = them.order(db, "A", (true, true)).await;
        write(db, async |tx| {
            them.generate(tx, &theirs, 1..=100, (0, 0)).await
        })
        .await;
        let before = codes(db, &them, &theirs).await;

        let order = us.order(db, "A", (true, true)).await;
        // The first fifty ids are theirs; serial numbers are nobody's in this company.
        write(db, async |tx| {
            us.generate(tx, &order, 1..=60, (50, 0)).await
        })
        .await;
        // Here sixty serial numbers are taken, and some ids again.
        write(db, async |tx| {
            us.generate(tx, &order, 61..=300, (90, 10)).await
        })
        .await;
        let made = codes(db, &us, &order).await;
        assert!(made.iter().map(|code| code.sequence).eq(1..=300));
        let both = before.iter().chain(&made);
        let mut ids: Vec<_> = both.map(|code| &code.extended_id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 400);
        let mut serial_numbers: Vec<_> = made.iter().map(|code| &code.serial_number).collect();
        serial_numbers.sort_unstable();
        serial_numbers.dedup();
        assert_eq!(serial_numbers.len(), 300);
        assert_eq!(codes(db, &them, &theirs).await, before);
        assert_eq!(us.counted(db).await, counts(300, 300, 0));
        assert_eq!(them.counted(db).await, counts(100, 100, 0));
    })
    .await;
}

#[tokio::test]
async fn a_source_that_only_repeats_itself_is_given_up() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let order = us.order(db, "A", (true, false)).await;
        let mut same = || "always".to_owned();
        let mut none = String::new;
        let mut draw = Draw {
            id: &mut same,
            serial_number: &mut none,
        };
        let mut tx = db.write().await.expect("a transaction");
        let refused =
            generate::generate(&mut tx, us.company, &order, 1..=2, None, &mut draw, NOW).await;
        assert!(matches!(refused, Err(DbError::Corrupt(_))), "{refused:?}");
        drop(tx);
        assert!(codes(db, &us, &order).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn codes_are_withdrawn_and_removed_in_portions() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = Us::new(db, "us").await;
        let order = us.order(db, "A", (true, false)).await;
        let other = us.order(db, "B", (false, false)).await;
        write(db, async |tx| {
            us.generate(tx, &order, 1..=120, (0, 0)).await?;
            us.generate(tx, &other, 1..=5, (900, 0)).await
        })
        .await;
        let step = async |after, withdraw| {
            let (company, id) = (us.company, order.id);
            write(db, async |tx| {
                if withdraw {
                    generate::withdraw(tx, company, id, after, 50, NOW).await
                } else {
                    generate::remove(tx, company, id, after, 50).await
                }
            })
            .await
        };
        assert_eq!(step(0, true).await, Some(50));
        assert_eq!(us.counted(db).await, counts(125, 70, 50));
        assert_eq!(step(0, true).await, Some(50), "again changes nothing");
        assert_eq!(us.counted(db).await, counts(125, 70, 50));
        assert_eq!(step(50, true).await, Some(100));
        assert_eq!(step(100, true).await, Some(120));
        assert_eq!(step(120, true).await, None);
        assert_eq!(us.counted(db).await, counts(125, 0, 120));
        let mut raw = test.place.raw().await;
        let reason = "SELECT count(*) FROM code WHERE activation_status = 2 \
                      AND blacklist_reason = 9";
        assert_eq!(raw.number(reason).await, 120);
        raw.close().await;
        for last in [50, 100, 120] {
            assert_eq!(step(0, false).await, Some(last));
        }
        assert_eq!(step(0, false).await, None);
        assert_eq!(us.counted(db).await, counts(5, 0, 0));
        assert_eq!(codes(db, &us, &other).await.len(), 5);
    })
    .await;
}
