//! How tokens are used: written in batches, read by whoever looks after a token.

use crate::{
    DbError,
    conn::{Arg, Conn, Tx, args, places},
    uats,
};
use countermark_core::{
    ids::{CompanyId, UatId},
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one `INSERT`; five values each stay far below both engines' bounds.
const ROWS: usize = 100;
/// Addresses and user agents that are kept of a token.
pub const KEPT: usize = 5;
/// Days after which counts are swept.
pub const KEPT_DAYS: i64 = 90;

/// What is kept the last five of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where good calls came from.
    Address,
    /// What good calls called themselves.
    Agent,
    /// Where refused calls came from.
    Refused,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Agent => "agent",
            Self::Refused => "refused",
        }
    }

    const fn by_name(name: &str) -> Option<Self> {
        match name.as_bytes() {
            b"address" => Some(Self::Address),
            b"agent" => Some(Self::Agent),
            b"refused" => Some(Self::Refused),
            _ => None,
        }
    }
}

/// How a token was used on one day since the last time this was written.
#[derive(Clone, Debug)]
pub struct Use {
    /// The token.
    pub id: UatId,
    /// The day: days since 1970-01-01, UTC.
    pub day: i64,
    /// Calls with a credential that was good, whatever came of them.
    pub calls: i64,
    /// The last of them.
    pub at: Option<Timestamp>,
    /// Calls that were refused: those of a token that has ended, and good ones that may not.
    pub refused: i64,
    /// The last of them.
    pub refused_at: Option<Timestamp>,
    /// Calls by the name of the permission that let them in, or (`true`) by the refusal's code; and
    /// both by what was called, method and template with a blank between them. No permission and
    /// no code has a blank.
    pub counts: Vec<(bool, &'static str, i64)>,
    /// Where from, and what it called itself.
    pub seen: Vec<(Kind, String, Timestamp)>,
}

/// Writes a batch of uses, sorted by token. Nodes write in any order: the counts add up, and the
/// latest call is the one that shows.
pub async fn record(tx: &mut Tx, uses: &[Use]) -> Result<(), DbError> {
    for used in uses {
        totals(tx, used).await?;
    }
    let counts = uses.iter().flat_map(|used| {
        used.counts
            .iter()
            .map(|(refused, what, calls)| args![used.id, used.day, *refused, *what, *calls])
    });
    upsert(
        tx,
        "INSERT INTO uat_day (uat_id, day, refused, what, calls) VALUES",
        "ON CONFLICT (uat_id, day, refused, what) \
         DO UPDATE SET calls = uat_day.calls + excluded.calls",
        counts.collect(),
    )
    .await?;
    seen(tx, uses).await
}

async fn totals(tx: &mut Tx, used: &Use) -> Result<(), DbError> {
    if let Some(at) = used.at {
        let latest = |kind: Kind| {
            let of_kind = used.seen.iter().filter(|(k, ..)| *k == kind);
            of_kind
                .max_by_key(|(.., at)| *at)
                .map(|(_, value, _)| value.as_str())
        };
        tx.run(
            "UPDATE uat SET use_count = use_count + $2 WHERE id = $1",
            args![used.id, used.calls],
        )
        .await?;
        tx.run(
            "UPDATE uat SET last_used_at = $2, last_used_address = $3, last_used_agent = $4 \
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)",
            args![used.id, at, latest(Kind::Address), latest(Kind::Agent)],
        )
        .await?;
    }
    if let Some(at) = used.refused_at {
        tx.run(
            "UPDATE uat SET refused_count = refused_count + $2, last_refused_at = \
             CASE WHEN last_refused_at > $3 THEN last_refused_at ELSE $3 END WHERE id = $1",
            args![used.id, used.refused, at],
        )
        .await?;
    }
    Ok(())
}

async fn seen(tx: &mut Tx, uses: &[Use]) -> Result<(), DbError> {
    // One statement must not touch a row twice: two days of a token may name one address. And
    // one order for all nodes, so that two batches never wait for each other.
    let mut latest: BTreeMap<(UatId, &str, &str), Timestamp> = BTreeMap::new();
    for used in uses {
        for (kind, value, at) in &used.seen {
            let known = latest.entry((used.id, kind.name(), value)).or_insert(*at);
            *known = (*known).max(*at);
        }
    }
    let touched: BTreeSet<_> = latest.keys().map(|(id, kind, _)| (*id, *kind)).collect();
    let values = latest
        .iter()
        .map(|((id, kind, value), at)| args![*id, *kind, *value, *at]);
    upsert(
        tx,
        "INSERT INTO uat_seen (uat_id, kind, value, at) VALUES",
        "ON CONFLICT (uat_id, kind, value) DO UPDATE SET at = \
         CASE WHEN uat_seen.at > excluded.at THEN uat_seen.at ELSE excluded.at END",
        values.collect(),
    )
    .await?;
    for (id, kind) in touched {
        tx.run(
            format!(
                "DELETE FROM uat_seen WHERE uat_id = $1 AND kind = $2 AND value NOT IN \
                 (SELECT value FROM uat_seen WHERE uat_id = $1 AND kind = $2 \
                 ORDER BY at DESC, value LIMIT {KEPT})"
            ),
            args![id, kind],
        )
        .await?;
    }
    Ok(())
}

/// Inserts rows of equal length, many at a time.
async fn upsert(
    tx: &mut Tx,
    insert: &str,
    conflict: &str,
    mut rows: Vec<Vec<Arg>>,
) -> Result<(), DbError> {
    let columns = rows.first().map_or(0, Vec::len);
    while !rows.is_empty() {
        let chunk: Vec<_> = rows.drain(..rows.len().min(ROWS)).collect();
        let sql = format!("{insert} {} {conflict}", places(1, columns, chunk.len()));
        tx.run(sql, chunk.into_iter().flatten().collect()).await?;
    }
    Ok(())
}

/// Calls of a token on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The day: days since 1970-01-01, UTC.
    pub day: i64,
    /// Whether they were refused.
    pub refused: bool,
    /// A permission's name, `none`, the refusal's code, or what was called.
    pub what: String,
    /// How many.
    pub calls: i64,
}

