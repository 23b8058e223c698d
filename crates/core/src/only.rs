//! Which things a token may reach: a condition over and above its permissions.

use crate::ids::{BrandId, CampaignId, ProductId};
use std::{collections::BTreeSet, fmt::Display, str::FromStr};

/// The most ids of one kind in a condition.
pub const MOST: usize = 100;

/// A condition. Each part that is there narrows; at least one is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Only {
    /// Only these brands, and products of these brands.
    pub brands: Option<BTreeSet<BrandId>>,
    /// Only these products, and of brands and campaigns only those that they carry and are in.
    pub products: Option<BTreeSet<ProductId>>,
    /// Only these campaigns, the products in them, and of brands only those that these carry.
    pub campaigns: Option<BTreeSet<CampaignId>>,
}

impl Only {
    /// The condition, or none when nothing is asked.
    #[must_use]
    pub fn of(
        brands: Option<BTreeSet<BrandId>>,
        products: Option<BTreeSet<ProductId>>,
        campaigns: Option<BTreeSet<CampaignId>>,
    ) -> Option<Self> {
        let asked = brands.is_some() || products.is_some() || campaigns.is_some();
        asked.then_some(Self {
            brands,
            products,
            campaigns,
        })
    }

    /// Whether a product that carries that brand and is in that campaign is within the condition.
    #[must_use]
    pub fn product(&self, id: ProductId, brand: BrandId, campaign: Option<CampaignId>) -> bool {
        let listed = |list: &BTreeSet<ProductId>| list.contains(&id);
        self.lists_brand(brand)
            && self.products.as_ref().is_none_or(listed)
            && campaign.map_or_else(|| self.lets_leave_campaigns(), |id| self.lists_campaign(id))
    }

    /// Whether a brand is among those listed, or none are.
    #[must_use]
    pub fn lists_brand(&self, brand: BrandId) -> bool {
        let listed = |list: &BTreeSet<BrandId>| list.contains(&brand);
        self.brands.as_ref().is_none_or(listed)
    }

    /// Whether a campaign is among those listed, or none are.
    #[must_use]
    pub fn lists_campaign(&self, campaign: CampaignId) -> bool {
        let listed = |list: &BTreeSet<CampaignId>| list.contains(&campaign);
        self.campaigns.as_ref().is_none_or(listed)
    }

    /// Whether a product may be in no campaign: with a list of campaigns it would be outside.
    #[must_use]
    pub const fn lets_leave_campaigns(&self) -> bool {
        self.campaigns.is_none()
    }

    /// Whether a brand that is reached is reached with all its products.
    #[must_use]
    pub const fn has_whole_brands(&self) -> bool {
        self.products.is_none() && self.campaigns.is_none()
    }

    /// Whether a campaign that is reached is reached with all products in it.
    #[must_use]
    pub const fn has_whole_campaigns(&self) -> bool {
        self.brands.is_none() && self.products.is_none()
    }

    /// Whether new products may be made: a list of products holds none that is not there yet.
    #[must_use]
    pub const fn makes_products(&self) -> bool {
        self.products.is_none()
    }

    /// Whether that brand may be changed. With a list of products or campaigns none may: a change
    /// of a brand shows on all its products, also on those that are not within.
    #[must_use]
    pub fn changes_brand(&self, brand: BrandId) -> bool {
        self.has_whole_brands() && self.lists_brand(brand)
    }

    /// Whether that campaign may be changed. With a list of brands or products none may: a change
    /// of a campaign shows on all products in it.
    #[must_use]
    pub fn changes_campaign(&self, campaign: CampaignId) -> bool {
        self.has_whole_campaigns() && self.lists_campaign(campaign)
    }

    /// Whether everything within this is within `other`, whatever there is.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        fn part<T: Ord>(own: Option<&BTreeSet<T>>, other: Option<&BTreeSet<T>>) -> bool {
            other.is_none_or(|wide| own.is_some_and(|own| own.is_subset(wide)))
        }
        part(self.brands.as_ref(), other.brands.as_ref())
            && part(self.products.as_ref(), other.products.as_ref())
            && part(self.campaigns.as_ref(), other.campaigns.as_ref())
    }
}

/// Ids as they are stored: numbers with a space between, in their order.
#[must_use]
pub fn to_stored<T: Display>(ids: &BTreeSet<T>) -> String {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    ids.join(" ")
}

/// Reads what [`to_stored`] wrote; `None` when one of them is no id.
#[must_use]
pub fn from_stored<T: FromStr + Ord>(text: &str) -> Option<BTreeSet<T>> {
    text.split_ascii_whitespace()
        .map(|id| id.parse().ok())
        .collect()
}
