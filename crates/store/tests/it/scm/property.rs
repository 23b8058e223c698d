//! Any uploads do what the slow model does, one by one and two at once.

use super::{
    World,
    model::{Model, One, Told},
};
use crate::support::{NOW, all, property, write};
use countermark_core::scm::{Asked, Constraints, DataKey, Wish};
use countermark_store::{
    codes::Code,
    scm::{self, Among, Author, Cursor, Outcome, Refused, Wanted},
};
use countermark_testkit::db::{TestDb, engines};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};
use serde_json::{Map, Value, json};
use std::{cell::Cell, collections::BTreeMap};

const CODES: usize = 6;

/// An upload, of which the names of codes are still numbers.
#[derive(Clone, Debug)]
struct Upload {
    by: &'static str,
    items: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    name: Index,
    product: Option<usize>,
    status: Option<i64>,
    reason: Option<i64>,
    serial: Option<&'static str>,
    fields: Vec<(&'static str, Index)>,
}

fn uploads(most: usize) -> impl Strategy<Value = Vec<Upload>> {
    let part = (
        any::<Index>(),
        option::weighted(0.3, 0..3_usize),
        option::weighted(0.3, 0..3_i64),
        option::weighted(0.2, select(vec![0, 4])),
        option::weighted(0.2, select(vec!["", "S0", "S1"])),
        vec(
            (
                select(vec!["pallet", "case", "a", "b", "unknown"]),
                any::<Index>(),
            ),
            0..4,
        ),
    );
    let part = part.prop_map(|(name, product, status, reason, serial, fields)| Part {
        name,
        product,
        status,
        // Anything else contradicts itself.
        reason: reason.filter(|_| status.is_none_or(|status| status == 2)),
        serial,
        fields,
    });
    let by = select(vec![
        "extended_id",
        "extended_id",
        "serial_number",
        "a",
        "case",
    ]);
    let upload = (by, vec(part, 1..5)).prop_map(|(by, items)| Upload { by, items });
    vec(upload, 1..=most)
}

impl Upload {
    fn items(&self, prefix: &str) -> Vec<Map<String, Value>> {
        let codes: Vec<_> = (0..CODES).map(|n| json!(format!("{prefix}-{n}"))).collect();
        let mut values = vec![
            json!("x"),
            json!("x"),
            json!("y"),
            json!(1),
            json!("1"),
            json!(""),
        ];
        values.extend(codes.iter().cloned());
        values.extend([json!(null), json!([1])]);
        let names = match self.by {
            "extended_id" => {
                let mut names = codes;
                names.push(json!("nobody"));
                names
            }
            "serial_number" => vec![json!("S0"), json!("S1"), json!("S2")],
            _ => {
                let mut names = vec![json!("x"), json!("y"), json!(1)];
                names.extend(codes);
                names
            }
        };
        let item = |part: &Part| {
            let mut item = Map::new();
            item.insert(self.by.to_owned(), part.name.get(&names).clone());
            let mut put = |key: &str, value: Value| {
                if key != self.by {
                    item.insert(key.to_owned(), value);
                }
            };
            for (key, value) in &part.fields {
                put(key, value.get(&values).clone());
            }
            if let Some(product) = part.product {
                put("product", json!(format!("SKU-{product}")));
            }
            if let Some(status) = part.status {
                put("activation_status", json!(status));
            }
            if let Some(reason) = part.reason {
                put("blacklist_reason", json!(reason));
            }
            if let Some(serial) = part.serial {
                put("serial_number", json!(serial));
            }
            item
        };
        self.items.iter().map(item).collect()
    }
}

/// What an upload told, in the model's words.
fn in_words(done: Result<Outcome, Refused>) -> Option<Told> {
    match done {
        Ok(outcome) => Some(Told {
            items: outcome
                .items
                .into_iter()
                .map(|(name, keys)| (name, keys.into_iter().collect()))
                .collect(),
            changes: outcome.changes.into_iter().collect(),
            updates: outcome.total_updates,
            codes: outcome.codes_affected,
        }),
        Err(Refused::Items(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn begin<'a>(test: &'a TestDb, prefix: &str, products: &[usize]) -> (World<'a>, Model) {
    let world = World::of(test, prefix).await;
    let ids: Vec<_> = (0..CODES).map(|n| format!("{prefix}-{n}")).collect();
    let serial = |number: usize| ["S0", "S1", "S2"].get(number).copied();
    let rows: Vec<_> = (0..CODES)
        .map(|n| {
            let product = world.products.get(products[n]).copied();
            (ids[n].as_str(), product, serial(n))
        })
        .collect();
    world.codes(&rows).await;
    let model = (0..CODES).map(|n| One {
        id: ids[n].clone(),
        product: Some(products[n]).filter(|product| *product < 3),
        status: 0,
        reason: 0,
        serial: serial(n).map(str::to_owned),
        scm: BTreeMap::new(),
    });
    (world, Model(model.collect()))
}

fn one_of(world: &World<'_>, code: Code) -> One {
    let product = code.product.map(|product| product.id);
    One {
        id: code.extended_id,
        product: product.and_then(|id| world.products.iter().position(|there| *there == id)),
        status: code.status.number(),
        reason: code.reason.number(),
        serial: code.serial_number,
        scm: code.scm,
    }
}

async fn stored(world: &World<'_>) -> Model {
    let codes = world.all().await.into_iter();
    Model(codes.map(|code| one_of(world, code)).collect())
}

#[test]
fn uploads_do_what_the_model_does() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let next = Cell::new(0);
        let cases = (vec(0..4_usize, CODES), uploads(4));
        property(60, cases, |(products, uploads)| {
            runtime.block_on(async {
                next.set(next.get() + 1);
                let prefix = format!("one{}", next.get());
                let (world, mut model) = begin(&test, &prefix, &products).await;
                for upload in &uploads {
                    let items = upload.items(&prefix);
                    let done = world.upload(upload.by, json!(items)).await;
                    let told = model.upload(upload.by, &items);
                    assert_eq!(in_words(done), told, "{upload:?}");
                    assert_eq!(stored(&world).await, model, "{upload:?}");
                    assert_eq!(world.counts().await, model.counts(), "{upload:?}");
                }
            });
        });
    }
}

/// Two at once give what the two give one after the other, in one of the two orders (security
/// checklist 55).
#[test]
fn two_uploads_at_once_have_an_order() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let next = Cell::new(0);
        let cases = (vec(0..4_usize, CODES), uploads(1), uploads(1), uploads(1));
        property(60, cases, |(products, before, one, two)| {
            runtime.block_on(async {
                next.set(next.get() + 1);
                let prefix = format!("two{}", next.get());
                let (world, mut model) = begin(&test, &prefix, &products).await;
                let items = before[0].items(&prefix);
                let _ = world.upload(before[0].by, json!(items)).await;
                model.upload(before[0].by, &items);
                let [one, two] =
                    [&one[0], &two[0]].map(|upload| (upload.by, upload.items(&prefix)));
                let done = tokio::join!(
                    world.upload(one.0, json!(one.1)),
                    world.upload(two.0, json!(two.1)),
                );
                let done = (in_words(done.0), in_words(done.1));
                let found = stored(&world).await;
                let mut orders = Vec::new();
                for first in [true, false] {
                    let mut model = model.clone();
                    let (a, b) = if first { (&one, &two) } else { (&two, &one) };
                    let told = (model.upload(a.0, &a.1), model.upload(b.0, &b.1));
                    let told = if first { told } else { (told.1, told.0) };
                    orders.push((told, model));
                }
                let counts = found.counts();
                let seen = (done, found);
                assert!(orders.contains(&seen), "{seen:?} is neither of {orders:?}");
                assert_eq!(world.counts().await, counts);
            });
        });
    }
}

