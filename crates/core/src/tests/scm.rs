//! What uploads make of codes.

use crate::{
    codes::{Reason, Status},
    ids::ProductId,
    scm::{
        Asked, Constraints, DataKey, Datum, Field, Fields, Item, Kind, ProductName, Rules, State,
        Wish, apply, reach,
    },
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::Arc};

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other} is no object"),
    }
}

fn read(value: Value) -> Result<Asked, Vec<(String, String)>> {
    Asked::read(members(value), &DataKey::ExtendedId)
}

fn text(text: &str) -> Datum {
    Datum {
        text: text.into(),
        kind: Kind::Text,
    }
}

/// Product 1 keeps `a`, `pallet` and `case`; product 2 keeps `b`; product 3 keeps nothing.
fn rules() -> Rules {
    let mut rules = Rules::default();
    let field = |position, is_unit| Field { position, is_unit };
    let fields = [
        ("pallet", field(0, true)),
        ("case", field(1, true)),
        ("a", field(2, false)),
    ];
    let fields: Fields = fields
        .into_iter()
        .map(|(key, field)| (key.to_owned(), field))
        .collect();
    rules.set(ProductId(1), Arc::new(fields));
    let fields = Fields::from([("b".to_owned(), field(0, false))]);
    rules.set(ProductId(2), Arc::new(fields));
    rules
}

fn code(product: i64) -> State {
    State {
        product: Some(ProductId(product)),
        status: Status::Inactive,
        reason: Reason::NONE,
        serial_number: None,
        scm: BTreeMap::new(),
    }
}

#[test]
fn values_are_kept_as_they_came() {
    for value in [
        json!("13A"),
        json!(" spaces "),
        json!("01/12/2016"),
        json!("line\nbreak"),
        json!(13),
        json!(-1),
        json!(18_446_744_073_709_551_615_u64),
        json!(1.5),
        json!(0.1),
        json!(true),
        json!(false),
        json!("true"),
        json!("1"),
        json!("x".repeat(500)),
        json!("é".repeat(500)),
    ] {
        let Wish::Set(datum) = Wish::of(&value) else {
            panic!("{value} is a value");
        };
        assert_eq!(datum.to_json(), value);
    }
    assert_eq!(Wish::of(&json!("")), Wish::Clear);
    assert_eq!(Wish::of(&json!(null)), Wish::Clear);
    for (value, part) in [
        (json!([1]), "Not a valid value"),
        (json!({}), "Not a valid value"),
        (json!("a\0"), "Null characters"),
        (json!("é".repeat(501)), "no more than 500"),
        (json!(1e30), "as a text"),
    ] {
        let Wish::Wrong(sentence) = Wish::of(&value) else {
            panic!("{value} is no value");
        };
        assert!(sentence.contains(part), "{sentence}");
    }
}

#[test]
fn an_item_names_its_codes_and_says_what_shall_be_true() {
    let asked = read(json!({
        "extended_id": "Qm7_xK2aZp-9", "product": "OLV-500", "activation_status": 2,
        "blacklist_reason": "4", "serial_number": 17, "workorder": 9, "line": "13A", "gone": "",
    }))
    .expect("an item");
    assert_eq!(asked.name, "Qm7_xK2aZp-9");
    assert_eq!(asked.product, Some(ProductName::Text("OLV-500".into())));
    let fields = vec![
        ("line".to_owned(), Wish::Set(text("13A"))),
        ("gone".to_owned(), Wish::Clear),
    ];
    let item = Item {
        product: None,
        status: Some(Status::Blacklisted),
        reason: Reason::from_number(4),
        serial_number: Some(Some("17".into())),
        fields,
    };
    assert_eq!(asked.item, item);
    let keys: Vec<_> = asked.keys().collect();
    let special = [
        "product",
        "activation_status",
        "blacklist_reason",
        "serial_number",
    ];
    assert_eq!(keys[..4], special);
    assert_eq!(keys[4..], ["line", "gone"]);
}

