//! Companies: the tenants.

use crate::{
    DbError,
    conn::{Alone, Arg, Conn, Row, Tx, args},
};
use countermark_core::{
    ids::{CompanyId, UserId},
    permissions::PermissionSet,
    policy::{Choice, TokenPolicy},
    time::Timestamp,
};
use serde_json::{Value, json};

/// What every request needs to know of its company.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its UUID, as the contract shows it beside the id.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// The IANA name of the time zone in which its days end.
    pub time_zone: String,
    /// Its rules for tokens and log-ins, as they stand in its row.
    pub policy: TokenPolicy,
    /// The rules that wait for their day; from then on they count instead.
    pub pending: Option<Pending>,
    /// Closed: nobody of it is let in.
    pub archived: bool,
    /// What it says of itself.
    pub details: Details,
}

/// What a company says of itself; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Where scans lead when neither product nor brand has a link.
    pub website: String,
    /// Street and number.
    pub address: String,
    /// City.
    pub city: String,
    /// ISO 3166-1 alpha-2 in capitals.
    pub country: String,
}

/// A policy that waits for its day.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The rules.
    pub policy: TokenPolicy,
    /// The day, `YYYY-MM-DD`, in the company's time zone.
    pub starts_on: String,
    /// The first moment of that day.
    pub starts_at: Timestamp,
    /// Who wished it.
    pub by: Option<UserId>,
}

impl Company {
    /// What an audit entry keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        let details = &self.details;
        json!({
            "name": self.name, "website": details.website, "address": details.address,
            "city": details.city, "country": details.country, "time_zone": self.time_zone,
        })
    }

    /// The rules at that time: those that wait, from their day on.
    #[must_use]
    pub fn policy_at(&self, now: Timestamp) -> &TokenPolicy {
        match &self.pending {
            Some(pending) if pending.starts_at <= now => &pending.policy,
            _ => &self.policy,
        }
    }

    /// The company with the rules that wait in force.
    #[must_use]
    pub fn settled(&self) -> Option<(Timestamp, Self)> {
        let pending = self.pending.as_ref()?;
        let settled = Self {
            policy: pending.policy,
            pending: None,
            ..self.clone()
        };
        Some((pending.starts_at, settled))
    }
}

const SELECT: &str = "SELECT c.id, c.uuid, c.name, c.time_zone, c.archived_at, \
     c.uat_default_days, c.uat_max_days, c.uat_forbidden, c.uat_min_days, c.password_jwt, \
     c.leak_action, c.superseded_use, c.second_factor, \
     n.uat_default_days, n.uat_max_days, n.uat_forbidden, n.uat_min_days, n.password_jwt, \
     n.leak_action, n.superseded_use, n.second_factor, n.starts_on, n.starts_at, n.person_id, \
     c.website, c.address, c.city, c.country \
     FROM company c LEFT JOIN policy_pending n ON n.company_id = c.id";

fn read(row: &Row) -> Result<Company, DbError> {
    let pending = match row.get::<Option<i64>>(22)? {
        None => None,
        Some(starts_at) => Some(Pending {
            policy: read_policy(row, 13)?,
            starts_on: row.get(21)?,
            starts_at: Timestamp(starts_at),
            by: row.get::<Option<i64>>(23)?.map(UserId),
        }),
    };
    Ok(Company {
        id: CompanyId(row.get(0)?),
        uuid: row.get(1)?,
        name: row.get(2)?,
        time_zone: row.get(3)?,
        archived: row.get::<Option<i64>>(4)?.is_some(),
        policy: read_policy(row, 5)?,
        pending,
        details: Details {
            website: row.get(24)?,
            address: row.get(25)?,
            city: row.get(26)?,
            country: row.get(27)?,
        },
    })
}

fn read_policy(row: &Row, at: usize) -> Result<TokenPolicy, DbError> {
    Ok(TokenPolicy {
        default_days: row.get(at)?,
        max_days: row.get(at + 1)?,
        forbidden: PermissionSet::from_stored(&row.get::<String>(at + 2)?),
        min_days: row.get(at + 3)?,
        password_jwt: row.get::<i64>(at + 4)? != 0,
        leak_action: choice(row, at + 5)?,
        superseded_use: choice(row, at + 6)?,
        second_factor: choice(row, at + 7)?,
    })
}

/// The values that [`read_policy`] reads, in its order.
fn stored(policy: &TokenPolicy) -> Vec<Arg> {
    args![
        policy.default_days,
        policy.max_days,
        policy.forbidden.to_stored(),
        policy.min_days,
        policy.password_jwt,
        policy.leak_action.name(),
        policy.superseded_use.name(),
        policy.second_factor.name(),
    ]
}

fn choice<C: Choice>(row: &Row, at: usize) -> Result<C, DbError> {
    let word: String = row.get(at)?;
    C::by_name(&word).ok_or_else(|| DbError::Corrupt(format!("policy {word}")))
}

