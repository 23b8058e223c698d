//! What uploads do, case by case.

use super::{World, values};
use crate::support::{NOW, all, write};
use countermark_core::{
    codes::{Reason, Status},
    only::Only,
};
use countermark_store::{
    DbError, Scope, codes,
    scm::{MOST_CODES, Outcome, Progress, Refused},
};
use countermark_testkit::db::{TestDb, each};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

fn told(outcome: &Outcome) -> Vec<(&str, Vec<&str>)> {
    let items = outcome.items.iter();
    items
        .map(|(name, keys)| (name.as_str(), keys.iter().map(String::as_str).collect()))
        .collect()
}

#[tokio::test]
async fn data_is_kept_under_the_keys_of_the_campaign() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let [one, two, none] = world.products.map(Some);
        world
            .codes(&[
                ("code-1", one, Some("S1")),
                ("code-2", two, None),
                ("code-3", none, None),
                ("code-4", None, None),
            ])
            .await;
        let items: Vec<_> = ["code-1", "code-2", "code-3", "code-4", "nobody"]
            .map(|id| json!({"extended_id": id, "a": "01/12/2016", "b": 1.5, "c": true}))
            .into();
        let done = world
            .upload("extended_id", json!(items))
            .await
            .expect("done");
        let expected = vec![
            ("code-1", vec!["a"]),
            ("code-2", vec!["a", "b"]),
            ("code-3", vec![]),
            ("code-4", vec![]),
        ];
        assert_eq!(told(&done), expected);
        assert_eq!((done.total_updates, done.codes_affected), (3, 4));
        assert_eq!(done.changes, ["a", "b"]);
        let code = world.code("code-2").await;
        assert_eq!(code.scm["a"].to_json(), json!("01/12/2016"));
        assert_eq!(code.scm["b"].to_json(), json!(1.5));
        let later = NOW.plus_seconds(60);
        assert_eq!(code.scm_updated_at, Some(later));
        assert_eq!(code.updated_at, later);
        assert_eq!(code.scm_updated_by.map(|(id, _)| id), Some(world.person));
        // What stays as it is is not touched, but still told: clients count it as done.
        let untouched = world.code("code-3").await;
        assert_eq!(
            (untouched.scm_updated_at, untouched.updated_at),
            (None, NOW)
        );
        let again = world
            .upload("extended_id", json!(items))
            .await
            .expect("done");
        assert_eq!((again.total_updates, again.codes_affected), (0, 4));
        assert_eq!(again.items.len(), 4);
        // The empty text and null clear.
        let items = json!([{"extended_id": "code-2", "a": "", "b": null, "case": ""}]);
        let done = world.upload("extended_id", items).await.expect("done");
        assert_eq!(told(&done), [("code-2", vec!["a", "b"])]);
        assert_eq!(values(&world.code("code-2").await), []);
    })
    .await;
}

#[tokio::test]
async fn codes_are_found_by_serial_number_order_and_any_key() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let one = Some(world.products[0]);
        world
            .codes(&[
                ("code-1", one, Some("S1")),
                ("code-2", one, Some("S2")),
                ("code-3", one, Some("S2")),
            ])
            .await;
        let order = world.order.to_string();
        let reference = format!("order {}", world.company);
        for (by, item, found) in [
            (
                "serial_number",
                json!({"serial_number": "S1", "a": "by serial"}),
                1,
            ),
            ("serial_number", json!({"serial_number": "S2", "a": "1"}), 2),
            (
                "serial_number",
                json!({"serial_number": "code-1", "a": "x"}),
                0,
            ),
            ("workorder", json!({"workorder": order, "a": "by order"}), 3),
            (
                "workorder",
                json!({"workorder": world.order.0, "a": "again"}),
                3,
            ),
            (
                "workorder",
                json!({"workorder": reference, "pallet": "P"}),
                3,
            ),
            ("workorder", json!({"workorder": "999999", "a": "x"}), 0),
            ("pallet", json!({"pallet": "P", "a": 7}), 3),
            ("pallet", json!({"pallet": "p", "a": 7}), 0),
            // The text finds the number.
            ("a", json!({"a": "7", "case": "C"}), 3),
            ("a", json!({"a": 7, "case": "D"}), 3),
            ("b", json!({"b": "x", "a": 7}), 0),
            ("nothing", json!({"nothing": "x", "a": 8}), 0),
        ] {
            let shown = item.to_string();
            let done = world.upload(by, json!([item])).await.expect("done");
            assert_eq!(done.codes_affected, found, "{shown}");
            assert_eq!(done.items.len(), usize::from(found > 0), "{shown}");
        }
        for code in world.all().await {
            assert_eq!(values(&code), [("a", "7"), ("case", "D"), ("pallet", "P")]);
        }
    })
    .await;
}