#[test]
fn every_wrong_key_of_an_item_is_named() {
    let choice = |shown: &str| format!("\"{shown}\" is not a valid choice.");
    for (item, key, sentence) in [
        (json!({}), "extended_id", "This field is required.".into()),
        (
            json!({"extended_id": null}),
            "extended_id",
            "This field may not be null.".into(),
        ),
        (
            json!({"extended_id": ""}),
            "extended_id",
            "This field may not be blank.".into(),
        ),
        (
            json!({"extended_id": "a\0"}),
            "extended_id",
            "Null characters are not allowed.".into(),
        ),
        (
            json!({"extended_id": "A", "activation_status": 3}),
            "activation_status",
            choice("3"),
        ),
        (
            json!({"extended_id": "A", "activation_status": -1}),
            "activation_status",
            choice("-1"),
        ),
        (
            json!({"extended_id": "A", "activation_status": 1.5}),
            "activation_status",
            choice("1.5"),
        ),
        (
            json!({"extended_id": "A", "activation_status": ""}),
            "activation_status",
            choice(""),
        ),
        (
            json!({"extended_id": "A", "activation_status": true}),
            "activation_status",
            "A valid integer is required.".into(),
        ),
        (
            json!({"extended_id": "A", "activation_status": null}),
            "activation_status",
            "This field may not be null.".into(),
        ),
        (
            json!({"extended_id": "A", "blacklist_reason": 11}),
            "blacklist_reason",
            choice("11"),
        ),
        (
            json!({"extended_id": "A", "blacklist_reason": "x"}),
            "blacklist_reason",
            choice("x"),
        ),
        (
            json!({"extended_id": "A", "activation_status": 1, "blacklist_reason": 4}),
            "blacklist_reason",
            "Only a blacklisted code has a reason.".into(),
        ),
        (
            json!({"extended_id": "A", "product": ""}),
            "product",
            "This field may not be blank.".into(),
        ),
        (
            json!({"extended_id": "A", "product": null}),
            "product",
            "This field may not be null.".into(),
        ),
        (
            json!({"extended_id": "A", "product": [1]}),
            "product",
            "A product is named by its id or its SKU.".into(),
        ),
        (
            json!({"extended_id": "A", "serial_number": "a\nb"}),
            "serial_number",
            "Line breaks and control characters are not allowed.".into(),
        ),
        (
            json!({"extended_id": "A", "serial_number": "9".repeat(101)}),
            "serial_number",
            "Ensure this field has no more than 100 characters.".into(),
        ),
    ] {
        let shown = item.to_string();
        let errors: Vec<(String, String)> = read(item).expect_err(&shown);
        assert_eq!(errors, [(key.to_owned(), sentence)], "{shown}");
    }
    let many = read(json!({"activation_status": 9, "product": {}})).expect_err("wrong");
    assert_eq!(many.len(), 3);
}

#[test]
fn codes_are_found_by_any_key_that_can_find() {
    for name in ["extended_id", "serial_number", "workorder", "rfid"] {
        assert_eq!(DataKey::parse(name).expect("a key").name(), name);
    }
    for name in [
        "",
        "product",
        "activation_status",
        "blacklist_reason",
        "a\0",
    ] {
        DataKey::parse(name).expect_err(name);
    }
    DataKey::parse(&"k".repeat(101)).expect_err("too long");
    // The key that finds is no wish; the others that could find are.
    let by = DataKey::Scm("rfid".into());
    let item = json!({"rfid": 7, "serial_number": "S", "extended_id": "A", "a": 1});
    let asked = Asked::read(members(item), &by).expect("an item");
    assert_eq!(asked.name, "7");
    assert_eq!(asked.keys().collect::<Vec<_>>(), ["serial_number", "a"]);
}

