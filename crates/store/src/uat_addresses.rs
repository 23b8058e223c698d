//! From where a token was used while its list of networks was only watched, and from where it was
//! refused.

use crate::{
    DbError,
    conn::{Conn, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UatId},
    time::Timestamp,
};
use std::net::IpAddr;

/// Addresses of calls that were let in that are kept of one token: enough to see a pattern.
pub const MOST_SEEN: i64 = 500;
/// Addresses that are kept of one token of which every call was refused. They have a bound of
/// their own: whoever has stolen a token must not crowd out those who use it well.
pub const MOST_REFUSED: i64 = 100;

/// Where calls came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whence {
    /// From that address.
    Address(IpAddr),
    /// Nobody knows: our proxies have not said it.
    Unknown,
    /// From addresses beyond those that are kept.
    Others,
}

impl Whence {
    fn to_stored(self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Unknown => "unknown".into(),
            Self::Others => "others".into(),
        }
    }

    fn from_stored(text: &str) -> Result<Self, DbError> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "others" => Ok(Self::Others),
            address => address
                .parse()
                .map(Self::Address)
                .map_err(|_| DbError::Corrupt(format!("address {text}"))),
        }
    }
}

/// Calls from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Calls that were let in while the list was watched.
    pub seen: i64,
    /// Calls that were refused.
    pub refused: i64,
    /// The first of them.
    pub first_at: Timestamp,
    /// The latest.
    pub last_at: Timestamp,
}

impl Origin {
    /// Adds other calls from there.
    pub fn add(&mut self, other: &Self) {
        self.seen += other.seen;
        self.refused += other.refused;
        self.first_at = self.first_at.min(other.first_at);
        self.last_at = self.last_at.max(other.last_at);
    }
}

/// Writes a batch, sorted by token and place. Nodes write in any order: the counts add up.
pub async fn record(tx: &mut Tx, noted: &[((UatId, Whence), Origin)]) -> Result<(), DbError> {
    // Rows that many batches touch come after all others, in one order on all nodes, so that two
    // batches never wait for each other.
    let mut others: Vec<(UatId, Origin)> = Vec::new();
    for ((id, whence), origin) in noted {
        let kept = *whence != Whence::Others
            && (add(tx, *id, *whence, origin).await?
                || (has_room(tx, *id, origin).await? && insert(tx, *id, *whence, origin).await?));
        if kept {
            continue;
        }
        match others.last_mut() {
            Some((last, sum)) if last == id => sum.add(origin),
            _ => others.push((*id, *origin)),
        }
    }
    for (id, origin) in &others {
        if !add(tx, *id, Whence::Others, origin).await? {
            insert(tx, *id, Whence::Others, origin).await?;
        }
    }
    Ok(())
}

async fn add(tx: &mut Tx, id: UatId, whence: Whence, origin: &Origin) -> Result<bool, DbError> {
    let (seen, refused, last) = (origin.seen, origin.refused, origin.last_at);
    let touched = tx
        .run(
            "UPDATE uat_address SET seen = seen + $3, refused = refused + $4, \
             last_at = CASE WHEN last_at < $5 THEN $5 ELSE last_at END \
             WHERE uat_id = $1 AND address = $2",
            args![id, whence.to_stored(), seen, refused, last],
        )
        .await?;
    Ok(touched > 0)
}

async fn has_room(tx: &mut Tx, id: UatId, origin: &Origin) -> Result<bool, DbError> {
    let (sql, most) = if origin.seen > 0 {
        let sql = "SELECT count(*) FROM uat_address WHERE uat_id = $1 AND seen > 0";
        (sql, MOST_SEEN)
    } else {
        let sql = "SELECT count(*) FROM uat_address WHERE uat_id = $1 AND seen = 0";
        (sql, MOST_REFUSED)
    };
    let row = tx.one(sql, args![id]).await?;
    let known: i64 = row.map_or(Ok(0), |row| row.get(0))?;
    Ok(known < most)
}

async fn insert(tx: &mut Tx, id: UatId, whence: Whence, origin: &Origin) -> Result<bool, DbError> {
    let (seen, refused) = (origin.seen, origin.refused);
    let (first, last) = (origin.first_at, origin.last_at);
    // Another node may have been first.
    let touched = tx
        .run(
            "INSERT INTO uat_address (uat_id, address, seen, refused, first_at, last_at) \
             SELECT u.id, $2, $3, $4, $5, $6 FROM uat u WHERE u.id = $1 \
             ON CONFLICT (uat_id, address) DO UPDATE SET \
             seen = uat_address.seen + excluded.seen, \
             refused = uat_address.refused + excluded.refused",
            args![id, whence.to_stored(), seen, refused, first, last],
        )
        .await?;
    Ok(touched > 0)
}

/// Everything that is known of a token of the company, the busiest place first.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    id: UatId,
) -> Result<Vec<(Whence, Origin)>, DbError> {
    let rows = conn
        .all(
            "SELECT o.address, o.seen, o.refused, o.first_at, o.last_at FROM uat_address o \
             JOIN uat u ON u.id = o.uat_id WHERE u.company_id = $1 AND o.uat_id = $2 \
             ORDER BY o.seen + o.refused DESC, o.address",
            args![company, id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let origin = Origin {
                seen: row.get(1)?,
                refused: row.get(2)?,
                first_at: Timestamp(row.get(3)?),
                last_at: Timestamp(row.get(4)?),
            };
            Ok((Whence::from_stored(&row.get::<String>(0)?)?, origin))
        })
        .collect()
}

/// Forgets which calls were let in, so that watching begins anew; what was refused stays.
pub async fn forget_seen(tx: &mut Tx, company: CompanyId, id: UatId) -> Result<(), DbError> {
    const OF: &str = "uat_id = $2 AND EXISTS \
                      (SELECT 1 FROM uat u WHERE u.company_id = $1 AND u.id = $2)";
    let sql = format!("DELETE FROM uat_address WHERE refused = 0 AND {OF}");
    tx.run(sql, args![company, id]).await?;
    let sql = format!("UPDATE uat_address SET seen = 0 WHERE seen > 0 AND {OF}");
    tx.run(sql, args![company, id]).await?;
    Ok(())
}

/// Removes what was last seen before that time, a bounded number at a time; how many were removed.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM uat_address WHERE (uat_id, address) IN \
         (SELECT uat_id, address FROM uat_address WHERE last_at < $1 LIMIT 5000)",
        args![before],
    )
    .await
}
