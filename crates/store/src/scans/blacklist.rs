//! Codes that more devices have scanned than an alert of their campaign allows (contract §5,
//! Session Count with auto-blacklist).
//!
//! A scan only notes such a code: whoever scans must not wait for an upload that holds the code,
//! nor for anybody's audit log. [`take`] looks at what was noted, judges again and blacklists, in
//! one transaction.

use super::alerts::bound_of;
use crate::{
    DbError,
    codes::{counts::Shifts, status},
    conn::{Arg, Conn, Row, Tx, args, places},
};
use countermark_core::{
    codes::{Reason, Status},
    ids::{AlertId, CampaignId, CodeId, CompanyId, ProductId},
    scan_flags::{Bound, Flag},
    time::Timestamp,
};
use std::collections::BTreeSet;

/// Codes that one look takes of a company.
const A_LOOK: i64 = 500;
/// Companies of one look.
const COMPANIES: i64 = 100;

/// A code that has just been blacklisted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blacklisted {
    /// The code.
    pub code: CodeId,
    /// What its QR says.
    pub extended_id: String,
    /// What it is on.
    pub product: ProductId,
    /// The product's campaign.
    pub campaign: CampaignId,
    /// The alert that says so.
    pub alert: AlertId,
    /// How many devices it allows.
    pub most: i64,
    /// How many there were.
    pub sessions: i64,
    /// What the code was before.
    pub before: Status,
}

/// Notes codes, in the transaction of their scans.
pub(super) async fn note(
    tx: &mut Tx,
    codes: &BTreeSet<(CompanyId, CodeId)>,
) -> Result<(), DbError> {
    for (company, code) in codes {
        let sql = "INSERT INTO auto_blacklist (company_id, code_id) VALUES ($1, $2)";
        tx.run(sql, args![*company, *code]).await?;
    }
    Ok(())
}

/// The companies of which codes were noted.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<CompanyId>, DbError> {
    let sql = "SELECT DISTINCT company_id FROM auto_blacklist ORDER BY company_id LIMIT $1";
    let rows = conn.all(sql, args![COMPANIES]).await?;
    rows.iter().map(|row| row.get(0).map(CompanyId)).collect()
}

/// Looks at codes of the company that were noted, and blacklists those of which it is still true:
/// each once, however often it was noted and however many nodes look. A code that somebody else
/// holds is left for the next look.
pub async fn take(
    tx: &mut Tx,
    company: CompanyId,
    now: Timestamp,
) -> Result<Vec<Blacklisted>, DbError> {
    let sql = "SELECT id, code_id FROM auto_blacklist WHERE company_id = $1 ORDER BY id LIMIT $2";
    let rows = tx.all(sql, args![company, A_LOOK]).await?;
    let noted = rows
        .iter()
        .map(|row| Ok((row.get(0)?, CodeId(row.get(1)?))));
    let noted: Vec<(i64, CodeId)> = noted.collect::<Result<_, DbError>>()?;
    let codes = lock(tx, company, noted.iter().map(|(_, code)| *code).collect()).await?;
    let (mut done, mut shifts) = (Vec::new(), Shifts::default());
    for found in judged(tx, company, &codes).await? {
        tx.run(
            "UPDATE code SET activation_status = $3, blacklist_reason = $4, updated_at = $5 \
             WHERE company_id = $1 AND id = $2",
            args![
                company,
                found.code,
                Status::Blacklisted.number(),
                Reason::MAX_SCANS.number(),
                now
            ],
        )
        .await?;
        let product = Some(found.product);
        shifts.shift((product, found.before), (product, Status::Blacklisted), 1);
        done.push(found);
    }
    shifts.apply(tx, company).await?;
    let seen = noted.iter().filter(|(_, code)| codes.contains(code));
    let seen: Vec<_> = seen.map(|(id, _)| Arg::from(*id)).collect();
    if !seen.is_empty() {
        let list = places(2, 1, seen.len());
        let sql = format!("DELETE FROM auto_blacklist WHERE company_id = $1 AND id IN ({list})");
        tx.run(sql, [args![company], seen].concat()).await?;
    }
    Ok(done)
}

/// Locks the codes that nobody holds, in the order of their ids as uploads do.
async fn lock(
    tx: &mut Tx,
    company: CompanyId,
    ids: BTreeSet<CodeId>,
) -> Result<BTreeSet<CodeId>, DbError> {
    if ids.is_empty() {
        return Ok(ids);
    }
    // SQLite has one writer: they are locked already. Scans may refer to a locked code.
    let lock = if tx.is_postgres() {
        " FOR NO KEY UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let list = places(2, 1, ids.len());
    let sql =
        format!("SELECT id FROM code WHERE company_id = $1 AND id IN ({list}) ORDER BY id{lock}");
    let ids = ids.into_iter().map(Arg::from).collect();
    let rows = tx.all(sql, [args![company], ids].concat()).await?;
    rows.iter().map(|row| row.get(0).map(CodeId)).collect()
}

/// Those of these locked codes that are not blacklisted and that too many devices have scanned,
/// as the alert of their campaign says now.
async fn judged(
    tx: &mut Tx,
    company: CompanyId,
    codes: &BTreeSet<CodeId>,
) -> Result<Vec<Blacklisted>, DbError> {
    let mut found = Vec::new();
    if codes.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT c.id, c.extended_id, c.product_id, p.campaign_id, a.id, a.bound, \
         c.activation_status, c.cleared_at FROM code c \
         JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
         JOIN campaign_alert a ON a.company_id = c.company_id AND a.campaign_id = p.campaign_id \
         WHERE c.company_id = $1 AND c.activation_status <> $2 AND a.kind = $3 AND a.active = 1 \
         AND c.id IN ({}) ORDER BY c.id",
        places(4, 1, codes.len())
    );
    let ids = codes.iter().map(|id| Arg::from(*id)).collect();
    let first = args![
        company,
        Status::Blacklisted.number(),
        Flag::SessionCount.name()
    ];
    for row in tx.all(sql, [first, ids].concat()).await? {
        let bound = bound_of(Flag::SessionCount, &row.get::<String>(5)?)?;
        let Some(Bound::SessionCount {
            most,
            auto_blacklist: true,
        }) = bound
        else {
            continue;
        };
        let code = CodeId(row.get(0)?);
        let cleared = row.get::<Option<i64>>(7)?.map(Timestamp);
        let sessions = devices(tx, code, cleared).await?;
        if sessions > most {
            found.push(read(&row, most, sessions)?);
        }
    }
    Ok(found)
}

fn read(row: &Row, most: i64, sessions: i64) -> Result<Blacklisted, DbError> {
    Ok(Blacklisted {
        code: CodeId(row.get(0)?),
        extended_id: row.get(1)?,
        product: ProductId(row.get(2)?),
        campaign: CampaignId(row.get(3)?),
        alert: AlertId(row.get(4)?),
        most,
        sessions,
        before: status(row.get(6)?)?,
    })
}

/// How many devices have scanned a code since it was taken off the blacklist, or ever.
pub(super) async fn devices(
    conn: &mut Conn,
    code: CodeId,
    cleared: Option<Timestamp>,
) -> Result<i64, DbError> {
    let sql = "SELECT count(DISTINCT device) FROM scan WHERE code_id = $1";
    let row = match cleared {
        None => conn.one(sql, args![code]).await?,
        Some(cleared) => {
            let sql = format!("{sql} AND at > $2");
            conn.one(sql, args![code, cleared]).await?
        }
    };
    row.map_or(Ok(0), |row| row.get(0))
}
