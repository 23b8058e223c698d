//! Conditions on what a token reaches.

use crate::{
    ids::{BrandId, CampaignId, ProductId},
    only::{Only, from_stored, to_stored},
};
use proptest::{collection::btree_set, option, prelude::*};
use std::collections::BTreeSet;

fn some() -> impl Strategy<Value = Only> {
    let brands = option::of(btree_set((0..4_i64).prop_map(BrandId), 0..4));
    let products = option::of(btree_set((0..6_i64).prop_map(ProductId), 0..5));
    let campaigns = option::of(btree_set((0..3_i64).prop_map(CampaignId), 0..3));
    (brands, products, campaigns).prop_map(|(brands, products, campaigns)| Only {
        brands,
        products,
        campaigns,
    })
}

/// Everything that a condition lets through of a small world: brand, product and campaign.
fn reached(only: &Only) -> BTreeSet<(i64, i64, Option<i64>)> {
    let mut found = BTreeSet::new();
    for (brand, product) in (0..4).flat_map(|brand| (0..6).map(move |product| (brand, product))) {
        for campaign in [None, Some(0), Some(1), Some(2)] {
            let id = campaign.map(CampaignId);
            if only.product(ProductId(product), BrandId(brand), id) {
                found.insert((brand, product, campaign));
            }
        }
    }
    found
}

#[test]
fn nothing_asked_is_no_condition_and_an_empty_list_reaches_nothing() {
    assert_eq!(Only::of(None, None, None), None);
    for none in [
        Only::of(Some(BTreeSet::new()), None, None),
        Only::of(None, Some(BTreeSet::new()), None),
        Only::of(None, None, Some(BTreeSet::new())),
    ] {
        assert!(reached(&none.expect("a condition")).is_empty());
    }
}

#[test]
fn each_part_narrows() {
    let only = Only::of(
        Some(BTreeSet::from([BrandId(1), BrandId(2)])),
        Some(BTreeSet::from([ProductId(3), ProductId(4)])),
        Some(BTreeSet::from([CampaignId(1)])),
    )
    .expect("a condition");
    let expected = [(1, 3), (1, 4), (2, 3), (2, 4)];
    let expected = expected.map(|(brand, product)| (brand, product, Some(1)));
    assert_eq!(reached(&only), BTreeSet::from(expected));
    assert!(!only.makes_products());
    assert!(
        !only.changes_brand(BrandId(1)),
        "it shows on other products"
    );
    let brands = Only {
        products: None,
        campaigns: None,
        ..only
    };
    assert!(brands.makes_products());
    assert!(brands.lets_leave_campaigns());
    assert!(brands.changes_brand(BrandId(1)));
    assert!(!brands.changes_brand(BrandId(3)));
}

/// A change of a brand shows on products of other campaigns, one of a campaign on other brands.
#[test]
fn campaigns_alone_may_be_changed() {
    let campaigns = Only {
        campaigns: Some(BTreeSet::from([CampaignId(1)])),
        ..Only::default()
    };
    assert!(campaigns.makes_products());
    assert!(!campaigns.lets_leave_campaigns());
    assert!(campaigns.changes_campaign(CampaignId(1)));
    assert!(!campaigns.changes_campaign(CampaignId(2)));
    assert!(!campaigns.changes_brand(BrandId(1)));
    let all = (0..4).flat_map(|brand| (0..6).map(move |product| (brand, product, Some(1))));
    assert_eq!(reached(&campaigns), all.collect(), "of none: outside");
    for narrower in [
        Only {
            brands: Some(BTreeSet::from([BrandId(1)])),
            ..campaigns.clone()
        },
        Only {
            products: Some(BTreeSet::from([ProductId(1)])),
            ..campaigns
        },
    ] {
        assert!(!narrower.changes_campaign(CampaignId(1)));
        assert!(!narrower.changes_brand(BrandId(1)));
    }
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
            for campaign in (0..3).map(CampaignId) {
                prop_assert!(!own.lists_campaign(campaign) || other.lists_campaign(campaign));
                prop_assert!(!own.changes_campaign(campaign) || other.changes_campaign(campaign));
            }
            prop_assert!(!own.makes_products() || other.makes_products());
            prop_assert!(!own.lets_leave_campaigns() || other.lets_leave_campaigns());
            prop_assert!(!own.has_whole_brands() || other.has_whole_brands());
            prop_assert!(!own.has_whole_campaigns() || other.has_whole_campaigns());
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
