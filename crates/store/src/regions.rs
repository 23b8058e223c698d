//! Regions of a company: names for the countries that products are meant for.

use crate::{
    DbError, Ordering, OrderingKind,
    conn::{Conn, Row, Tx, args},
    lists::{Filters, List},
};
use countermark_core::{
    country::Country,
    ids::{CompanyId, RegionId},
    only::{from_stored, to_stored},
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id.
    pub id: RegionId,
    /// Its name, unique in the company in any case.
    pub name: String,
    /// Its countries.
    pub countries: BTreeSet<Country>,
    /// Put away.
    pub archived: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Region {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "name": self.name,
            "countries": to_stored(&self.countries),
            "is_archived": self.archived,
        })
    }
}

/// Which regions are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in the name.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
}

const LIST: List = List {
    columns: "id, name, countries, archived, created_at",
    from: "region",
    id: "id",
};

/// How regions may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "name",
        column: "name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
    Ordering {
        name: "creation_date",
        column: "created_at",
        kind: OrderingKind::Int,
        descending: true,
    },
];

fn read(row: &Row) -> Result<Region, DbError> {
    let countries: String = row.get(2)?;
    let corrupt = || DbError::Corrupt("countries of a region".into());
    Ok(Region {
        id: RegionId(row.get(0)?),
        name: row.get(1)?,
        countries: from_stored(&countries).ok_or_else(corrupt)?,
        archived: row.get::<i64>(3)? != 0,
        created_at: Timestamp(row.get(4)?),
    })
}

/// The region with that id.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    id: RegionId,
) -> Result<Option<Region>, DbError> {
    let sql = format!(
        "SELECT {} FROM region WHERE company_id = $1 AND id = $2",
        LIST.columns
    );
    let row = conn.one(sql, args![company, id]).await?;
    row.map(|row| read(&row)).transpose()
}

/// As [`get`], and nobody else changes the region until the transaction ends.
pub async fn lock(
    tx: &mut Tx,
    company: CompanyId,
    id: RegionId,
) -> Result<Option<Region>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM region WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![company, id]).await?;
    }
    get(tx, company, id).await
}

/// A page of the company's regions.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Region>, DbError> {
    let filters = Filters::default()
        .with("company_id = ?", company)
        .with("archived = ?", wanted.archived)
        .containing("name_folded", wanted.search.as_deref());
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// Whether a region of the company has that name, in any case, other than `own`.
pub async fn is_name_taken(
    conn: &mut Conn,
    company: CompanyId,
    name: &str,
    own: Option<RegionId>,
) -> Result<bool, DbError> {
    let sql = "SELECT id FROM region WHERE company_id = $1 AND name_folded = $2";
    let row = conn.one(sql, args![company, fold(name)]).await?;
    let found = row.map(|row| row.get(0).map(RegionId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// Makes a region; [`DbError::Unique`] when the name is taken.
pub async fn create(
    tx: &mut Tx,
    company: CompanyId,
    name: &str,
    countries: &BTreeSet<Country>,
    now: Timestamp,
) -> Result<Region, DbError> {
    let sql = format!(
        "INSERT INTO region (company_id, name, name_folded, countries, archived, created_at) \
         VALUES ($1, $2, $3, $4, 0, $5) RETURNING {}",
        LIST.columns
    );
    let args = args![company, name, fold(name), to_stored(countries), now];
    let row = tx.one(sql, args).await?;
    read(&row.ok_or_else(|| DbError::Corrupt("no row".into()))?)
}

/// Stores the changed members of a region; [`DbError::Unique`] when the name is taken.
pub async fn update(tx: &mut Tx, company: CompanyId, region: &Region) -> Result<(), DbError> {
    tx.run(
        "UPDATE region SET name = $3, name_folded = $4, countries = $5 \
         WHERE company_id = $1 AND id = $2",
        args![
            company,
            region.id,
            region.name.as_str(),
            fold(&region.name),
            to_stored(&region.countries),
        ],
    )
    .await?;
    Ok(())
}

/// Archives or restores a region; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    company: CompanyId,
    id: RegionId,
    archived: bool,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE region SET archived = $3 WHERE company_id = $1 AND id = $2 AND archived <> $3",
            args![company, id, archived],
        )
        .await?;
    Ok(touched == 1)
}
