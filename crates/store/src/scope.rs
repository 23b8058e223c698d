//! The one place that says which brands and products a caller reaches. Every function about
//! brands or products takes a [`Scope`] where others take the company: without one a statement
//! cannot be written down, and its conditions are part of every statement (decision 0019).

use crate::{
    DbError, Filters,
    conn::{Arg, Conn},
};
use countermark_core::{
    ids::{BrandId, CampaignId, CompanyId, ProductId},
    only::Only,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A company, or the part of it that a caller reaches.
#[derive(Clone, Debug)]
pub struct Scope {
    company: CompanyId,
    only: Option<Arc<Only>>,
}

/// What a condition does not allow at all, whatever the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// A new brand is in nobody's list.
    NewBrand,
    /// A change of this brand: not listed, or it would show on products that are not.
    Brand,
    /// A new product is in nobody's list.
    NewProduct,
    /// A product, or the brand that it is to carry.
    Product,
    /// New campaigns and changes of campaigns: they show on all their products.
    Campaign,
}

impl Scope {
    /// All of a company: for people, tokens without a condition, and what is the program's own.
    #[must_use]
    pub const fn everything(company: CompanyId) -> Self {
        Self {
            company,
            only: None,
        }
    }

    /// What is within the condition, if there is one.
    #[must_use]
    pub const fn within(company: CompanyId, only: Option<Arc<Only>>) -> Self {
        Self { company, only }
    }

    /// The tenant.
    #[must_use]
    pub const fn company(&self) -> CompanyId {
        self.company
    }

