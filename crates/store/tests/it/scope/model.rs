//! A company and a condition, done slowly: by going through everything.

use countermark_core::{
    ids::{BrandId, CampaignId, ProductId},
    only::Only,
};
use countermark_store::Outside;
use std::{collections::BTreeMap, sync::Arc};

/// A brand or a campaign.
#[derive(Clone, Debug)]
pub(super) struct OneNamed {
    pub(super) name: String,
    pub(super) archived: bool,
}

#[derive(Clone, Debug)]
pub(super) struct OneProduct {
    pub(super) sku: String,
    pub(super) brand: i64,
    pub(super) campaign: Option<i64>,
    pub(super) archived: bool,
}

/// Why nothing is done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refused {
    Outside(Outside),
    Unique,
    Referenced,
}

/// A number of things as lists count it.
pub(super) fn number(things: usize) -> i64 {
    i64::try_from(things).expect("few")
}

type Condition<'a> = Option<&'a Arc<Only>>;

/// What a product is made of: its SKU, brand and campaign.
pub(super) type Row = (String, i64, Option<i64>);

#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) brands: BTreeMap<i64, OneNamed>,
    pub(super) campaigns: BTreeMap<i64, OneNamed>,
    pub(super) products: BTreeMap<i64, OneProduct>,
}

fn listed_brand(only: Condition<'_>, id: i64) -> bool {
    match only.and_then(|only| only.brands.as_ref()) {
        None => true,
        Some(list) => list.iter().any(|listed| *listed == BrandId(id)),
    }
}

fn listed_product(only: Condition<'_>, id: i64) -> bool {
    match only.and_then(|only| only.products.as_ref()) {
        None => true,
        Some(list) => list.iter().any(|listed| *listed == ProductId(id)),
    }
}

fn listed_campaign(only: Condition<'_>, id: i64) -> bool {
    match only.and_then(|only| only.campaigns.as_ref()) {
        None => true,
        Some(list) => list.iter().any(|listed| *listed == CampaignId(id)),
    }
}

fn lists_brands(only: Condition<'_>) -> bool {
    only.is_some_and(|only| only.brands.is_some())
}

fn lists_products(only: Condition<'_>) -> bool {
    only.is_some_and(|only| only.products.is_some())
}

fn lists_campaigns(only: Condition<'_>) -> bool {
    only.is_some_and(|only| only.campaigns.is_some())
}

impl Model {
    /// A product that is reached.
    pub(super) fn product(&self, only: Condition<'_>, id: i64) -> Option<&OneProduct> {
        let product = self.products.get(&id)?;
        let is_listed = listed_product(only, id)
            && listed_brand(only, product.brand)
            && match product.campaign {
                Some(campaign) => listed_campaign(only, campaign),
                None => !lists_campaigns(only),
            };
        is_listed.then_some(product)
    }

    /// Products that are reached, and of those the ones that fit.
    pub(super) fn products_in(
        &self,
        only: Condition<'_>,
        fits: impl Fn(&OneProduct) -> bool,
    ) -> Vec<(i64, String)> {
        let ids = self.products.keys().copied();
        ids.filter_map(|id| self.product(only, id).map(|product| (id, product)))
            .filter(|(_, product)| fits(product))
            .map(|(id, product)| (id, product.sku.clone()))
            .collect()
    }

    fn of_brand(&self, only: Condition<'_>, id: i64) -> usize {
        self.products_in(only, |product| product.brand == id).len()
    }

    /// Whether products may carry the brand: one that is not there can be listed all the same.
    fn carries(&self, only: Condition<'_>, id: i64) -> bool {
        let is_whole = !lists_products(only) && !lists_campaigns(only);
        listed_brand(only, id) && (is_whole || self.of_brand(only, id) > 0)
    }

    /// A campaign that is reached: its name, and how many products it shows.
    pub(super) fn campaign(&self, only: Condition<'_>, id: i64) -> Option<(String, i64)> {
        let campaign = self.campaigns.get(&id)?;
        let shown = self.products_in(only, |product| product.campaign == Some(id));
        let is_whole = only.is_none()
            || (lists_campaigns(only) && !lists_products(only) && !lists_brands(only));
        let is_reached = listed_campaign(only, id) && (is_whole || !shown.is_empty());
        is_reached.then(|| (campaign.name.clone(), number(shown.len())))
    }

    /// Campaigns that are reached, and of those the ones that fit.
    pub(super) fn campaigns_in(
        &self,
        only: Condition<'_>,
        fits: impl Fn(&OneNamed) -> bool,
    ) -> Vec<(i64, String)> {
        let fitting = self.campaigns.iter().filter(|(_, one)| fits(one));
        fitting
            .filter_map(|(id, _)| self.campaign(only, *id).map(|(name, _)| (*id, name)))
            .collect()
    }

