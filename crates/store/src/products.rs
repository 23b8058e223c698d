//! Products of a company, and how to read them. What a condition does not allow is a
//! [`DbError::OutsideScope`]. What concerns many at once is in [`bulk`].

pub mod bulk;
mod write;

pub use write::{create, delete, set_archived, set_stc, update};

use crate::{
    DbError, Filters, Ordering, OrderingKind, Scope,
    conn::{Conn, Row, Tx, args},
    counters::{self, Counter},
    lists::List,
};
use countermark_core::{
    ids::{BrandId, CampaignId, ProductId},
    page::{Anchor, Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};

/// Rows of one step of an export: what is in memory at a time.
const EXPORT_STEP: i64 = 1_000;

/// The brand of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandOf {
    /// Its id.
    pub id: BrandId,
    /// Its name.
    pub name: String,
    /// The company's own key for it.
    pub reference: Option<String>,
}

/// The campaign of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignOf {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Put away.
    pub archived: bool,
}

/// How many codes a product has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodesOf {
    /// All of them.
    pub all: i64,
    /// Those that are active.
    pub active: i64,
    /// Those that are blacklisted.
    pub blacklisted: i64,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its UUID, as the contract shows it beside the id (contract §4.3).
    pub uuid: String,
    /// The company's own key for it, unique in the company.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The name that is printed beside its codes.
    pub label: String,
    /// Free text.
    pub description: String,
    /// A link for people.
    pub client_url: String,
    /// Put away.
    pub archived: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whose brand it carries.
    pub brand: BrandOf,
    /// What it is scanned under, if anything.
    pub campaign: Option<CampaignOf>,
    /// What landing pages show of it: a JSON object as it was sent, if there is one.
    pub stc: Option<Value>,
    /// How many codes are its.
    pub codes: CodesOf,
}

impl Product {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "sku": self.sku,
            "name": self.name,
            "brand": self.brand.id.0,
            "campaign": self.campaign.as_ref().map(|campaign| campaign.id.0),
            "label": self.label,
            "description": self.description,
            "client_url": self.client_url,
            "stc": self.stc,
            "is_archived": self.archived,
        })
    }
}

/// What a product is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewProduct<'a> {
    /// Its UUID.
    pub uuid: &'a str,
    /// The company's own key.
    pub sku: &'a str,
    /// Its name.
    pub name: &'a str,
    /// A brand of the same company.
    pub brand: BrandId,
    /// A campaign of the same company, or none.
    pub campaign: Option<CampaignId>,
    /// The name for its codes.
    pub label: &'a str,
    /// Free text.
    pub description: &'a str,
    /// A link.
    pub client_url: &'a str,
}

/// Which products are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Text in name or SKU.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
    /// The one with exactly this SKU.
    pub sku: Option<String>,
    /// Only those of this brand.
    pub brand: Option<BrandId>,
    /// Only those in this campaign.
    pub campaign: Option<CampaignId>,
}

const LIST: List = List {
    columns: "p.id, p.uuid, p.sku, p.name, p.label, p.description, p.client_url, p.archived, \
              p.created_at, b.id, b.name, b.reference, c.id, c.name, c.description, c.archived, \
              p.stc, p.code_count, p.active_code_count, p.blacklisted_code_count",
    from: "product p JOIN brand b ON b.company_id = p.company_id AND b.id = p.brand_id \
           LEFT JOIN campaign c ON c.company_id = p.company_id AND c.id = p.campaign_id",
    id: "p.id",
};

/// How products may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "p.created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "name",
        column: "p.name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "sku",
        column: "p.sku",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "id",
        column: "p.id",
        kind: OrderingKind::Int,
        descending: false,
    },
];

fn read(row: &Row) -> Result<Product, DbError> {
    Ok(Product {
        id: ProductId(row.get(0)?),
        uuid: row.get(1)?,
        sku: row.get(2)?,
        name: row.get(3)?,
        label: row.get(4)?,
        description: row.get(5)?,
        client_url: row.get(6)?,
        archived: row.get::<i64>(7)? != 0,
        created_at: Timestamp(row.get(8)?),
        brand: BrandOf {
            id: BrandId(row.get(9)?),
            name: row.get(10)?,
            reference: row.get(11)?,
        },
        campaign: match row.get::<Option<i64>>(12)? {
            None => None,
            Some(id) => Some(CampaignOf {
                id: CampaignId(id),
                name: row.get(13)?,
                description: row.get(14)?,
                archived: row.get::<i64>(15)? != 0,
            }),
        },
        stc: stc_of(row)?,
        codes: CodesOf {
            all: row.get(17)?,
            active: row.get(18)?,
            blacklisted: row.get(19)?,
        },
    })
}

