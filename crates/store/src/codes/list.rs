//! Pages of codes, and what they can be narrowed by (contract §4.6).

use super::{Code, LIST, add_data, read};
use crate::{
    DbError, Filters, Ordering, OrderingKind, Scope,
    conn::{Arg, Conn},
    counters::{self, Counter},
};
use countermark_core::{
    codes::Status,
    ids::{BrandId, CampaignId, CodeId, ProductId, UserId, WorkorderId},
    page::{Page, PageRequest},
    time::Timestamp,
};

/// From a time on, and until before another.
pub type Period = (Option<Timestamp>, Option<Timestamp>);

/// Which codes are wanted. Everything that is given must be so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Their product is in this campaign.
    pub campaign: Option<CampaignId>,
    /// Their product carries one of these brands.
    pub brands: Option<Vec<BrandId>>,
    /// Their product is one of these.
    pub products: Option<Vec<ProductId>>,
    /// They came with this order.
    pub workorder: Option<WorkorderId>,
    /// When they were activated.
    pub activated_at: Period,
    /// When anything of them changed.
    pub updated_at: Period,
    /// Their status.
    pub status: Option<Status>,
    /// Whether they are blacklisted.
    pub blacklisted: Option<bool>,
    /// Keys and the values that they have.
    pub scm: Vec<(String, String)>,
    /// Exactly this serial number.
    pub serial_number: Option<String>,
    /// Exactly this id.
    pub extended_id: Option<String>,
    /// Who activated them.
    pub activated_by: Option<UserId>,
    /// Id or serial number begins with this text.
    pub search: Option<String>,
}

/// How codes may be sorted: as they were made, which is the order of their ids.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "creation_date",
    column: "c.id",
    kind: OrderingKind::Int,
    descending: true,
}];

/// The last character of all: behind every text that begins with another one.
const LAST: char = char::MAX;

fn within(filters: Filters, column: &str, (from, to): Period) -> Filters {
    filters
        .with_some(&format!("{column} >= ?"), from)
        .with_some(&format!("{column} < ?"), to)
}

fn ids<T: Copy + Into<Arg>>(filters: Filters, clause: &str, ids: Option<&[T]>) -> Filters {
    match ids {
        None => filters,
        Some(ids) => filters.among(clause, ids.iter().map(|id| (*id).into())),
    }
}

/// What codes must meet; `range` says of which ids codes are looked at, after the first and up to
/// the second, when that is known.
pub(super) fn filters(scope: &Scope, wanted: &Wanted, range: Option<(CodeId, CodeId)>) -> Filters {
    let mut filters = scope.codes("c.");
    filters = within(filters, "c.activated_at", wanted.activated_at);
    filters = within(filters, "c.updated_at", wanted.updated_at);
    // Of products, not of joined rows: codes are found by their product.
    let company = filters.place(scope.company());
    let of_products = |condition: &str| {
        format!(
            "c.product_id IN (SELECT f.id FROM product f WHERE f.company_id = {company} \
             AND {condition})"
        )
    };
    let of_brands = of_products("f.brand_id IN (?)");
    filters = ids(filters, &of_brands, wanted.brands.as_deref());
    filters = ids(filters, "c.product_id IN (?)", wanted.products.as_deref());
    filters = filters
        .with_some(&of_products("f.campaign_id = ?"), wanted.campaign)
        .with_some("c.workorder_id = ?", wanted.workorder)
        .with_some("c.activation_status = ?", wanted.status.map(Status::number))
        .with_some("c.serial_number = ?", wanted.serial_number.as_deref())
        .with_some("c.extended_id = ?", wanted.extended_id.as_deref())
        .with_some("c.activated_by = ?", wanted.activated_by);
    let blacklisted = Status::Blacklisted.number();
    filters = match wanted.blacklisted {
        None => filters,
        Some(true) => filters.with("c.activation_status = ?", blacklisted),
        Some(false) => filters.with("c.activation_status <> ?", blacklisted),
    };
    let of_range = range.map_or_else(String::new, |(after, last)| {
        let (after, last) = (filters.place(after), filters.place(last));
        format!(" AND s.code_id > {after} AND s.code_id <= {last}")
    });
    for (key, value) in &wanted.scm {
        let key = filters.place(key.as_str());
        let clause = format!(
            "c.id IN (SELECT s.code_id FROM code_scm s WHERE s.company_id = {company} \
             AND s.key = {key} AND s.value = ?{of_range})"
        );
        filters = filters.with(&clause, value.as_str());
    }
    let Some(text) = &wanted.search else {
        return filters;
    };
    let last = filters.place(format!("{text}{LAST}"));
    if range.is_some() {
        // They are looked at one by one anyway.
        let begins = |column: &str| format!("(c.{column} >= ? AND c.{column} < {last})");
        let (id, serial) = (begins("extended_id"), begins("serial_number"));
        return filters.with(&format!("({id} OR {serial})"), text.as_str());
    }
    let begins = |column: &str, plus: &str| {
        format!(
            "SELECT f.id FROM code f WHERE f.company_id{plus} = {company} AND f.{column} >= ? \
             AND f.{column} < {last}"
        )
    };
    // Ids have an index of their own, serial numbers one for each company.
    let (id, serial) = (begins("extended_id", " + 0"), begins("serial_number", ""));
    filters.with(&format!("c.id IN ({id} UNION {serial})"), text.as_str())
}

/// A page of codes.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Code>, DbError> {
    let known = if *wanted == Wanted::default() {
        counters::get(conn, scope, Counter::Codes).await?
    } else {
        None
    };
    let filters = filters(scope, wanted, None);
    let mut found = LIST
        .page(conn, filters, ordering, page, known, read)
        .await?;
    add_data(conn, scope, &mut found.rows).await?;
    Ok(found)
}