/// What is done step by step in the background is what an upload of the same codes does, and each
/// code is come upon once.
#[test]
fn steps_do_what_one_upload_does() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let key = select(vec!["extended_id", "serial_number", "a", "b"]);
    let constraints = vec((key, vec(any::<Index>(), 1..4)), 1..3);
    let data = vec((select(vec!["a", "b", "unknown"]), any::<Index>()), 0..3);
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let next = Cell::new(0);
        let cases = (
            vec(0..4_usize, CODES),
            uploads(1),
            constraints.clone(),
            data.clone(),
        );
        property(60, cases, |(products, before, constraints, data)| {
            runtime.block_on(async {
                next.set(next.get() + 1);
                let prefix = format!("step{}", next.get());
                let (world, mut model) = begin(&test, &prefix, &products).await;
                let items = before[0].items(&prefix);
                let _ = world.upload(before[0].by, json!(items)).await;
                model.upload(before[0].by, &items);
                let codes: Vec<_> = (0..CODES).map(|n| format!("{prefix}-{n}")).collect();
                let mut wanted = Map::new();
                for (key, names) in &constraints {
                    let serials = ["S0", "S1", "S2"].map(str::to_owned).to_vec();
                    let from = match *key {
                        "extended_id" => codes.clone(),
                        "serial_number" => serials,
                        _ => ["x", "y", "1"].map(str::to_owned).to_vec(),
                    };
                    let names: Vec<_> = names.iter().map(|name| name.get(&from)).collect();
                    wanted.insert((*key).to_owned(), json!(names));
                }
                let values = [json!("x"), json!("y"), json!(""), json!(1)];
                let mut item = Map::new();
                for (key, value) in &data {
                    item.insert((*key).to_owned(), value.get(&values).clone());
                }
                let steps = run(&world, &wanted, item.clone()).await;
                let meets = |code: &One| {
                    wanted.iter().all(|(key, names)| {
                        let mut names = names.as_array().expect("a list").iter();
                        names.any(|name| {
                            let name = name.as_str().expect("a text");
                            match key.as_str() {
                                "extended_id" => code.id == name,
                                "serial_number" => code.serial.as_deref() == Some(name),
                                key => code.scm.get(key).is_some_and(|datum| datum.text == name),
                            }
                        })
                    })
                };
                let items: Vec<_> = model
                    .0
                    .iter()
                    .filter(|code| meets(code))
                    .map(|code| {
                        let mut item = item.clone();
                        item.insert("extended_id".into(), json!(code.id));
                        item
                    })
                    .collect();
                let told = model
                    .upload("extended_id", &items)
                    .expect("good values only");
                assert_eq!(stored(&world).await, model, "{wanted:?} {item:?}");
                // Units among the codes reach further, so that steps may meet a code again.
                let units = stored(&world).await.0.iter().any(|code| {
                    ["case", "pallet"].iter().any(|key| {
                        code.scm
                            .get(*key)
                            .is_some_and(|unit| codes.contains(&unit.text))
                    })
                });
                if !units {
                    assert_eq!(steps, (told.codes, told.updates), "{wanted:?} {item:?}");
                }
            });
        });
    }
}

