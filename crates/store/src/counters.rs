//! Numbers of rows that are kept with the rows, in the same transaction.

use crate::{
    DbError, Scope,
    conn::{Conn, Tx, args},
};
use countermark_core::ids::CompanyId;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Brands, by whether they are archived.
    Brands {
        /// The archived ones.
        archived: bool,
    },
    /// Campaigns, by whether they are archived.
    Campaigns {
        /// The archived ones.
        archived: bool,
    },
    /// Codes.
    Codes,
    /// Products, by whether they are archived.
    Products {
        /// The archived ones.
        archived: bool,
    },
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::Brands { archived: false } => "brand.active",
            Self::Brands { archived: true } => "brand.archived",
            Self::Campaigns { archived: false } => "campaign.active",
            Self::Campaigns { archived: true } => "campaign.archived",
            Self::Codes => "code",
            Self::Products { archived: false } => "product.active",
            Self::Products { archived: true } => "product.archived",
        }
    }
}

/// Adds to a counter (or takes from it).
pub(crate) async fn add(
    tx: &mut Tx,
    company: CompanyId,
    counter: Counter,
    by: i64,
) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO counter (company_id, name, value) VALUES ($1, $2, $3) \
         ON CONFLICT (company_id, name) DO UPDATE SET value = counter.value + excluded.value",
        args![company, counter.name(), by],
    )
    .await?;
    Ok(())
}

/// Moves so many rows from one counter to another; always in one order, so that two
/// transactions that move in opposite directions never wait for each other.
pub(crate) async fn shift(
    tx: &mut Tx,
    company: CompanyId,
    from: Counter,
    to: Counter,
    by: i64,
) -> Result<(), DbError> {
    let mut steps = [(from, -by), (to, by)];
    steps.sort_by_key(|(counter, _)| counter.name());
    for (counter, by) in steps {
        add(tx, company, counter, by).await?;
    }
    Ok(())
}

/// What a counter shows; `None` when the scope is not the whole company, which it counts: then
/// the rows must be counted.
pub async fn get(conn: &mut Conn, scope: &Scope, counter: Counter) -> Result<Option<i64>, DbError> {
    if !scope.is_everything() {
        return Ok(None);
    }
    let row = conn
        .one(
            "SELECT value FROM counter WHERE company_id = $1 AND name = $2",
            args![scope.company(), counter.name()],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get(0)).map(Some)
}
