//! Random companies, conditions and things done, and what they are made of.

use super::model::Row;
use crate::support::NOW;
use countermark_core::ids::{BrandId, CampaignId, ProductId};
use countermark_store::{
    brands::{Brand, NewBrand},
    campaigns::{Campaign, NewCampaign},
    products::{BrandOf, CampaignOf, CodesOf, NewProduct, Product},
};
use proptest::{collection::vec, option, prelude::*};
use std::collections::BTreeSet;

/// From here on no ids were given.
pub(super) const GONE: i64 = 900_000;

/// Names and SKUs are few, so that they collide.
pub(super) const TEXTS: usize = 9;

pub(super) fn text(number: usize) -> String {
    format!("{}{}", ["a", "b", "c"][number % 3], number % TEXTS)
}

/// A company: brands, campaigns and products, each product with its brand and perhaps a campaign,
/// and which of them are archived.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) brands: Vec<bool>,
    pub(super) campaigns: Vec<bool>,
    pub(super) products: Vec<(usize, usize, bool)>,
}

pub(super) fn worlds() -> impl Strategy<Value = World> {
    let archived = || prop::bool::weighted(0.2);
    let product = (0..5_usize, 0..20_usize, archived());
    let parts = (
        vec(archived(), 2..5),
        vec(archived(), 1..4),
        vec(product, 2..9),
    );
    parts.prop_map(|(brands, campaigns, products)| World {
        brands,
        campaigns,
        products,
    })
}

/// Brands, products and campaigns of a condition by place; places beyond the world are ids that
/// were never given.
pub(super) type Listed = [Option<BTreeSet<usize>>; 3];

pub(super) fn conditions() -> impl Strategy<Value = Listed> {
    let places = |to| option::weighted(0.5, prop::collection::btree_set(0..to, 0..5));
    [places(5_usize), places(9_usize), places(4_usize)]
}

#[derive(Clone, Debug)]
pub(super) enum OnCampaign {
    Create(usize),
    Rename(usize, usize),
    Archive(usize, bool),
}

/// A SKU, a brand and a campaign of a product.
pub(super) type Places = (usize, usize, usize);

/// One thing that the limited caller or somebody with all of the company does; numbers choose
/// among what is there.
#[derive(Clone, Debug)]
pub(super) enum Step {
    CreateBrand(usize),
    RenameBrand(usize, usize),
    ArchiveBrand(usize, bool),
    DeleteBrand(usize),
    Campaign(OnCampaign),
    CreateProduct(Places),
    ChangeProduct(usize, Places),
    ArchiveProduct(usize, bool),
    DeleteProduct(usize),
    Import(Vec<Places>),
}

fn on_campaigns() -> impl Strategy<Value = OnCampaign> {
    let place = || 0..60_usize;
    prop_oneof![
        1 => place().prop_map(OnCampaign::Create),
        2 => (place(), place()).prop_map(|(at, to)| OnCampaign::Rename(at, to)),
        1 => (place(), any::<bool>()).prop_map(|(at, to)| OnCampaign::Archive(at, to)),
    ]
}

pub(super) fn steps() -> impl Strategy<Value = Vec<(Step, bool)>> {
    let place = || 0..60_usize;
    let step = prop_oneof![
        1 => place().prop_map(Step::CreateBrand),
        2 => (place(), place()).prop_map(|(at, to)| Step::RenameBrand(at, to)),
        1 => (place(), any::<bool>()).prop_map(|(at, to)| Step::ArchiveBrand(at, to)),
        1 => place().prop_map(Step::DeleteBrand),
        4 => on_campaigns().prop_map(Step::Campaign),
        4 => (place(), place(), place()).prop_map(Step::CreateProduct),
        8 => (place(), (place(), place(), place()))
            .prop_map(|(at, to)| Step::ChangeProduct(at, to)),
        2 => (place(), any::<bool>()).prop_map(|(at, to)| Step::ArchiveProduct(at, to)),
        2 => place().prop_map(Step::DeleteProduct),
        2 => vec((0..TEXTS, place(), place()), 0..4).prop_map(Step::Import),
    ];
    // Most steps are the limited caller's; others change what is within under its feet.
    vec((step, prop::bool::weighted(0.75)), 4..16)
}

pub(super) fn new_brand(name: &str) -> NewBrand<'_> {
    NewBrand {
        name,
        reference: None,
        description: "",
        client_url: "",
    }
}

pub(super) fn new_campaign(name: &str) -> NewCampaign<'_> {
    NewCampaign {
        name,
        description: "",
    }
}

pub(super) fn new_product<'a>(uuid: &'a str, (sku, brand, campaign): &'a Row) -> NewProduct<'a> {
    NewProduct {
        uuid,
        sku,
        name: sku,
        brand: BrandId(*brand),
        campaign: campaign.map(CampaignId),
        label: "",
        description: "",
        client_url: "",
    }
}

pub(super) fn one_brand(id: i64) -> Brand {
    Brand {
        id: BrandId(id),
        name: String::new(),
        reference: None,
        description: String::new(),
        client_url: String::new(),
        product_count: 0,
        archived: false,
        created_at: NOW,
    }
}

pub(super) fn one_campaign(id: i64, name: &str) -> Campaign {
    Campaign {
        id: CampaignId(id),
        name: name.to_owned(),
        description: String::new(),
        product_count: 0,
        archived: false,
        created_at: NOW,
    }
}

pub(super) fn one_product(id: i64, (sku, brand, campaign): &Row) -> Product {
    Product {
        id: ProductId(id),
        uuid: String::new(),
        sku: sku.clone(),
        name: sku.clone(),
        label: String::new(),
        description: String::new(),
        client_url: String::new(),
        archived: false,
        created_at: NOW,
        codes: CodesOf::default(),
        campaign: campaign.map(|id| CampaignOf {
            id: CampaignId(id),
            name: String::new(),
            description: String::new(),
            archived: false,
        }),
        brand: BrandOf {
            id: BrandId(*brand),
            name: String::new(),
            reference: None,
        },
        stc: None,
    }
}