/// The company's rows, locked until the transaction ends: rules are changed one after the other.
pub async fn lock(tx: &mut Tx, id: CompanyId) -> Result<Option<Company>, DbError> {
    // SQLite has one writer: it is locked already.
    if tx.is_postgres() {
        let sql = "SELECT 1 FROM company WHERE id = $1 FOR UPDATE";
        tx.all(sql, args![id]).await?;
    }
    get(tx, id).await
}

/// Whether there is any company yet; before, the program offers its set-up.
pub async fn any(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn
        .one("SELECT 1 FROM company LIMIT 1", args![])
        .await?
        .is_some())
}

/// Lets one set-up at a time through, on any number of nodes: whoever comes second sees the
/// first one's company.
pub async fn lock_setup(tx: &mut Tx) -> Result<(), DbError> {
    tx.alone(Alone::Setup).await
}

/// The company with that id.
pub async fn get(conn: &mut Conn, id: CompanyId) -> Result<Option<Company>, DbError> {
    let sql = format!("{SELECT} WHERE c.id = $1");
    conn.one(sql, args![id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Every company, for the command line: nobody who comes over HTTP sees more than their own.
pub async fn all(conn: &mut Conn) -> Result<Vec<Company>, DbError> {
    let sql = format!("{SELECT} ORDER BY c.id");
    let rows = conn.all(sql, args![]).await?;
    rows.iter().map(read).collect()
}

/// Makes a company with the default policy.
pub async fn create(
    tx: &mut Tx,
    uuid: &str,
    name: &str,
    time_zone: &str,
    now: Timestamp,
) -> Result<CompanyId, DbError> {
    let policy = TokenPolicy::default();
    let row = tx
        .one(
            "INSERT INTO company (uuid, name, time_zone, uat_default_days, uat_max_days, \
             uat_forbidden, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            args![
                uuid,
                name,
                time_zone,
                policy.default_days,
                policy.max_days,
                policy.forbidden.to_stored(),
                now,
            ],
        )
        .await?;
    row.map_or_else(
        || Err(DbError::Corrupt("no id".into())),
        |row| row.get(0).map(CompanyId),
    )
}

/// Stores another name, another time zone and other details.
pub async fn update(tx: &mut Tx, company: &Company) -> Result<(), DbError> {
    let details = company.details.clone();
    tx.run(
        "UPDATE company SET name = $2, website = $3, address = $4, city = $5, country = $6, \
         time_zone = $7 WHERE id = $1",
        args![
            company.id,
            company.name.clone(),
            details.website,
            details.address,
            details.city,
            details.country,
            company.time_zone.clone(),
        ],
    )
    .await?;
    Ok(())
}

/// Replaces the company's rules for tokens.
pub async fn set_policy(
    tx: &mut Tx,
    company: CompanyId,
    policy: &TokenPolicy,
) -> Result<(), DbError> {
    let mut args = args![company];
    args.extend(stored(policy));
    tx.run(
        "UPDATE company SET uat_default_days = $2, uat_max_days = $3, uat_forbidden = $4, \
         uat_min_days = $5, password_jwt = $6, leak_action = $7, superseded_use = $8, \
         second_factor = $9 WHERE id = $1",
        args,
    )
    .await?;
    Ok(())
}

/// Closes the company, or opens it again.
pub async fn set_archived(
    tx: &mut Tx,
    company: CompanyId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE company SET archived_at = $2 WHERE id = $1",
        args![company, at],
    )
    .await?;
    Ok(())
}

/// Stores rules that wait for their day, in the place of others that waited.
pub async fn set_pending(
    tx: &mut Tx,
    company: CompanyId,
    pending: &Pending,
    now: Timestamp,
) -> Result<(), DbError> {
    cancel_pending(tx, company).await?;
    let mut args = args![company];
    args.extend(stored(&pending.policy));
    args.extend(args![
        pending.starts_on.as_str(),
        pending.starts_at,
        pending.by,
        now,
    ]);
    tx.run(
        "INSERT INTO policy_pending (company_id, uat_default_days, uat_max_days, uat_forbidden, \
         uat_min_days, password_jwt, leak_action, superseded_use, second_factor, starts_on, \
         starts_at, person_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args,
    )
    .await?;
    Ok(())
}

/// Takes away rules that wait.
pub async fn cancel_pending(tx: &mut Tx, company: CompanyId) -> Result<(), DbError> {
    let sql = "DELETE FROM policy_pending WHERE company_id = $1";
    tx.run(sql, args![company]).await?;
    Ok(())
}

/// Companies with rules whose day has come; for the program's own housekeeping.
pub async fn due(conn: &mut Conn, now: Timestamp) -> Result<Vec<CompanyId>, DbError> {
    let sql = "SELECT company_id FROM policy_pending WHERE starts_at <= $1 ORDER BY company_id";
    let rows = conn.all(sql, args![now]).await?;
    rows.iter().map(|row| row.get(0).map(CompanyId)).collect()
}