#[tokio::test]
async fn special_keys_are_part_of_the_code_and_counted_with_its_product() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let [one, two, _] = world.products;
        world
            .codes(&[("code-1", Some(one), None), ("code-2", Some(one), None)])
            .await;
        assert_eq!(world.counts().await, [[2, 0, 0], [0, 0, 0], [0, 0, 0]]);
        let items = json!([
            {"extended_id": "code-1", "product": "SKU-1", "activation_status": 1, "b": "kept",
             "pallet": "dropped", "serial_number": "S"},
            {"extended_id": "code-2", "activation_status": 2, "blacklist_reason": 4, "a": "x"},
        ]);
        let done = world.upload("extended_id", items).await.expect("done");
        let expected = vec![
            (
                "code-1",
                vec!["product", "activation_status", "serial_number", "b"],
            ),
            ("code-2", vec!["activation_status", "blacklist_reason", "a"]),
        ];
        assert_eq!(told(&done), expected);
        assert_eq!(world.counts().await, [[1, 0, 1], [1, 1, 0], [0, 0, 0]]);
        let code = world.code("code-1").await;
        assert_eq!(code.product.as_ref().map(|product| product.id), Some(two));
        assert_eq!(
            (code.status, code.serial_number.as_deref()),
            (Status::Active, Some("S"))
        );
        assert_eq!(code.activated_at, Some(NOW.plus_seconds(60)));
        assert_eq!(
            code.activated_by.clone().map(|(id, _)| id),
            Some(world.person)
        );
        let campaign = code
            .product
            .as_ref()
            .and_then(|product| product.campaign.clone());
        assert_eq!(campaign.map(|(id, _)| id), Some(world.campaigns[1]));
        assert_eq!(values(&code), [("b", "kept")]);
        let code = world.code("code-2").await;
        let stolen = Reason::from_number(4).expect("a reason");
        assert_eq!((code.status, code.reason), (Status::Blacklisted, stolen));
        // By id as a number, or as a text; a SKU that looks like an id would be first.
        for (name, expected) in [(json!(one.0), one), (json!(two.to_string()), two)] {
            let items = json!([{"extended_id": "code-2", "product": name}]);
            world.upload("extended_id", items).await.expect("done");
            let product = world.code("code-2").await.product.expect("a product");
            assert_eq!(product.id, expected);
        }
        let items = json!([{"extended_id": "code-2", "activation_status": "0"}]);
        world.upload("extended_id", items).await.expect("done");
        assert_eq!(world.counts().await, [[0, 0, 0], [2, 1, 0], [0, 0, 0]]);
    })
    .await;
}

#[tokio::test]
async fn one_wrong_item_stops_all() {
    each(async |test: &TestDb| {
        let (world, other) = (
            World::of(test, "Here").await,
            World::of(test, "There").await,
        );
        let one = Some(world.products[0]);
        world
            .codes(&[("code-1", one, None), ("code-2", one, None)])
            .await;
        let before = world.all().await;
        let foreign = other.products[0];
        for (wrong, key, sentence) in [
            (
                json!({"product": foreign.0}),
                "product",
                format!("Invalid pk \"{foreign}\""),
            ),
            (
                json!({"product": "No such"}),
                "product",
                "Object with sku=No such".into(),
            ),
            (json!({"a": [1]}), "a", "Not a valid value".into()),
            (
                json!({"a": "x".repeat(501)}),
                "a",
                "no more than 500".into(),
            ),
        ] {
            let mut wrong = wrong;
            wrong["extended_id"] = json!("code-2");
            let items = json!([{"extended_id": "code-1", "a": "new"}, wrong]);
            let shown = items.to_string();
            match world.upload("extended_id", items).await {
                Err(Refused::Items(errors)) => {
                    assert_eq!(errors.len(), 1, "{shown}");
                    let error = &errors[0];
                    assert_eq!((error.item, error.key.as_str()), (1, key), "{shown}");
                    assert!(error.message.contains(&sentence), "{error:?}");
                }
                other => panic!("{shown}: {other:?}"),
            }
            assert_eq!(world.all().await, before, "{shown}");
        }
        // Where the key does not count, nobody looks at its value.
        let items = json!([{"extended_id": "code-1", "unknown": {"nested": [1]}}]);
        world.upload("extended_id", items).await.expect("done");
    })
    .await;
}