    /// A brand that is reached: its name, and how many products it shows.
    pub(super) fn brand(&self, only: Condition<'_>, id: i64) -> Option<(String, i64)> {
        let brand = self.brands.get(&id)?;
        let shown = number(self.of_brand(only, id));
        self.carries(only, id).then(|| (brand.name.clone(), shown))
    }

    /// Brands that are reached, and of those the ones that fit.
    pub(super) fn brands_in(
        &self,
        only: Condition<'_>,
        fits: impl Fn(&OneNamed) -> bool,
    ) -> Vec<(i64, String)> {
        let fitting = self.brands.iter().filter(|(_, brand)| fits(brand));
        fitting
            .filter_map(|(id, _)| self.brand(only, *id).map(|(name, _)| (*id, name)))
            .collect()
    }

    /// The brand of that name, when it is reached.
    pub(super) fn brand_named(&self, only: Condition<'_>, name: &str) -> Option<i64> {
        let found = self.brands_in(only, |brand| brand.name == name);
        found.first().map(|(id, _)| *id)
    }

    /// The product with that SKU, wherever it is.
    pub(super) fn sku(&self, sku: &str) -> Option<i64> {
        let found = self.products_in(None, |product| product.sku == sku);
        found.first().map(|(id, _)| *id)
    }

    fn may_change_brand(only: Condition<'_>, id: i64) -> Result<(), Refused> {
        if lists_products(only) || lists_campaigns(only) || !listed_brand(only, id) {
            Err(Refused::Outside(Outside::Brand))
        } else {
            Ok(())
        }
    }

    pub(super) fn create_brand(
        &mut self,
        only: Condition<'_>,
        id: Option<i64>,
        name: String,
    ) -> Result<(), Refused> {
        if only.is_some() {
            return Err(Refused::Outside(Outside::NewBrand));
        }
        if self.brand_named(None, &name).is_some() {
            return Err(Refused::Unique);
        }
        let archived = false;
        let id = id.expect("it was made");
        self.brands.insert(id, OneNamed { name, archived });
        Ok(())
    }

    pub(super) fn rename_brand(
        &mut self,
        only: Condition<'_>,
        id: i64,
        name: String,
    ) -> Result<(), Refused> {
        Self::may_change_brand(only, id)?;
        let taken = self
            .brand_named(None, &name)
            .is_some_and(|other| other != id);
        let Some(brand) = self.brands.get_mut(&id) else {
            return Ok(());
        };
        if taken {
            return Err(Refused::Unique);
        }
        brand.name = name;
        Ok(())
    }

    pub(super) fn archive_brand(
        &mut self,
        only: Condition<'_>,
        id: i64,
        archived: bool,
    ) -> Result<bool, Refused> {
        Self::may_change_brand(only, id)?;
        let brand = self.brands.get_mut(&id);
        Ok(brand.is_some_and(|brand| std::mem::replace(&mut brand.archived, archived) != archived))
    }

    pub(super) fn delete_brand(&mut self, only: Condition<'_>, id: i64) -> Result<bool, Refused> {
        Self::may_change_brand(only, id)?;
        if self.of_brand(None, id) > 0 {
            return Err(Refused::Referenced);
        }
        Ok(self.brands.remove(&id).is_some())
    }

    fn may_change_campaign(only: Condition<'_>, id: i64) -> Result<(), Refused> {
        if lists_products(only) || lists_brands(only) || !listed_campaign(only, id) {
            Err(Refused::Outside(Outside::Campaign))
        } else {
            Ok(())
        }
    }

    /// The campaign of that name, wherever it is.
    pub(super) fn campaign_named(&self, name: &str) -> Option<i64> {
        let found = self.campaigns_in(None, |campaign| campaign.name == name);
        found.first().map(|(id, _)| *id)
    }

    pub(super) fn create_campaign(
        &mut self,
        only: Condition<'_>,
        id: Option<i64>,
        name: String,
    ) -> Result<(), Refused> {
        if only.is_some() {
            return Err(Refused::Outside(Outside::NewCampaign));
        }
        if self.campaign_named(&name).is_some() {
            return Err(Refused::Unique);
        }
        let archived = false;
        let id = id.expect("it was made");
        self.campaigns.insert(id, OneNamed { name, archived });
        Ok(())
    }

    pub(super) fn rename_campaign(
        &mut self,
        only: Condition<'_>,
        id: i64,
        name: String,
    ) -> Result<(), Refused> {
        Self::may_change_campaign(only, id)?;
        let taken = self.campaign_named(&name).is_some_and(|other| other != id);
        let Some(campaign) = self.campaigns.get_mut(&id) else {
            return Ok(());
        };
        if taken {
            return Err(Refused::Unique);
        }
        campaign.name = name;
        Ok(())
    }

    pub(super) fn archive_campaign(
        &mut self,
        only: Condition<'_>,
        id: i64,
        archived: bool,
    ) -> Result<bool, Refused> {
        Self::may_change_campaign(only, id)?;
        let campaign = self.campaigns.get_mut(&id);
        Ok(campaign.is_some_and(|one| std::mem::replace(&mut one.archived, archived) != archived))
    }

