//! Tokens as they are stored.

use super::{Uat, Who};
use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
    lists::List,
};
use countermark_core::{
    budget::Budgets,
    ids::{CompanyId, UatId, UserId},
    networks::{Mode, Networks},
    only::{self, Only},
    permissions::PermissionSet,
    time::Timestamp,
};
use std::{collections::BTreeSet, str::FromStr, sync::Arc};

/// Tokens with their owners, and with whoever revoked them.
pub(super) const TOKENS: List = List {
    columns: "u.seq, u.id, u.company_id, u.person_id, p.email, m.given_name, m.family_name, \
              u.name, u.secret_digest, u.permissions, u.valid_until, u.created_at, u.expires_at, \
              u.revoked_at, u.revoked_by, r.email, n.given_name, n.family_name, \
              u.revoked_reason, u.last_used_at, u.last_used_address, u.use_count, u.budgets, \
              u.last_used_agent, \
              u.family, u.replaces, u.replaced_by, u.replaced_at, u.overlap_until, \
              u.refused_count, u.last_refused_at, u.quarantined_at, \
              u.only_brands, u.only_products, u.only_campaigns, u.networks, u.network_mode",
    from: "uat u JOIN person p ON p.id = u.person_id \
           JOIN member m ON m.company_id = u.company_id AND m.person_id = u.person_id \
           LEFT JOIN person r ON r.id = u.revoked_by \
           LEFT JOIN member n ON n.company_id = u.company_id AND n.person_id = u.revoked_by",
    id: "u.seq",
};

fn who(row: &Row, at: usize) -> Result<Option<Who>, DbError> {
    let Some(id) = row.get::<Option<i64>>(at)? else {
        return Ok(None);
    };
    let email: String = row.get(at + 1)?;
    let name = format!(
        "{} {}",
        row.get::<String>(at + 2)?,
        row.get::<String>(at + 3)?
    );
    let name = if name.trim().is_empty() {
        email.clone()
    } else {
        name.trim().to_owned()
    };
    Ok(Some(Who {
        id: UserId(id),
        email,
        name,
    }))
}

/// Reads a stored id.
pub(crate) fn parse(id: &str) -> Result<UatId, DbError> {
    id.parse()
        .map_err(|_| DbError::Corrupt(format!("uat id {id}")))
}

/// Reads a part of a condition.
fn ids<T: FromStr + Ord>(row: &Row, at: usize) -> Result<Option<BTreeSet<T>>, DbError> {
    let text: Option<String> = row.get(at)?;
    let read = |text: String| {
        only::from_stored(&text).ok_or_else(|| DbError::Corrupt(format!("condition {text}")))
    };
    text.map(read).transpose()
}

/// Reads a condition: three columns from that one on.
pub(super) fn only(row: &Row, at: usize) -> Result<Option<Arc<Only>>, DbError> {
    let only = Only::of(ids(row, at)?, ids(row, at + 1)?, ids(row, at + 2)?);
    Ok(only.map(Arc::new))
}

/// Reads a row of [`TOKENS`].
pub(super) fn read(row: &Row) -> Result<Uat, DbError> {
    let id: String = row.get(1)?;
    let id = parse(&id)?;
    let other = |at| -> Result<Option<UatId>, DbError> {
        let id: Option<String> = row.get(at)?;
        id.map(|id| parse(&id)).transpose()
    };
    let time = |at| -> Result<Option<Timestamp>, DbError> {
        Ok(row.get::<Option<i64>>(at)?.map(Timestamp))
    };
    Ok(Uat {
        seq: row.get(0)?,
        id,
        company: CompanyId(row.get(2)?),
        owner: who(row, 3)?.ok_or_else(|| DbError::Corrupt("uat without owner".into()))?,
        name: row.get(7)?,
        secret_digest: row.get(8)?,
        permissions: PermissionSet::from_stored(&row.get::<String>(9)?),
        valid_until: row.get(10)?,
        created_at: Timestamp(row.get(11)?),
        expires_at: Timestamp(row.get(12)?),
        revoked_at: row.get::<Option<i64>>(13)?.map(Timestamp),
        revoked_by: who(row, 14)?,
        revoked_reason: row.get(18)?,
        last_used_at: row.get::<Option<i64>>(19)?.map(Timestamp),
        last_used_address: row.get(20)?,
        use_count: row.get(21)?,
        budgets: Budgets::from_stored(&row.get::<String>(22)?),
        last_used_agent: row.get(23)?,
        family: other(24)?.unwrap_or(id),
        replaces: other(25)?,
        replaced_by: other(26)?,
        replaced_at: time(27)?,
        overlap_until: time(28)?,
        refused_count: row.get(29)?,
        last_refused_at: time(30)?,
        quarantined_at: time(31)?,
        only: only(row, 32)?,
        networks: Networks::from_stored(&row.get::<String>(35)?),
        network_mode: Mode::from_stored(&row.get::<String>(36)?),
    })
}

/// A token of the company.
pub async fn get(conn: &mut Conn, company: CompanyId, id: UatId) -> Result<Option<Uat>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE u.company_id = $1 AND u.id = $2",
        TOKENS.columns, TOKENS.from
    );
    conn.one(sql, args![company, id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// As [`get`], and nobody else changes the token until the transaction ends.
pub async fn lock(tx: &mut Tx, company: CompanyId, id: UatId) -> Result<Option<Uat>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM uat WHERE company_id = $1 AND id = $2 FOR UPDATE";
        tx.all(sql, args![company, id]).await?;
    }
    get(tx, company, id).await
}
