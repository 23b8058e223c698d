//! Brands of a company. What a condition does not allow is a [`DbError::OutsideScope`].

use crate::{
    DbError, Ordering, OrderingKind, Scope,
    conn::{Arg, Conn, Row, Tx, args},
    counters::{self, Counter},
    lists::List,
};
use countermark_core::{
    ids::BrandId,
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};

/// A brand.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// Its name, unique in the company in any case.
    pub name: String,
    /// The company's own key for it.
    pub reference: Option<String>,
    /// Free text.
    pub description: String,
    /// A link for people.
    pub client_url: String,
    /// How many products it has.
    pub product_count: i64,
    /// Put away.
    pub archived: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Brand {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "name": self.name,
            "reference": self.reference,
            "description": self.description,
            "client_url": self.client_url,
            "is_archived": self.archived,
        })
    }
}

/// What a brand is made of.
#[derive(Clone, Debug)]
pub struct NewBrand<'a> {
    /// Its name.
    pub name: &'a str,
    /// The company's own key.
    pub reference: Option<&'a str>,
    /// Free text.
    pub description: &'a str,
    /// A link.
    pub client_url: &'a str,
}

/// Which brands are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in the name.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
}

const LIST: List = List {
    columns: "id, name, reference, description, client_url, product_count, archived, created_at",
    from: "brand",
    id: "id",
};

/// How brands may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "name",
        column: "name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
];

fn read(row: &Row) -> Result<Brand, DbError> {
    Ok(Brand {
        id: BrandId(row.get(0)?),
        name: row.get(1)?,
        reference: row.get(2)?,
        description: row.get(3)?,
        client_url: row.get(4)?,
        product_count: row.get(5)?,
        archived: row.get::<i64>(6)? != 0,
        created_at: Timestamp(row.get(7)?),
    })
}

/// Shows of each brand as many products as are reached.
async fn recount(conn: &mut Conn, scope: &Scope, brands: &mut [Brand]) -> Result<(), DbError> {
    if let Some(counts) = scope.product_counts(conn).await? {
        for brand in brands {
            brand.product_count = counts.get(&brand.id).copied().unwrap_or(0);
        }
    }
    Ok(())
}

async fn find(
    conn: &mut Conn,
    scope: &Scope,
    condition: &str,
    value: impl Into<Arg>,
) -> Result<Option<Brand>, DbError> {
    let filters = scope.brands().with(&format!("{condition} = ?"), value);
    let Some(found) = LIST.one(conn, filters, read).await? else {
        return Ok(None);
    };
    let mut found = [found];
    recount(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}

/// The brand with that id.
pub async fn get(conn: &mut Conn, scope: &Scope, id: BrandId) -> Result<Option<Brand>, DbError> {
    find(conn, scope, "id", id).await
}

/// As [`get`], and nobody else changes the brand until the transaction ends.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: BrandId) -> Result<Option<Brand>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM brand WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// The brand with that reference.
pub async fn by_reference(
    conn: &mut Conn,
    scope: &Scope,
    reference: &str,
) -> Result<Option<Brand>, DbError> {
    find(conn, scope, "reference", reference).await
}

/// Whether a brand of the company has that name, in any case, other than `own`. All of them
/// count, also those outside the scope, of which nothing else is told.
pub async fn is_name_taken(
    conn: &mut Conn,
    scope: &Scope,
    name: &str,
    own: Option<BrandId>,
) -> Result<bool, DbError> {
    is_taken(conn, scope, "name_folded", fold(name).into(), own).await
}

/// As [`is_name_taken`], for the company's own key.
pub async fn is_reference_taken(
    conn: &mut Conn,
    scope: &Scope,
    reference: &str,
    own: Option<BrandId>,
) -> Result<bool, DbError> {
    is_taken(conn, scope, "reference", reference.into(), own).await
}

async fn is_taken(
    conn: &mut Conn,
    scope: &Scope,
    column: &str,
    value: Arg,
    own: Option<BrandId>,
) -> Result<bool, DbError> {
    // A name is unique in the whole company: no condition of a token here.
    let sql = format!("SELECT id FROM brand WHERE company_id = $1 AND {column} = $2");
    let row = conn.one(sql, vec![scope.company().into(), value]).await?;
    let found = row.map(|row| row.get(0).map(BrandId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// A page of the company's brands.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Brand>, DbError> {
    let known = match wanted.search {
        None => {
            let counter = Counter::Brands {
                archived: wanted.archived,
            };
            counters::get(conn, scope, counter).await?
        }
        Some(_) => None,
    };
    let filters = scope
        .brands()
        .with("archived = ?", wanted.archived)
        .containing("name_folded", wanted.search.as_deref());
    let mut found = LIST
        .page(conn, filters, ordering, page, known, read)
        .await?;
    recount(conn, scope, &mut found.rows).await?;
    Ok(found)
}

/// Makes a brand.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewBrand<'_>,
    now: Timestamp,
) -> Result<Brand, DbError> {
    scope.may_make_brands()?;
    let company = scope.company();
    let sql = format!(
        "INSERT INTO brand (company_id, name, name_folded, reference, description, client_url, \
         product_count, archived, created_at) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7) \
         RETURNING {}",
        LIST.columns
    );
    let args = args![
        company,
        new.name,
        fold(new.name),
        new.reference,
        new.description,
        new.client_url,
        now
    ];
    let row = tx
        .one(sql, args)
        .await?
        .ok_or_else(|| DbError::Corrupt("no row".into()))?;
    counters::add(tx, company, Counter::Brands { archived: false }, 1).await?;
    read(&row)
}

/// Stores the changed members of a brand.
pub async fn update(tx: &mut Tx, scope: &Scope, brand: &Brand) -> Result<(), DbError> {
    scope.may_change_brand(brand.id)?;
    tx.run(
        "UPDATE brand SET name = $3, name_folded = $4, reference = $5, description = $6, \
         client_url = $7 WHERE company_id = $1 AND id = $2",
        args![
            scope.company(),
            brand.id,
            brand.name.as_str(),
            fold(&brand.name),
            brand.reference.as_deref(),
            brand.description.as_str(),
            brand.client_url.as_str(),
        ],
    )
    .await?;
    Ok(())
}

/// Archives or restores a brand; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    scope: &Scope,
    id: BrandId,
    archived: bool,
) -> Result<bool, DbError> {
    scope.may_change_brand(id)?;
    let company = scope.company();
    let touched = tx
        .run(
            "UPDATE brand SET archived = $3 WHERE company_id = $1 AND id = $2 AND archived <> $3",
            args![company, id, archived],
        )
        .await?;
    if touched == 1 {
        let (from, to) = (
            Counter::Brands {
                archived: !archived,
            },
            Counter::Brands { archived },
        );
        counters::shift(tx, company, from, to, 1).await?;
    }
    Ok(touched == 1)
}

/// Removes a brand for good; [`DbError::Referenced`] while it has products, `false` when it was
/// gone already.
pub async fn delete(tx: &mut Tx, scope: &Scope, id: BrandId) -> Result<bool, DbError> {
    scope.may_change_brand(id)?;
    let company = scope.company();
    let row = tx
        .one(
            "DELETE FROM brand WHERE company_id = $1 AND id = $2 RETURNING archived",
            args![company, id],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let archived = row.get::<i64>(0)? != 0;
    counters::add(tx, company, Counter::Brands { archived }, -1).await?;
    Ok(true)
}