#[tokio::test]
async fn the_same_code_twice_is_changed_in_order() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let [one, two, _] = world.products;
        world.codes(&[("code-1", Some(one), None)]).await;
        let items = json!([
            {"extended_id": "code-1", "a": "first", "b": "does not count yet"},
            {"extended_id": "code-1", "product": two.0},
            {"extended_id": "code-1", "b": "counts", "pallet": "counts no more"},
            {"extended_id": "code-1", "a": "last", "product": two.0},
        ]);
        let done = world.upload("extended_id", items).await.expect("done");
        assert_eq!(told(&done), [("code-1", vec!["a", "product", "b"])]);
        assert_eq!((done.total_updates, done.codes_affected), (4, 1));
        let code = world.code("code-1").await;
        assert_eq!(values(&code), [("a", "last"), ("b", "counts")]);
    })
    .await;
}

#[tokio::test]
async fn what_is_said_of_a_unit_reaches_its_codes_however_deep() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let [one, two, none] = world.products.map(Some);
        world
            .codes(&[
                ("pallet-1", one, None),
                ("case-1", one, None),
                ("item-1", one, None),
                ("item-2", two, None),
                ("item-3", none, None),
                ("stray", one, None),
            ])
            .await;
        let inside = json!([
            {"extended_id": "case-1", "pallet": "pallet-1"},
            {"extended_id": "item-1", "case": "case-1"},
            {"extended_id": "item-2", "case": "case-1"},
            {"extended_id": "item-3", "case": "case-1"},
        ]);
        world.upload("extended_id", inside).await.expect("done");
        let data = json!([{"extended_id": "pallet-1", "a": "cold", "activation_status": 1}]);
        let done = world.upload("extended_id", data).await.expect("done");
        assert_eq!(told(&done), [("pallet-1", vec!["activation_status", "a"])]);
        // The third item is in no campaign: no unit holds it.
        assert_eq!((done.codes_affected, done.total_updates), (4, 5));
        let with: Vec<_> = world
            .all()
            .await
            .into_iter()
            .filter(|code| code.scm.contains_key("a"))
            .map(|code| (code.extended_id, code.status.number()))
            .collect();
        let expected = [("pallet-1", 1), ("case-1", 0), ("item-1", 0), ("item-2", 0)];
        assert_eq!(with, expected.map(|(id, status)| (id.to_owned(), status)));
        // A unit that is no code: by its name. The codes inside are units themselves.
        let data = json!([{"pallet": "pallet-1", "a": "warm"}]);
        let done = world.upload("pallet", data).await.expect("done");
        assert_eq!(done.codes_affected, 3);
        // In one call: put inside first, then spoken of. Larger units are handed down.
        let both = json!([
            {"extended_id": "stray", "case": "case-1"},
            {"extended_id": "case-1", "pallet": "pallet-2", "case": "not handed down"},
        ]);
        let done = world.upload("extended_id", both).await.expect("done");
        assert_eq!(done.codes_affected, 4);
        let stray = world.code("stray").await;
        assert_eq!(values(&stray), [("case", "case-1"), ("pallet", "pallet-2")]);
        // Two that are inside of each other are come upon once.
        let round = json!([
            {"extended_id": "case-1", "case": "item-1"},
            {"extended_id": "case-1", "a": "round"},
        ]);
        world.upload("extended_id", round).await.expect("done");
        assert_eq!(world.code("item-1").await.scm["a"].text, "round");
    })
    .await;
}

/// Security checklist 47.
#[tokio::test]
async fn what_is_not_reached_is_unknown() {
    each(async |test: &TestDb| {
        let (world, other) = (
            World::of(test, "Here").await,
            World::of(test, "There").await,
        );
        let [one, two, _] = world.products;
        world
            .codes(&[
                ("code-1", Some(one), Some("S")),
                ("code-2", Some(two), Some("S")),
                ("code-3", None, Some("S")),
            ])
            .await;
        other
            .codes(&[("theirs", Some(other.products[0]), Some("S"))])
            .await;
        let put = json!([{"extended_id": "code-2", "a": "x", "case": "code-1"},
                         {"extended_id": "code-1", "a": "x"}]);
        world.upload("extended_id", put).await.expect("done");
        let (before, theirs) = (world.all().await, other.all().await);
        let only = Only {
            products: Some(BTreeSet::from([one])),
            ..Only::default()
        };
        let limited = Scope::within(world.company, Some(Arc::new(only)));
        let outside = json!([
            {"extended_id": "code-2", "a": "stolen"},
            {"extended_id": "code-3", "activation_status": 1},
            {"extended_id": "theirs", "a": "stolen"},
        ]);
        let done = world.upload_within(&limited, "extended_id", outside).await;
        assert_eq!(done.expect("done"), Outcome::default());
        assert_eq!(world.all().await, before);
        // Of a key's codes, of a unit's and of an order's, those that are reached.
        for (by, item) in [
            ("serial_number", json!({"serial_number": "S", "a": "1"})),
            ("a", json!({"a": "1", "case": "c"})),
            ("extended_id", json!({"extended_id": "code-1", "a": "2"})),
            ("workorder", json!({"workorder": world.order.0, "a": "3"})),
        ] {
            let shown = item.to_string();
            let done = world.upload_within(&limited, by, json!([item])).await;
            assert_eq!(done.expect("done").codes_affected, 1, "{shown}");
        }
        // A product outside is one that is not there.
        for product in [json!(two.0), json!("SKU-1")] {
            let away = json!([{"extended_id": "code-1", "product": product}]);
            let refused = world.upload_within(&limited, "extended_id", away).await;
            assert!(matches!(refused, Err(Refused::Items(_))), "{refused:?}");
        }
        let after = world.all().await;
        assert_eq!(after[1..], before[1..]);
        assert_eq!(other.all().await, theirs);
        let mut conn = world.db.read().await.expect("a connection");
        let (ordering, page) = (
            codes::ORDERINGS[0],
            countermark_core::page::PageRequest::default(),
        );
        let wanted = codes::Wanted::default();
        let list = codes::list(&mut conn, &limited, &wanted, ordering, &page).await;
        let list = list.expect("a page");
        assert_eq!((list.count, list.rows.len()), (1, 1));
        for id in ["code-2", "code-3", "theirs"] {
            let id = id.parse().expect("an id");
            let found = codes::get(&mut conn, &limited, id)
                .await
                .expect("an answer");
            assert_eq!(found, None);
        }
    })
    .await;
}