/// The counts of a token from that day on, by day.
pub async fn counts(
    conn: &mut Conn,
    company: CompanyId,
    id: UatId,
    from: i64,
) -> Result<Vec<Count>, DbError> {
    let rows = conn
        .all(
            "SELECT d.day, d.refused, d.what, d.calls FROM uat_day d \
             JOIN uat u ON u.id = d.uat_id \
             WHERE u.company_id = $1 AND u.id = $2 AND d.day >= $3 \
             ORDER BY d.day, d.refused, d.what",
            args![company, id, from],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Count {
                day: row.get(0)?,
                refused: row.get::<i64>(1)? != 0,
                what: row.get(2)?,
                calls: row.get(3)?,
            })
        })
        .collect()
}

/// The permissions that let calls of these tokens in since that day, each token's once.
pub async fn needed(
    conn: &mut Conn,
    company: CompanyId,
    ids: &[UatId],
    since: i64,
) -> Result<Vec<(UatId, String)>, DbError> {
    let mut needed = Vec::new();
    for some in ids.chunks(ROWS) {
        // What was called, method and template, has a blank in it.
        let sql = format!(
            "SELECT DISTINCT d.uat_id, d.what FROM uat_day d JOIN uat u ON u.id = d.uat_id \
             WHERE u.company_id = $1 AND d.day >= $2 AND d.refused = 0 \
             AND d.what NOT LIKE '% %' AND d.uat_id IN ({})",
            places(3, 1, some.len())
        );
        let mut args = args![company, since];
        args.extend(some.iter().map(|id| Arg::from(*id)));
        for row in conn.all(sql, args).await? {
            needed.push((uats::parse(&row.get::<String>(0)?)?, row.get(1)?));
        }
    }
    Ok(needed)
}

/// Where a token was last used from and as what, the latest first.
pub async fn seen_lately(
    conn: &mut Conn,
    company: CompanyId,
    id: UatId,
) -> Result<Vec<(Kind, String, Timestamp)>, DbError> {
    let rows = conn
        .all(
            "SELECT s.kind, s.value, s.at FROM uat_seen s JOIN uat u ON u.id = s.uat_id \
             WHERE u.company_id = $1 AND u.id = $2 ORDER BY s.at DESC, s.value",
            args![company, id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.get(0)?;
            let kind = Kind::by_name(&kind)
                .ok_or_else(|| DbError::Corrupt(format!("kind of use {kind}")))?;
            Ok((kind, row.get(1)?, Timestamp(row.get(2)?)))
        })
        .collect()
}

/// Removes counts of days before `day`, a bounded number at a time; how many were removed.
pub async fn sweep(tx: &mut Tx, day: i64) -> Result<u64, DbError> {
    tx.run(
        "DELETE FROM uat_day WHERE (uat_id, day, refused, what) IN \
         (SELECT uat_id, day, refused, what FROM uat_day WHERE day < $1 LIMIT 5000)",
        args![day],
    )
    .await
}