    /// Whether that is all of the company, so that what is counted for all of it may be shown.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.only.is_none()
    }

    /// Asks whether new brands may be made.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub const fn may_make_brands(&self) -> Result<(), DbError> {
        match self.only {
            None => Ok(()),
            Some(_) => Err(DbError::OutsideScope(Outside::NewBrand)),
        }
    }

    /// Asks whether a brand may be changed.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub fn may_change_brand(&self, id: BrandId) -> Result<(), DbError> {
        match &self.only {
            Some(only) if !only.changes_brand(id) => Err(DbError::OutsideScope(Outside::Brand)),
            _ => Ok(()),
        }
    }

    /// Asks whether new products may be made.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub fn may_make_products(&self) -> Result<(), DbError> {
        match &self.only {
            Some(only) if !only.makes_products() => Err(DbError::OutsideScope(Outside::NewProduct)),
            _ => Ok(()),
        }
    }

    /// Asks whether campaigns may be made and changed: no condition is about them.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub const fn may_change_campaigns(&self) -> Result<(), DbError> {
        match self.only {
            None => Ok(()),
            Some(_) => Err(DbError::OutsideScope(Outside::Campaign)),
        }
    }

    /// Whether a product that carries that brand is reached.
    #[must_use]
    pub fn product(&self, id: ProductId, brand: BrandId) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.product(id, brand))
    }

    /// The conditions on products; `p` is the name by which the statement knows the table, with
    /// its dot.
    pub(crate) fn products(&self, p: &str) -> Filters {
        let filters = Filters::default().with(&format!("{p}company_id = ?"), self.company);
        let Some(only) = &self.only else {
            return filters;
        };
        let filters = match &only.brands {
            Some(brands) => filters.among(
                &format!("{p}brand_id IN (?)"),
                brands.iter().map(|id| Arg::from(*id)),
            ),
            None => filters,
        };
        match &only.products {
            Some(products) => filters.among(
                &format!("{p}id IN (?)"),
                products.iter().map(|id| Arg::from(*id)),
            ),
            None => filters,
        }
    }

    /// The conditions on codes: those of products that are reached. `c` is the name by which the
    /// statement knows the table, with its dot.
    pub(crate) fn codes(&self, c: &str) -> Filters {
        let company = format!("{c}company_id = ?");
        if self.is_everything() {
            return Filters::default().with(&company, self.company);
        }
        let of_product = format!("{c}product_id IN (SELECT s.id FROM product s WHERE ?)");
        let filters = self.products("s.").inside(&of_product);
        filters.with(&company, self.company)
    }

    /// The conditions on brands.
    pub(crate) fn brands(&self) -> Filters {
        let filters = Filters::default().with("company_id = ?", self.company);
        let Some(only) = &self.only else {
            return filters;
        };
        let filters = match &only.brands {
            Some(brands) => filters.among("id IN (?)", brands.iter().map(|id| Arg::from(*id))),
            None => filters,
        };
        match &only.products {
            Some(products) => filters.among(
                "id IN (SELECT s.brand_id FROM product s \
                 WHERE s.company_id = brand.company_id AND s.id IN (?))",
                products.iter().map(|id| Arg::from(*id)),
            ),
            None => filters,
        }
    }

    /// The conditions on campaigns: those of products that are reached.
    pub(crate) fn campaigns(&self) -> Filters {
        if self.is_everything() {
            return Filters::default().with("company_id = ?", self.company);
        }
        let carried = "id IN (SELECT s.campaign_id FROM product s WHERE ?)";
        let filters = self.products("s.").inside(carried);
        filters.with("company_id = ?", self.company)
    }

    /// How many products of each campaign are reached, when that is not all that are in it.
    pub(crate) async fn campaign_counts(
        &self,
        conn: &mut Conn,
    ) -> Result<Option<HashMap<CampaignId, i64>>, DbError> {
        if self.is_everything() {
            return Ok(None);
        }
        let filters = self.products("");
        let sql = format!(
            "SELECT campaign_id, count(*) FROM product WHERE campaign_id IS NOT NULL AND {} \
             GROUP BY campaign_id",
            filters.where_clause()
        );
        let rows = conn.all(sql, filters.into_args()).await?;
        let counts: Result<_, DbError> = rows
            .iter()
            .map(|row| Ok((CampaignId(row.get(0)?), row.get(1)?)))
            .collect();
        counts.map(Some)
    }

    /// How many products of each brand are reached, when that is not all that the brand has.
    pub(crate) async fn product_counts(
        &self,
        conn: &mut Conn,
    ) -> Result<Option<HashMap<BrandId, i64>>, DbError> {
        if self.may_make_products().is_ok() {
            // Without a list of products, a brand is reached with all it has.
            return Ok(None);
        }
        let filters = self.products("");
        let sql = format!(
            "SELECT brand_id, count(*) FROM product WHERE {} GROUP BY brand_id",
            filters.where_clause()
        );
        let rows = conn.all(sql, filters.into_args()).await?;
        let counts: Result<_, DbError> = rows
            .iter()
            .map(|row| Ok((BrandId(row.get(0)?), row.get(1)?)))
            .collect();
        counts.map(Some)
    }

    /// Asks whether a product may be put into that campaign.
    pub(crate) async fn may_put_into(
        &self,
        conn: &mut Conn,
        campaigns: impl IntoIterator<Item = CampaignId>,
    ) -> Result<(), DbError> {
        let Some(counts) = self.campaign_counts(conn).await? else {
            return Ok(());
        };
        if campaigns.into_iter().all(|id| counts.contains_key(&id)) {
            Ok(())
        } else {
            Err(DbError::OutsideScope(Outside::Product))
        }
    }

    /// Which of these brands of the company are reached.
    pub(crate) async fn reached(
        &self,
        conn: &mut Conn,
        brands: HashSet<BrandId>,
    ) -> Result<HashSet<BrandId>, DbError> {
        let Some(only) = &self.only else {
            return Ok(brands);
        };
        let counts = self.product_counts(conn).await?;
        let carried = |id: &BrandId| counts.as_ref().is_none_or(|map| map.contains_key(id));
        let brands = brands.into_iter();
        Ok(brands
            .filter(|id| only.lists_brand(*id) && carried(id))
            .collect())
    }

    /// Asks whether products may carry all these brands.
    pub(crate) async fn may_carry(
        &self,
        conn: &mut Conn,
        brands: impl IntoIterator<Item = BrandId>,
    ) -> Result<(), DbError> {
        if self.is_everything() {
            return Ok(());
        }
        let brands: HashSet<_> = brands.into_iter().collect();
        let wanted = brands.len();
        if self.reached(conn, brands).await?.len() == wanted {
            Ok(())
        } else {
            Err(DbError::OutsideScope(Outside::Product))
        }
    }
}
