//! User Authorization Tokens. Only a digest of the secret is kept; a row is never removed, so
//! that a revoked or expired token can be told from one that never was.

mod breach;
pub mod leaks;
mod revoke;
pub mod rotation;

pub use breach::{Breach, breach};
pub use revoke::{revoke, revoke_all};

use crate::{
    DbError, Filters, Ordering, OrderingKind,
    conn::{Conn, Row, Tx, args},
    lists::List,
};
use countermark_core::{
    budget::Budgets,
    ids::{CompanyId, UatId, UserId},
    networks::{Mode, Networks},
    only::{self, Only},
    page::{Page, PageRequest},
    permissions::PermissionSet,
    text::fold,
    time::Timestamp,
};
use std::{collections::BTreeSet, str::FromStr, sync::Arc};

/// A person as a token's list shows them.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person.
    pub id: UserId,
    /// Their address.
    pub email: String,
    /// Both names.
    pub name: String,
}

/// A token without its secret.
#[derive(Clone, Debug)]
pub struct Uat {
    /// Position in the company's list.
    pub seq: i64,
    /// The public id.
    pub id: UatId,
    /// Its company.
    pub company: CompanyId,
    /// Whom it acts for.
    pub owner: Who,
    /// What its owner calls it.
    pub name: String,
    /// The digest of id and secret.
    pub secret_digest: Vec<u8>,
    /// What it was made for.
    pub permissions: PermissionSet,
    /// The last day it works, `YYYY-MM-DD`, in the company's time zone.
    pub valid_until: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first moment at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// By whom.
    pub revoked_by: Option<Who>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// When it was last used (written in batches: a few seconds behind).
    pub last_used_at: Option<Timestamp>,
    /// From where.
    pub last_used_address: Option<String>,
    /// How often.
    pub use_count: i64,
    /// How much it may do in a day.
    pub budgets: Budgets,
    /// What its last user called itself.
    pub last_used_agent: Option<String>,
    /// The first token of its chain; its own id unless it is the successor of another.
    pub family: UatId,
    /// The token that it was made to replace.
    pub replaces: Option<UatId>,
    /// The token that was made to replace it.
    pub replaced_by: Option<UatId>,
    /// When that one was made.
    pub replaced_at: Option<Timestamp>,
    /// When a replaced token ends; never after `expires_at`.
    pub overlap_until: Option<Timestamp>,
    /// Calls with the right secret that were refused.
    pub refused_count: i64,
    /// The last of them.
    pub last_refused_at: Option<Timestamp>,
    /// Since when it only reads, because it was found in the open.
    pub quarantined_at: Option<Timestamp>,
    /// Which things it may reach, when that is not all of the company's.
    pub only: Option<Arc<Only>>,
    /// Where it may be used from.
    pub networks: Networks,
    /// What is done about calls from elsewhere.
    pub network_mode: Mode,
}

/// A new token.
#[derive(Clone, Debug)]
pub struct NewUat<'a> {
    /// The public id.
    pub id: UatId,
    /// Whom it acts for.
    pub owner: UserId,
    /// What its owner calls it.
    pub name: &'a str,
    /// The digest of id and secret.
    pub secret_digest: &'a [u8],
    /// What it may do.
    pub permissions: PermissionSet,
    /// The last day it works.
    pub valid_until: &'a str,
    /// Now.
    pub created_at: Timestamp,
    /// The end of that day.
    pub expires_at: Timestamp,
}

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Active,
    /// Its last day is over.
    Expired,
    /// Somebody ended it.
    Revoked,
    /// It was replaced by another one, and the time for which both worked is over.
    Superseded,
}

impl State {
    /// The word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
        }
    }
}

impl Uat {
    /// Where the token stands at that time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        if self.revoked_at.is_some() {
            State::Revoked
        } else if self.overlap_until.is_some_and(|until| until <= now) {
            State::Superseded
        } else if self.expires_at <= now {
            State::Expired
        } else {
            State::Active
        }
    }

    /// The first moment at which it no longer works, unless it is revoked before.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.overlap_until.unwrap_or(self.expires_at)
    }
}

