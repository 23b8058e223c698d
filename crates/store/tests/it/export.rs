//! An export takes steps of at most 1,000 rows and misses none.

use crate::support::{NOW, all, brand, company, write};
use countermark_store::products::{self, NewProduct, ORDERINGS, Wanted, bulk};
use countermark_testkit::db::{TestDb, each};

const MANY: usize = 2_345;

#[tokio::test]
async fn every_row_comes_once_in_steps() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let company = company(db, "Kallista").await;
        let (a, b) = (brand(db, company, "a").await, brand(db, company, "b").await);
        let skus: Vec<_> = (0..MANY).map(|number| format!("{number:05}")).collect();
        let rows: Vec<_> = skus
            .iter()
            .enumerate()
            .map(|(number, sku)| NewProduct {
                uuid: sku,
                sku,
                name: "alike",
                brand: if number % 5 == 0 { b } else { a },
                campaign: None,
                label: "",
                description: "",
                client_url: "",
            })
            .collect();
        write(db, async |tx| {
            bulk::insert(tx, &all(company), &rows, NOW).await
        })
        .await;

        let of_b = Wanted {
            brand: Some(b),
            ..Wanted::default()
        };
        for (wanted, expected, steps) in [
            (Wanted::default(), skus.clone(), vec![1_000, 1_000, 345]),
            (of_b, skus.iter().step_by(5).cloned().collect(), vec![469]),
        ] {
            for ordering in ORDERINGS {
                let (mut after, mut found, mut sizes) = (None, Vec::new(), Vec::new());
                loop {
                    let mut conn = db.read().await.expect("a connection");
                    let scope = all(company);
                    let step = products::export(&mut conn, &scope, &wanted, *ordering, after);
                    let (rows, next) = step.await.expect("a step");
                    sizes.push(rows.len());
                    found.extend(rows.into_iter().map(|row| row.sku));
                    after = next;
                    if after.is_none() {
                        break;
                    }
                }
                if ordering.descending {
                    found.reverse();
                }
                assert_eq!(found, expected, "{}", ordering.name);
                assert_eq!(sizes, steps);
            }
        }
    })
    .await;
}