    fn fits(&self, own: Option<i64>, sku: &str, brand: i64) -> Result<(), Refused> {
        if self.sku(sku).is_some_and(|other| Some(other) != own) {
            Err(Refused::Unique)
        } else if !self.brands.contains_key(&brand) {
            Err(Refused::Referenced)
        } else {
            Ok(())
        }
    }

    fn may_carry(&self, only: Condition<'_>, brand: i64) -> Result<(), Refused> {
        if self.carries(only, brand) {
            Ok(())
        } else {
            Err(Refused::Outside(Outside::Product))
        }
    }

    /// Whether a product may be in that campaign, or in none.
    fn may_be_in(&self, only: Condition<'_>, campaign: Option<i64>) -> Result<(), Refused> {
        match campaign {
            None if lists_campaigns(only) => Err(Refused::Outside(Outside::NoCampaign)),
            Some(id) if only.is_some() && self.campaign(only, id).is_none() => {
                Err(Refused::Outside(Outside::Product))
            }
            _ => Ok(()),
        }
    }

    /// The campaign, if there is one: to somebody with all of the company, naming one that is not
    /// there is naming none.
    fn known(&self, campaign: Option<i64>) -> Option<i64> {
        campaign.filter(|id| self.campaigns.contains_key(id))
    }

    pub(super) fn create_product(
        &mut self,
        only: Condition<'_>,
        id: Option<i64>,
        (sku, brand, campaign): Row,
    ) -> Result<(), Refused> {
        if lists_products(only) {
            return Err(Refused::Outside(Outside::NewProduct));
        }
        self.may_carry(only, brand)?;
        self.may_be_in(only, campaign)?;
        self.fits(None, &sku, brand)?;
        let id = id.expect("it was made");
        let one = OneProduct {
            sku,
            brand,
            campaign: self.known(campaign),
            archived: false,
        };
        self.products.insert(id, one);
        Ok(())
    }

    pub(super) fn change_product(
        &mut self,
        only: Condition<'_>,
        id: i64,
        (sku, brand, campaign): Row,
    ) -> Result<(), Refused> {
        if self.product(only, id).is_none() {
            return Ok(());
        }
        self.may_carry(only, brand)?;
        self.may_be_in(only, campaign)?;
        self.fits(Some(id), &sku, brand)?;
        let campaign = self.known(campaign);
        let product = self.products.get_mut(&id).expect("it is there");
        product.sku = sku;
        product.brand = brand;
        product.campaign = campaign;
        Ok(())
    }

    pub(super) fn archive_product(&mut self, only: Condition<'_>, id: i64, archived: bool) -> bool {
        if self.product(only, id).is_none() {
            return false;
        }
        let product = self.products.get_mut(&id).expect("it is there");
        std::mem::replace(&mut product.archived, archived) != archived
    }

    pub(super) fn delete_product(&mut self, only: Condition<'_>, id: i64) -> bool {
        self.product(only, id).is_some() && self.products.remove(&id).is_some()
    }

    /// Rows of different SKUs: new products in their order, and others that change their brand;
    /// these stay in their campaign.
    pub(super) fn import(
        &mut self,
        only: Condition<'_>,
        rows: &[Row],
        first: Option<i64>,
    ) -> Result<(), Refused> {
        let before = self.clone();
        let (known, new): (Vec<_>, Vec<_>) =
            rows.iter().partition(|(sku, ..)| before.sku(sku).is_some());
        if !new.is_empty() && lists_products(only) {
            return Err(Refused::Outside(Outside::NewProduct));
        }
        for (_, brand, _) in &new {
            before.may_carry(only, *brand)?;
        }
        // What is in none is refused before what is in one outside.
        let mut put: Vec<_> = new.iter().map(|(.., campaign)| *campaign).collect();
        put.sort_unstable();
        for campaign in put {
            before.may_be_in(only, campaign)?;
        }
        for (sku, brand, _) in &new {
            before.fits(None, sku, *brand)?;
        }
        for (sku, ..) in &known {
            let id = before.sku(sku).expect("known");
            if before.product(only, id).is_none() {
                return Err(Refused::Outside(Outside::Product));
            }
        }
        for (_, brand, _) in &known {
            before.may_carry(only, *brand)?;
        }
        for (sku, brand, _) in &known {
            let id = before.sku(sku).expect("known");
            before.fits(Some(id), sku, *brand)?;
            self.products.get_mut(&id).expect("known").brand = *brand;
        }
        for (at, (sku, brand, campaign)) in (0..).zip(&new) {
            let one = OneProduct {
                sku: sku.clone(),
                brand: *brand,
                campaign: before.known(*campaign),
                archived: false,
            };
            self.products.insert(first.expect("made") + at, one);
        }
        Ok(())
    }
}