/// More than a chunk of any statement, and no more than an upload may change.
#[tokio::test]
async fn many_codes_are_changed_by_one_item_up_to_a_bound() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let one = Some(world.products[0]);
        let ids: Vec<_> = (0..=MOST_CODES).map(|n| format!("code-{n:06}")).collect();
        let codes: Vec<_> = ids.iter().map(|id| (id.as_str(), one, None)).collect();
        world.codes(&codes).await;
        let order = json!([{"workorder": world.order.0, "a": "x"}]);
        let refused = world.upload("workorder", order).await;
        assert!(matches!(refused, Err(Refused::TooMany)), "{refused:?}");
        let items = ids
            .iter()
            .take(7_001)
            .map(|id| json!({"extended_id": id, "a": "x"}));
        let done = world
            .upload("extended_id", Value::Array(items.collect()))
            .await;
        assert_eq!(done.expect("done").codes_affected, 7_001);
        let item = json!([{"a": "x", "case": "C", "activation_status": 1}]);
        let done = world.upload("a", item).await.expect("done");
        assert_eq!((done.codes_affected, done.total_updates), (7_001, 14_002));
        let mut raw = test.place.raw().await;
        let sql = "SELECT count(*) FROM code_scm WHERE key = 'case' AND value = 'C'";
        assert_eq!(raw.number(sql).await, 7_001);
        let all = i64::try_from(ids.len()).expect("few");
        assert_eq!(world.counts().await[0], [all, 7_001, 0]);
    })
    .await;
}

#[tokio::test]
async fn a_product_that_has_codes_stays() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let [one, two, _] = world.products;
        world.codes(&[("code-1", Some(one), None)]).await;
        let mut tx = world.db.write().await.expect("a transaction");
        let refused = countermark_store::products::delete(&mut tx, &all(world.company), one).await;
        assert!(matches!(refused, Err(DbError::Referenced)), "{refused:?}");
        drop(tx);
        let scope = all(world.company);
        let gone = write(world.db, async |tx| {
            countermark_store::products::delete(tx, &scope, two).await
        });
        assert!(gone.await);
    })
    .await;
}

#[tokio::test]
async fn progress_is_told_while_an_upload_goes_on() {
    each(async |test: &TestDb| {
        let world = World::of(test, "Kallista").await;
        let product = Some(world.products[1]);
        let ids: Vec<_> = (0..6_000).map(|n| format!("code-{n:05}")).collect();
        let codes: Vec<_> = ids.iter().map(|id| (id.as_str(), product, None)).collect();
        world.codes(&codes).await;
        // Data of all, and the status of every third.
        let items = ids.iter().enumerate().map(|(n, id)| {
            let mut item = json!({"extended_id": id, "a": n});
            if n % 3 == 0 {
                item["activation_status"] = json!(1);
            }
            item
        });
        let items = json!(items.collect::<Vec<_>>());
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let progress = Progress::new(6_000, move |rows| heard.lock().expect("a list").push(rows));
        let done = world.upload_watched(items, &progress).await.expect("done");
        assert_eq!(done.total_updates, 8_000);
        let told = told.lock().expect("a list");
        assert!(told.is_sorted(), "{told:?}");
        assert!(told.len() > 8, "{told:?}");
        assert!(told[0] < 1_000, "{told:?}");
        assert_eq!(told.last(), Some(&6_000));
    })
    .await;
}