fn stc_of(row: &Row) -> Result<Option<Value>, DbError> {
    let stored = row.get::<Option<String>>(16)?;
    let read = stored.map(|text| serde_json::from_str(&text)).transpose();
    read.map_err(|error| DbError::Corrupt(format!("data of a product: {error}")))
}

/// Shows no campaign that the viewer does not see.
async fn hide(conn: &mut Conn, scope: &Scope, products: &mut [Product]) -> Result<(), DbError> {
    let id = |product: &Product| product.campaign.as_ref().map(|campaign| campaign.id);
    let hidden = scope.hidden(conn, products.iter().filter_map(id)).await?;
    if !hidden.is_empty() {
        for product in products {
            product
                .campaign
                .take_if(|campaign| hidden.contains(&campaign.id));
        }
    }
    Ok(())
}

/// The text that a search looks in. A line break parts the two, so that nothing is found across.
fn searchable(name: &str, sku: &str) -> String {
    fold(&format!("{name}\n{sku}"))
}

/// The product with that id.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: ProductId,
) -> Result<Option<Product>, DbError> {
    one(conn, scope, scope.products("p.").with("p.id = ?", id)).await
}

/// The product with exactly that SKU.
pub async fn by_sku(conn: &mut Conn, scope: &Scope, sku: &str) -> Result<Option<Product>, DbError> {
    one(conn, scope, scope.products("p.").with("p.sku = ?", sku)).await
}

async fn one(conn: &mut Conn, scope: &Scope, filters: Filters) -> Result<Option<Product>, DbError> {
    let Some(found) = LIST.one(conn, filters, read).await? else {
        return Ok(None);
    };
    let mut found = [found];
    hide(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}

/// Whether a product of the company has exactly that SKU, archived or not, other than `own`. All
/// of them count, also those outside the scope, of which nothing else is told.
pub async fn is_sku_taken(
    conn: &mut Conn,
    scope: &Scope,
    sku: &str,
    own: Option<ProductId>,
) -> Result<bool, DbError> {
    // A SKU is unique in the whole company: no condition of a token here.
    let sql = "SELECT id FROM product WHERE company_id = $1 AND sku = $2";
    let row = conn.one(sql, args![scope.company(), sku]).await?;
    let found = row.map(|row| row.get(0).map(ProductId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// As [`get`], and nobody else changes the product until the transaction ends: for a change
/// that depends on what is there.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: ProductId) -> Result<Option<Product>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM product WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

async fn filters(conn: &mut Conn, scope: &Scope, wanted: &Wanted) -> Result<Filters, DbError> {
    let filters = scope
        .products("p.")
        .with("p.archived = ?", wanted.archived)
        .with_some("p.sku = ?", wanted.sku.as_deref())
        .with_some("p.brand_id = ?", wanted.brand)
        .with_some("p.campaign_id = ?", wanted.campaign)
        .containing("p.searchable", wanted.search.as_deref());
    // A campaign that is hidden holds nothing, as one that is not there.
    let hidden = scope.hidden(conn, wanted.campaign).await?;
    Ok(if hidden.is_empty() {
        filters
    } else {
        filters.among("p.campaign_id IN (?)", [])
    })
}

/// A page of the company's products.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Product>, DbError> {
    let all = Wanted {
        archived: wanted.archived,
        ..Wanted::default()
    };
    let known = if *wanted == all {
        let counter = Counter::Products {
            archived: wanted.archived,
        };
        counters::get(conn, scope, counter).await?
    } else {
        None
    };
    let filters = filters(conn, scope, wanted).await?;
    let mut found = LIST
        .page(conn, filters, ordering, page, known, read)
        .await?;
    hide(conn, scope, &mut found.rows).await?;
    Ok(found)
}

/// The next at most 1,000 products of an export, and where to go on; `None` after the last.
/// Each step finds its place by key, so the whole costs the same at any depth.
pub async fn export(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    after: Option<Anchor>,
) -> Result<(Vec<Product>, Option<Anchor>), DbError> {
    let page = PageRequest {
        limit: EXPORT_STEP,
        offset: 0,
        after,
    };
    let filters = filters(conn, scope, wanted).await?;
    // Nobody reads the count of an export: zero spares counting.
    let mut page = LIST
        .page(conn, filters, ordering, &page, Some(0), read)
        .await?;
    hide(conn, scope, &mut page.rows).await?;
    Ok((page.rows, page.next))
}