#[test]
fn the_product_comes_first_and_its_campaign_says_what_counts() {
    let item = Item {
        product: Some(ProductId(2)),
        fields: vec![
            ("a".into(), Wish::Set(text("old campaign"))),
            ("b".into(), Wish::Set(text("new campaign"))),
            ("c".into(), Wish::Wrong("nobody looks")),
        ],
        ..Item::default()
    };
    let mut state = code(1);
    let changed = apply(&mut state, &item, &rules());
    assert_eq!(changed, Ok(vec!["product", "b"]));
    assert_eq!(
        state.scm,
        BTreeMap::from([("b".into(), text("new campaign"))])
    );
    // A product without a campaign, and a code without a product, keep nothing.
    for mut state in [
        code(3),
        State {
            product: None,
            ..code(1)
        },
    ] {
        let item = Item {
            fields: item.fields.clone(),
            ..Item::default()
        };
        assert_eq!(apply(&mut state, &item, &rules()), Ok(vec![]));
    }
}

#[test]
fn a_wrong_value_counts_where_its_key_does() {
    let fields = vec![("a".to_owned(), Wish::Wrong("no value"))];
    let item = Item {
        fields,
        ..Item::default()
    };
    let wrong = apply(&mut code(1), &item, &rules()).expect_err("wrong");
    assert_eq!((wrong.key, wrong.sentence), ("a", "no value"));
    assert_eq!(apply(&mut code(2), &item, &rules()), Ok(vec![]));
}

#[test]
fn status_and_reason_go_together() {
    let stolen = Reason::from_number(4).expect("a reason");
    let run = |state: &mut State, status: Option<Status>, reason: Option<Reason>| {
        let item = Item {
            status,
            reason,
            ..Item::default()
        };
        apply(state, &item, &rules()).expect("good").join(" ")
    };
    let mut state = code(1);
    assert_eq!(
        run(&mut state, Some(Status::Active), None),
        "activation_status"
    );
    assert_eq!(run(&mut state, None, Some(Reason::NONE)), "");
    // A reason says that the code is blacklisted.
    let both = "activation_status blacklist_reason";
    assert_eq!(run(&mut state, None, Some(stolen)), both);
    assert_eq!(state.status, Status::Blacklisted);
    assert_eq!(run(&mut state, Some(Status::Blacklisted), None), "");
    assert_eq!(state.reason, stolen, "it stays while nothing else is said");
    assert_eq!(
        run(&mut state, None, Some(Reason::NONE)),
        "blacklist_reason"
    );
    assert_eq!(state.status, Status::Blacklisted);
    run(&mut state, None, Some(stolen));
    assert_eq!(run(&mut state, Some(Status::Active), None), both);
    assert_eq!(state.reason, Reason::NONE);
}

#[test]
fn what_is_said_of_a_unit_reaches_the_codes_inside() {
    let item = Item {
        product: Some(ProductId(2)),
        status: Some(Status::Active),
        serial_number: Some(Some("S".into())),
        fields: ["pallet", "case", "a", "unknown"]
            .map(|key| (key.to_owned(), Wish::Set(text("new"))))
            .to_vec(),
        ..Item::default()
    };
    let mut state = code(1);
    assert_eq!(
        reach(&mut state, &item, "case", &rules()),
        Ok(vec!["pallet", "a"])
    );
    let expected = State {
        scm: BTreeMap::from([("a".into(), text("new")), ("pallet".into(), text("new"))]),
        ..code(1)
    };
    assert_eq!(state, expected);
    assert_eq!(
        reach(&mut code(1), &item, "pallet", &rules()),
        Ok(vec!["a"])
    );
    // A key that is no unit to the code's campaign holds nothing together.
    for (product, key) in [(1, "a"), (2, "case"), (3, "case")] {
        assert_eq!(reach(&mut code(product), &item, key, &rules()), Ok(vec![]));
    }
}