/// Step by step to the end; how many codes and values it told of.
async fn run(
    world: &World<'_>,
    wanted: &Map<String, Value>,
    item: Map<String, Value>,
) -> (i64, i64) {
    let mut constraints = Constraints::read(wanted).expect("constraints");
    let asked = Asked::read_for(String::new(), item).expect("an item");
    if let DataKey::Scm(key) = constraints.parts().0.by.clone()
        && let Some((_, Wish::Set(datum))) = asked.item.fields.iter().find(|(k, _)| *k == key)
    {
        constraints.begin_with(&datum.text);
    }
    let author = Author {
        person: Some(world.person),
        now: NOW.plus_seconds(60),
    };
    let (scope, mut cursor, mut sum) = (all(world.company), Some(Cursor::default()), (0, 0));
    let (first, others) = constraints.parts();
    let named = if first.by == DataKey::ExtendedId {
        let mut conn = world.db.read().await.expect("a connection");
        let found = scm::named(&mut conn, &scope, &first.names).await;
        Some(found.expect("codes"))
    } else {
        None
    };
    let among = match &named {
        Some(codes) => Among::Codes(codes),
        None => Among::Holding(first),
    };
    let wanted = Wanted { among, others };
    while let Some(at) = cursor {
        let done = write(world.db, async |tx| {
            let done = scm::step(tx, &scope, author, wanted, &asked, at).await;
            Ok(done.expect("a step"))
        });
        let done = done.await;
        sum.0 += done.outcome.codes_affected;
        sum.1 += done.outcome.total_updates;
        cursor = done.next;
    }
    sum
}