/// Which tokens are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub owner: Option<UserId>,
    /// Only in this state.
    pub state: Option<State>,
    /// Only those in quarantine.
    pub quarantined: bool,
    /// Text in the name.
    pub search: Option<String>,
    /// Only those that no call was made with.
    pub never_used: bool,
    /// Only those that no call was made with since then, and that were made before.
    pub idle_since: Option<Timestamp>,
    /// Only active ones that end by then.
    pub ends_by: Option<Timestamp>,
    /// Only active ones with a right that they do not use.
    pub unused: Option<Unused>,
    /// Only active ones that break a policy like this.
    pub breach: Option<Breach>,
}

/// What makes a right one that is not used.
#[derive(Clone, Copy, Debug)]
pub struct Unused {
    /// No call needed it on this day or later: days since 1970-01-01, UTC.
    pub since: i64,
    /// Since when uses are known; nothing can be said of a token before its days are.
    pub known: Timestamp,
}

const LIST: List = List {
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

/// How tokens may be sorted.
pub const ORDERINGS: &[Ordering] = &[
    Ordering {
        name: "creation_date",
        column: "u.seq",
        kind: OrderingKind::Int,
        descending: true,
    },
    Ordering {
        name: "expires_at",
        column: "u.expires_at",
        kind: OrderingKind::Int,
        descending: false,
    },
    Ordering {
        name: "name",
        column: "u.name_folded",
        kind: OrderingKind::Text,
        descending: false,
    },
];

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

fn read(row: &Row) -> Result<Uat, DbError> {
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
        only: Only::of(ids(row, 32)?, ids(row, 33)?, ids(row, 34)?).map(Arc::new),
        networks: Networks::from_stored(&row.get::<String>(35)?),
        network_mode: Mode::from_stored(&row.get::<String>(36)?),
    })
}