#[test]
fn constraints_name_codes_by_any_keys_and_any_values() {
    let read = |value| Constraints::read(&members(value));
    let mut all = read(json!({
        "workorder": 7, "lot_number": "123", "extended_id": ["B", "A", "B", 1],
    }))
    .expect("constraints");
    let shown: Vec<_> = all
        .iter()
        .map(|c| (c.by.name(), c.names.join(" ")))
        .collect();
    let expected = [
        ("extended_id", "1 A B"),
        ("lot_number", "123"),
        ("workorder", "7"),
    ];
    assert_eq!(shown, expected.map(|(key, names)| (key, names.to_owned())));
    all.begin_with("B");
    assert_eq!(all.parts().0.names, ["B", "1", "A"]);
    assert_eq!(all.parts().1.len(), 2);
    for (value, key, part) in [
        (json!({}), "non_field_errors", "at least one key"),
        (
            json!({"extended_id": []}),
            "extended_id",
            "may not be empty",
        ),
        (
            json!({"extended_id": ""}),
            "extended_id",
            "may not be blank",
        ),
        (
            json!({"extended_id": [null]}),
            "extended_id",
            "may not be null",
        ),
        (
            json!({"extended_id": [["A"]]}),
            "extended_id",
            "Not a valid value",
        ),
        (json!({"a": {"gt": 1}}), "a", "Not a valid value"),
        (json!({"product": 1}), "product", "not found by product"),
        (json!({"": 1}), "", "may not be blank"),
        (json!({"a": vec![json!("x"); 3]}), "", ""),
    ] {
        let shown = value.to_string();
        match read(value) {
            Ok(_) => assert_eq!(part, "", "{shown}"),
            Err(errors) => {
                let (name, sentence) = &errors[0];
                assert_eq!(name, key, "{shown}");
                assert!(
                    !part.is_empty() && sentence.contains(part),
                    "{shown}: {sentence}"
                );
            }
        }
    }
    let many: Vec<_> = (0..100_001).collect();
    let errors = read(json!({"a": many})).expect_err("too many");
    assert_eq!(
        errors,
        [(
            "non_field_errors".into(),
            "Use at most 100000 values.".into()
        )]
    );
}

fn some_item() -> impl Strategy<Value = Item> {
    let wish = prop_oneof![Just(Wish::Clear), "[xy]".prop_map(|t| Wish::Set(text(&t)))];
    let key = prop_oneof![Just("a"), Just("b"), Just("case"), Just("unknown")];
    let fields = vec((key.prop_map(str::to_owned), wish), 0..4);
    let status = option::of((0..3_i64).prop_map(|n| Status::from_number(n).expect("a status")));
    let reason = option::of((0..3_i64).prop_map(|n| Reason::from_number(n).expect("a reason")));
    let serial = option::of(option::of("[12]"));
    let product = option::of((1..4_i64).prop_map(ProductId));
    (product, status, reason, serial, fields).prop_map(
        |(product, status, reason, serial_number, fields)| Item {
            product,
            status,
            reason,
            serial_number,
            fields,
        },
    )
}

proptest! {
    /// The keys that are named are those that differ, a second time changes nothing, and a reason
    /// stands only on what is blacklisted.
    #[test]
    fn what_is_named_has_changed_and_the_rest_has_not(items in vec(some_item(), 1..6)) {
        let rules = rules();
        let mut state = code(1);
        for item in &items {
            let before = state.clone();
            let changed = apply(&mut state, item, &rules).expect("good values only");
            prop_assert_eq!(changed.contains(&"product"), before.product != state.product);
            prop_assert_eq!(changed.contains(&"activation_status"), before.status != state.status);
            prop_assert_eq!(changed.contains(&"blacklist_reason"), before.reason != state.reason);
            let serial = before.serial_number != state.serial_number;
            prop_assert_eq!(changed.contains(&"serial_number"), serial);
            for key in ["a", "b", "case", "unknown"] {
                if before.scm.get(key) != state.scm.get(key) {
                    prop_assert!(changed.contains(&key), "{} changed and is not named", key);
                    prop_assert!(rules.field(state.product, key).is_some(), "{} does not count", key);
                }
            }
            prop_assert!(state.status == Status::Blacklisted || state.reason == Reason::NONE);
            let after = state.clone();
            let mut keys: Vec<_> = item.fields.iter().map(|(key, _)| key).collect();
            keys.sort();
            keys.dedup();
            let again = apply(&mut state, item, &rules).expect("good");
            prop_assert_eq!(&state, &after);
            // A key that came twice goes through its first value again.
            if keys.len() == item.fields.len() {
                prop_assert!(again.is_empty(), "{:?}", again);
            }
        }
    }
}
