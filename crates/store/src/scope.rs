//! The one place that says which brands, products and campaigns a caller reaches. Every function
//! about them takes a [`Scope`] where others take the company: without one a statement cannot be
//! written down, and its conditions are part of every statement (decisions 0019 and 0020).

use crate::{
    DbError, Filters,
    conn::{Arg, Conn},
    workorders::LOADING,
};
use countermark_core::{
    ids::{BrandId, CampaignId, CompanyId, ProductId, UserId},
    only::Only,
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// A company, or the part of it that a caller reaches.
#[derive(Clone, Debug)]
pub struct Scope {
    company: CompanyId,
    only: Option<Arc<Only>>,
    /// Whose teams say which limited campaigns are seen; `None`: all of them are.
    viewer: Option<UserId>,
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
    /// A product, or the brand or campaign that it is to get.
    Product,
    /// A new campaign is in nobody's list.
    NewCampaign,
    /// A change of this campaign: not listed, or it would show on products that are not within.
    Campaign,
    /// A product in a campaign that the person does not see: it stays there, and gets no codes.
    HiddenCampaign,
    /// A product that is to be in no campaign, when only certain ones are reached.
    NoCampaign,
}

impl Scope {
    /// All of a company: for people, tokens without a condition, and what is the program's own.
    #[must_use]
    pub const fn everything(company: CompanyId) -> Self {
        Self {
            company,
            only: None,
            viewer: None,
        }
    }

    /// What is within the condition, if there is one.
    #[must_use]
    pub const fn within(company: CompanyId, only: Option<Arc<Only>>) -> Self {
        Self {
            company,
            only,
            viewer: None,
        }
    }

    /// The same as that person sees it: of campaigns that are limited to teams only those of
    /// theirs (decision 0028).
    #[must_use]
    pub fn seen_by(self, person: UserId) -> Self {
        Self {
            viewer: Some(person),
            ..self
        }
    }

    /// The same whatever teams somebody is in: for what has to stay true of hidden campaigns.
    pub(crate) fn of_everybody(&self) -> Self {
        Self {
            viewer: None,
            ..self.clone()
        }
    }

    /// Whether no campaign is hidden from the viewer, so that what is counted for all of them may
    /// be shown.
    #[must_use]
    pub const fn sees_every_campaign(&self) -> bool {
        self.only.is_none() && self.viewer.is_none()
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

    /// The condition that narrows it, if there is one.
    #[must_use]
    pub fn only(&self) -> Option<&Only> {
        self.only.as_deref()
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

    /// Asks whether new campaigns may be made.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub const fn may_make_campaigns(&self) -> Result<(), DbError> {
        match self.only {
            None => Ok(()),
            Some(_) => Err(DbError::OutsideScope(Outside::NewCampaign)),
        }
    }

    /// Asks whether a campaign may be changed.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub fn may_change_campaign(&self, id: CampaignId) -> Result<(), DbError> {
        match &self.only {
            Some(only) if !only.changes_campaign(id) => {
                Err(DbError::OutsideScope(Outside::Campaign))
            }
            _ => Ok(()),
        }
    }

    /// Asks whether products may be in no campaign.
    ///
    /// # Errors
    /// [`DbError::OutsideScope`].
    pub fn may_leave_campaigns(&self) -> Result<(), DbError> {
        match &self.only {
            Some(only) if !only.lets_leave_campaigns() => {
                Err(DbError::OutsideScope(Outside::NoCampaign))
            }
            _ => Ok(()),
        }
    }

    /// Whether a product that carries that brand and is in that campaign is reached.
    #[must_use]
    pub fn product(&self, id: ProductId, brand: BrandId, campaign: Option<CampaignId>) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.product(id, brand, campaign))
    }

    /// The conditions on products; `p` is the name by which the statement knows the table, with
    /// its dot.
    pub(crate) fn products(&self, p: &str) -> Filters {
        let filters = Filters::default().with(&format!("{p}company_id = ?"), self.company);
        let Some(only) = &self.only else {
            return filters;
        };
        let filters = listed(
            filters,
            &format!("{p}brand_id IN (?)"),
            only.brands.as_ref(),
        );
        let filters = listed(filters, &format!("{p}id IN (?)"), only.products.as_ref());
        // NULL meets no list: what is in no campaign is outside.
        let campaigns = only.campaigns.as_ref();
        listed(filters, &format!("{p}campaign_id IN (?)"), campaigns)
    }

    /// The conditions on codes: as [`Scope::orders`], and none of an upload that is under way: all
    /// of those come into sight together (decision 0034). `c` is the name by which the statement
    /// knows the table, with its dot.
    pub(crate) fn codes(&self, c: &str) -> Filters {
        let there = format!(
            "{c}workorder_id NOT IN (SELECT l.id FROM workorder l \
             WHERE l.company_id = ? AND l.state = '{LOADING}')"
        );
        self.orders(c).with(&there, self.company)
    }

    /// The conditions on orders of codes, and on whatever else is about the codes of a product:
    /// those of products that are reached, and of none in a campaign that the viewer does not see:
    /// a team is about a campaign's codes (decision 0028). `c` is the name by which the statement
    /// knows the table, with its dot.
    pub(crate) fn orders(&self, c: &str) -> Filters {
        let mut filters = self.on_products(c);
        let Some(viewer) = self.viewer else {
            return filters;
        };
        // Hidden campaigns are few, and the list of their products is made once a statement.
        let company = filters.place(self.company);
        let seen = format!(
            "({c}product_id IS NULL OR {c}product_id NOT IN (SELECT h.id FROM product h \
             JOIN campaign k ON k.company_id = h.company_id AND k.id = h.campaign_id \
             WHERE h.company_id = {company} AND k.limited = 1 AND k.id NOT IN (?)))"
        );
        self.teams(filters, &seen, viewer)
    }

    /// The conditions on brands: those listed or, unless they are reached with all that they have,
    /// those of products that are reached.
    pub(crate) fn brands(&self) -> Filters {
        let all = || Filters::default().with("company_id = ?", self.company);
        match &self.only {
            None => all(),
            Some(only) if only.has_whole_brands() => {
                listed(all(), "id IN (?)", only.brands.as_ref())
            }
            Some(_) => {
                let carried = "id IN (SELECT s.brand_id FROM product s WHERE ?)";
                let filters = self.products("s.").inside(carried);
                filters.with("company_id = ?", self.company)
            }
        }
    }

    /// The conditions on campaigns: those listed or, unless they are reached with all that is in
    /// them, those of products that are reached; of these the ones that the viewer sees.
    pub(crate) fn campaigns(&self) -> Filters {
        let all = || Filters::default().with("company_id = ?", self.company);
        let filters = match &self.only {
            None => all(),
            Some(only) if only.has_whole_campaigns() => {
                listed(all(), "id IN (?)", only.campaigns.as_ref())
            }
            Some(_) => {
                let carried = "id IN (SELECT s.campaign_id FROM product s WHERE ?)";
                let filters = self.products("s.").inside(carried);
                filters.with("company_id = ?", self.company)
            }
        };
        match self.viewer {
            None => filters,
            Some(viewer) => self.teams(filters, "(limited = 0 OR id IN (?))", viewer),
        }
    }

    /// The conditions on scans: those of products that are reached, and of campaigns that the viewer
    /// sees. `s` is the name by which the statement knows the table, with its dot.
    pub(crate) fn scans(&self, s: &str) -> Filters {
        let filters = self.on_products(s);
        let Some(viewer) = self.viewer else {
            return filters;
        };
        let hidden = format!(
            "({s}campaign_id IS NULL OR {s}campaign_id NOT IN (SELECT k.id FROM campaign k \
             WHERE k.company_id = {s}company_id AND k.limited = 1 AND k.id NOT IN (?)))"
        );
        self.teams(filters, &hidden, viewer)
    }

    /// The conditions on rows that carry a product: those of products that are reached. `t` is the
    /// name by which the statement knows the table, with its dot.
    fn on_products(&self, t: &str) -> Filters {
        let company = format!("{t}company_id = ?");
        if self.is_everything() {
            return Filters::default().with(&company, self.company);
        }
        let carried = format!("{t}product_id IN (SELECT sp.id FROM product sp WHERE ?)");
        let filters = self.products("sp.").inside(&carried);
        filters.with(&company, self.company)
    }

    /// Adds a condition in which `?` stands for the campaigns of that person's teams.
    fn teams(&self, mut filters: Filters, clause: &str, viewer: UserId) -> Filters {
        let company = filters.place(self.company);
        let theirs = format!(
            "SELECT tc.campaign_id FROM team_member tm JOIN team_campaign tc \
             ON tc.company_id = tm.company_id AND tc.team_id = tm.team_id \
             WHERE tm.company_id = {company} AND tm.person_id = ?"
        );
        filters.with(&clause.replace('?', &theirs), viewer)
    }

    /// Which of these campaigns the viewer does not see because of their teams.
    pub(crate) async fn hidden(
        &self,
        conn: &mut Conn,
        campaigns: impl IntoIterator<Item = CampaignId>,
    ) -> Result<HashSet<CampaignId>, DbError> {
        let Some(viewer) = self.viewer else {
            return Ok(HashSet::new());
        };
        let asked: HashSet<_> = campaigns.into_iter().collect();
        if asked.is_empty() {
            return Ok(asked);
        }
        let filters = Filters::default()
            .with("company_id = ?", self.company)
            .with("limited = ?", true);
        // By all that are hidden, which are few: one statement serves every page.
        let filters = self.teams(filters, "id NOT IN (?)", viewer);
        let sql = format!("SELECT id FROM campaign WHERE {}", filters.where_clause());
        let mut hidden = HashSet::new();
        for row in conn.all(sql, filters.into_args()).await? {
            hidden.insert(CampaignId(row.get(0)?));
        }
        hidden.retain(|id| asked.contains(id));
        Ok(hidden)
    }

    /// How many products of each campaign are reached, when that is not all that are in it.
    pub(crate) async fn campaign_counts(
        &self,
        conn: &mut Conn,
    ) -> Result<Option<HashMap<CampaignId, i64>>, DbError> {
        let whole = |only: &Arc<Only>| only.has_whole_campaigns();
        if self.only.as_ref().is_none_or(whole) {
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
        let whole = |only: &Arc<Only>| only.has_whole_brands();
        if self.only.as_ref().is_none_or(whole) {
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

    /// Asks whether products may be in all these campaigns, or in none.
    pub(crate) async fn may_put_into(
        &self,
        conn: &mut Conn,
        campaigns: impl IntoIterator<Item = Option<CampaignId>>,
    ) -> Result<(), DbError> {
        if self.sees_every_campaign() {
            return Ok(());
        }
        let mut wanted: HashSet<_> = campaigns.into_iter().collect();
        if wanted.remove(&None) {
            self.may_leave_campaigns()?;
        }
        if wanted.is_empty() {
            return Ok(());
        }
        // Not by the list alone: one that is not there would leave the product in none.
        let filters = self.campaigns();
        let sql = format!("SELECT id FROM campaign WHERE {}", filters.where_clause());
        for row in conn.all(sql, filters.into_args()).await? {
            wanted.remove(&Some(CampaignId(row.get(0)?)));
        }
        if wanted.is_empty() {
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

/// Adds that an id is in a list, when there is one.
fn listed<T: Copy + Into<Arg>>(
    filters: Filters,
    clause: &str,
    list: Option<&BTreeSet<T>>,
) -> Filters {
    match list {
        Some(ids) => filters.among(clause, ids.iter().map(|id| (*id).into())),
        None => filters,
    }
}