/// The token that a credential names, whatever its company: the one place where the company
/// follows from the token instead of guarding it.
pub async fn for_authentication(conn: &mut Conn, id: UatId) -> Result<Option<Uat>, DbError> {
    let sql = format!("SELECT {} FROM {} WHERE u.id = $1", LIST.columns, LIST.from);
    conn.one(sql, args![id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// A token of the company.
pub async fn get(conn: &mut Conn, company: CompanyId, id: UatId) -> Result<Option<Uat>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE u.company_id = $1 AND u.id = $2",
        LIST.columns, LIST.from
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

/// What is true of tokens that work.
const ACTIVE: &str = "u.revoked_at IS NULL AND COALESCE(u.overlap_until, u.expires_at) > ?";

/// As many names as a token has permissions; fewer of them were needed by a call from that day on.
/// The names stand in one text with blanks between: one is in it when it can be taken out.
const UNUSED: &str = "CASE WHEN u.permissions = '' THEN 0 \
     ELSE length(u.permissions) - length(replace(u.permissions, ' ', '')) + 1 END > \
     (SELECT count(DISTINCT d.what) FROM uat_day d \
     WHERE d.uat_id = u.id AND d.refused = 0 AND d.day >= ? \
     AND replace(' ' || u.permissions || ' ', ' ' || d.what || ' ', '') \
     <> ' ' || u.permissions || ' ')";

fn filters(conn: &Conn, company: CompanyId, wanted: &Wanted, now: Timestamp) -> Filters {
    let mut filters = Filters::default()
        .with("u.company_id = ?", company)
        .with_some("u.person_id = ?", wanted.owner)
        .with_some("u.quarantined_at <= ?", wanted.quarantined.then_some(now))
        .containing("u.name_folded", wanted.search.as_deref())
        .with_some(
            "COALESCE(u.last_used_at, u.created_at) <= ?",
            wanted.idle_since,
        );
    if wanted.never_used {
        filters = filters.and("u.last_used_at IS NULL".to_owned());
    }
    if let Some(by) = wanted.ends_by {
        filters = filters
            .with(ACTIVE, now)
            .with("COALESCE(u.overlap_until, u.expires_at) <= ?", by);
    }
    if let Some(Unused { since, known }) = wanted.unused {
        // Its uses are known from that day on, all of it.
        let made_before = Timestamp::of_day(since + 1);
        filters = if known < made_before {
            filters
                .with(ACTIVE, now)
                .with("u.created_at < ?", made_before)
                .with(UNUSED, since)
        } else {
            filters.and("1 = 0".to_owned())
        };
    }
    if let Some(breach) = &wanted.breach {
        filters = breach.filter(filters.with(ACTIVE, now), conn.is_postgres());
    }
    match wanted.state {
        None => filters,
        Some(State::Active) => filters.with(ACTIVE, now),
        Some(State::Expired) => filters.with(
            "u.revoked_at IS NULL AND u.expires_at <= ? \
             AND (u.overlap_until IS NULL OR u.overlap_until > ?)",
            now,
        ),
        Some(State::Superseded) => {
            filters.with("u.revoked_at IS NULL AND u.overlap_until <= ?", now)
        }
        Some(State::Revoked) => filters.with("u.revoked_at <= ?", now),
    }
}

/// How many tokens there are.
pub async fn count(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<i64, DbError> {
    let filters = filters(conn, company, wanted, now);
    LIST.count(conn, &filters).await
}

/// A page of the company's tokens.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    wanted: &Wanted,
    now: Timestamp,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Uat>, DbError> {
    let filters = filters(conn, company, wanted, now);
    LIST.page(conn, filters, ordering, page, None, read).await
}

/// Stores a new token.
pub async fn create(tx: &mut Tx, company: CompanyId, new: &NewUat<'_>) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO uat (id, company_id, person_id, name, name_folded, secret_digest, \
         permissions, valid_until, created_at, expires_at, use_count, family) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $1)",
        args![
            new.id,
            company,
            new.owner,
            new.name,
            fold(new.name),
            new.secret_digest,
            new.permissions.to_stored(),
            new.valid_until,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Renames a token and sets its (never wider) permissions.
pub async fn update(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    name: &str,
    permissions: PermissionSet,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET name = $3, name_folded = $4, permissions = $5 \
         WHERE company_id = $1 AND id = $2",
        args![company, id, name, fold(name), permissions.to_stored()],
    )
    .await?;
    Ok(())
}

/// Sets how much a token may do in a day.
pub async fn set_budgets(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    budgets: &Budgets,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET budgets = $3 WHERE company_id = $1 AND id = $2",
        args![company, id, budgets.to_stored()],
    )
    .await?;
    Ok(())
}

/// Sets which things a token may reach.
pub async fn set_only(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    only: Option<&Only>,
) -> Result<(), DbError> {
    let brands = only.and_then(|only| only.brands.as_ref());
    let products = only.and_then(|only| only.products.as_ref());
    let campaigns = only.and_then(|only| only.campaigns.as_ref());
    tx.run(
        "UPDATE uat SET only_brands = $3, only_products = $4, only_campaigns = $5 \
         WHERE company_id = $1 AND id = $2",
        args![
            company,
            id,
            brands.map(only::to_stored),
            products.map(only::to_stored),
            campaigns.map(only::to_stored),
        ],
    )
    .await?;
    Ok(())
}

/// Sets where a token may be used from.
pub async fn set_networks(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    networks: &Networks,
    mode: Mode,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET networks = $3, network_mode = $4 WHERE company_id = $1 AND id = $2",
        args![company, id, networks.to_stored(), mode.name()],
    )
    .await?;
    Ok(())
}

/// Lets a token end earlier.
pub async fn shorten(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    valid_until: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET valid_until = $3, expires_at = $4, \
         overlap_until = CASE WHEN overlap_until > $4 THEN $4 ELSE overlap_until END \
         WHERE company_id = $1 AND id = $2 AND expires_at > $4",
        args![company, id, valid_until, expires_at],
    )
    .await?;
    Ok(())
}
