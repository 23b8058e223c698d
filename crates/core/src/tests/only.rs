//! Conditions on what a token reaches.

use crate::{
    ids::{BrandId, ProductId},
    only::{Only, from_stored, to_stored},
};
use proptest::{collection::btree_set, option, prelude::*};
use std::collections::BTreeSet;

fn some() -> impl Strategy<Value = Only> {
    let brands = option::of(btree_set((0..4_i64).prop_map(BrandId), 0..4));
    let products = option::of(btree_set((0..6_i64).prop_map(ProductId), 0..5));
    (brands, products).prop_map(|(brands, products)| Only { brands, products })
}

/// Everything that a condition lets through of a small world.
fn reached(only: &Only) -> BTreeSet<(i64, i64)> {
    let all = (0..4).flat_map(|brand| (0..6).map(move |product| (brand, product)));
    all.filter(|(brand, product)| only.product(ProductId(*product), BrandId(*brand)))
        .collect()
}

#[test]
fn nothing_asked_is_no_condition_and_an_empty_list_reaches_nothing() {
    assert_eq!(Only::of(None, None), None);
    let none = Only::of(Some(BTreeSet::new()), None).expect("a condition");
    assert!(reached(&none).is_empty());
    let none = Only::of(None, Some(BTreeSet::new())).expect("a condition");
    assert!(reached(&none).is_empty());
}

#[test]
fn each_part_narrows() {
    let only = Only::of(
        Some(BTreeSet::from([BrandId(1), BrandId(2)])),
        Some(BTreeSet::from([ProductId(3), ProductId(4)])),
    )
    .expect("a condition");
    let expected = BTreeSet::from([(1, 3), (1, 4), (2, 3), (2, 4)]);
    assert_eq!(reached(&only), expected);
    assert!(!only.makes_products());
    assert!(
        !only.changes_brand(BrandId(1)),
        "it shows on other products"
    );
    let brands = Only {
        products: None,
        ..only
    };
    assert!(brands.makes_products());
    assert!(brands.changes_brand(BrandId(1)));
    assert!(!brands.changes_brand(BrandId(3)));
}

proptest! {
    #[test]
    fn what_is_within_reaches_nothing_more(own in some(), other in some()) {
        if own.is_within(&other) {
            prop_assert!(reached(&own).is_subset(&reached(&other)));
            for brand in (0..4).map(BrandId) {
                prop_assert!(!own.lists_brand(brand) || other.lists_brand(brand));
                prop_assert!(!own.changes_brand(brand) || other.changes_brand(brand));
            }
            prop_assert!(!own.makes_products() || other.makes_products());
        }
        prop_assert!(own.is_within(&own));
        prop_assert!(own.is_within(&Only::default()));
    }

    #[test]
    fn what_is_stored_comes_back(ids in btree_set(any::<i64>().prop_map(ProductId), 0..9)) {
        prop_assert_eq!(from_stored(&to_stored(&ids)), Some(ids));
    }
}

#[test]
fn what_is_no_list_of_ids_is_not_read() {
    for wrong in ["x", "1 x", "1,2", "1.5", "99999999999999999999"] {
        assert_eq!(from_stored::<BrandId>(wrong), None, "{wrong}");
    }
}
