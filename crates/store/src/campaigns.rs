//! Campaigns of a company: what products are scanned under (contract §5).

pub mod access;
pub mod consumer_key;
mod duplicate;
pub mod options;
pub mod redirects;

pub use duplicate::duplicate;

use crate::{
    DbError, Ordering, OrderingKind, Scope,
    conn::{Conn, Row, Tx, args},
    counters::{self, Counter},
    lists::List,
};
use countermark_core::{
    ids::CampaignId,
    page::{Page, PageRequest},
    text::fold,
    time::Timestamp,
};
use serde_json::{Value, json};

/// A campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its name, unique in the company in any case.
    pub name: String,
    /// Free text.
    pub description: String,
    /// How many products are in it.
    pub product_count: i64,
    /// Put away.
    pub archived: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Campaign {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        json!({
            "name": self.name,
            "description": self.description,
            "is_archived": self.archived,
        })
    }
}

/// What a campaign is made of.
#[derive(Clone, Debug)]
pub struct NewCampaign<'a> {
    /// Its name.
    pub name: &'a str,
    /// Free text.
    pub description: &'a str,
}

/// Which campaigns are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in the name.
    pub search: Option<String>,
    /// The archived ones instead of the others.
    pub archived: bool,
}

const LIST: List = List {
    columns: "id, name, description, product_count, archived, created_at",
    from: "campaign",
    id: "id",
};

/// How campaigns may be sorted.
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

fn read(row: &Row) -> Result<Campaign, DbError> {
    Ok(Campaign {
        id: CampaignId(row.get(0)?),
        name: row.get(1)?,
        description: row.get(2)?,
        product_count: row.get(3)?,
        archived: row.get::<i64>(4)? != 0,
        created_at: Timestamp(row.get(5)?),
    })
}

/// Shows of each campaign as many products as are reached.
async fn recount(
    conn: &mut Conn,
    scope: &Scope,
    campaigns: &mut [Campaign],
) -> Result<(), DbError> {
    if let Some(counts) = scope.campaign_counts(conn).await? {
        for campaign in campaigns {
            campaign.product_count = counts.get(&campaign.id).copied().unwrap_or(0);
        }
    }
    Ok(())
}

/// The campaign with that id.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
) -> Result<Option<Campaign>, DbError> {
    let filters = scope.campaigns().with("id = ?", id);
    let Some(found) = LIST.one(conn, filters, read).await? else {
        return Ok(None);
    };
    let mut found = [found];
    recount(conn, scope, &mut found).await?;
    let [found] = found;
    Ok(Some(found))
}

/// As [`get`], and nobody else changes the campaign until the transaction ends.
pub async fn lock(tx: &mut Tx, scope: &Scope, id: CampaignId) -> Result<Option<Campaign>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM campaign WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![scope.company(), id]).await?;
    }
    get(tx, scope, id).await
}

/// Some columns of the campaign with that id.
async fn part(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
    columns: &str,
) -> Result<Option<Row>, DbError> {
    let filters = scope.campaigns().with("id = ?", id);
    let sql = format!(
        "SELECT {columns} FROM campaign WHERE {}",
        filters.where_clause()
    );
    conn.one(sql, filters.into_args()).await
}

/// Whether a campaign of the company has that name, in any case, other than `own`. All of them
/// count, also those outside the scope, of which nothing else is told.
pub async fn is_name_taken(
    conn: &mut Conn,
    scope: &Scope,
    name: &str,
    own: Option<CampaignId>,
) -> Result<bool, DbError> {
    // A name is unique in the whole company: no condition of a token here.
    let sql = "SELECT id FROM campaign WHERE company_id = $1 AND name_folded = $2";
    let row = conn.one(sql, args![scope.company(), fold(name)]).await?;
    let found = row.map(|row| row.get(0).map(CampaignId)).transpose()?;
    Ok(found.is_some() && found != own)
}

/// A page of the company's campaigns.
pub async fn list(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Campaign>, DbError> {
    let known = match wanted.search {
        None => {
            let counter = Counter::Campaigns {
                archived: wanted.archived,
            };
            counters::get(conn, scope, counter).await?
        }
        Some(_) => None,
    };
    let filters = scope
        .campaigns()
        .with("archived = ?", wanted.archived)
        .containing("name_folded", wanted.search.as_deref());
    let mut found = LIST
        .page(conn, filters, ordering, page, known, read)
        .await?;
    recount(conn, scope, &mut found.rows).await?;
    Ok(found)
}

/// Makes a campaign.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewCampaign<'_>,
    now: Timestamp,
) -> Result<Campaign, DbError> {
    scope.may_make_campaigns()?;
    let company = scope.company();
    let sql = format!(
        "INSERT INTO campaign (company_id, name, name_folded, description, product_count, archived, \
         created_at) VALUES ($1, $2, $3, $4, 0, 0, $5) \
         RETURNING {}",
        LIST.columns
    );
    let args = args![company, new.name, fold(new.name), new.description, now];
    let row = tx
        .one(sql, args)
        .await?
        .ok_or_else(|| DbError::Corrupt("no row".into()))?;
    counters::add(tx, company, Counter::Campaigns { archived: false }, 1).await?;
    read(&row)
}

/// Stores the changed members of a campaign.
pub async fn update(tx: &mut Tx, scope: &Scope, campaign: &Campaign) -> Result<(), DbError> {
    scope.may_change_campaign(campaign.id)?;
    tx.run(
        "UPDATE campaign SET name = $3, name_folded = $4, description = $5 \
         WHERE company_id = $1 AND id = $2",
        args![
            scope.company(),
            campaign.id,
            campaign.name.as_str(),
            fold(&campaign.name),
            campaign.description.as_str(),
        ],
    )
    .await?;
    Ok(())
}

/// Archives or restores a campaign; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    archived: bool,
) -> Result<bool, DbError> {
    scope.may_change_campaign(id)?;
    let company = scope.company();
    let touched = tx
        .run(
            "UPDATE campaign SET archived = $3 WHERE company_id = $1 AND id = $2 AND archived <> $3",
            args![company, id, archived],
        )
        .await?;
    if touched == 1 {
        let (from, to) = (
            Counter::Campaigns {
                archived: !archived,
            },
            Counter::Campaigns { archived },
        );
        counters::shift(tx, company, from, to, 1).await?;
    }
    Ok(touched == 1)
}
