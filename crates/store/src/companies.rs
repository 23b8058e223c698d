//! Companies: the tenants.

use crate::{
    DbError,
    conn::{Conn, Row, Tx, args},
};
use countermark_core::{
    ids::CompanyId, permissions::PermissionSet, policy::TokenPolicy, time::Timestamp,
};

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
    /// Its rules for tokens.
    pub policy: TokenPolicy,
    /// Closed: nobody of it is let in.
    pub archived: bool,
}

const COLUMNS: &str =
    "id, uuid, name, time_zone, uat_default_days, uat_max_days, uat_forbidden, archived_at";

fn read(row: &Row) -> Result<Company, DbError> {
    Ok(Company {
        id: CompanyId(row.get(0)?),
        uuid: row.get(1)?,
        name: row.get(2)?,
        time_zone: row.get(3)?,
        policy: TokenPolicy {
            default_days: row.get(4)?,
            max_days: row.get(5)?,
            forbidden: PermissionSet::from_stored(&row.get::<String>(6)?),
            ..TokenPolicy::default()
        },
        archived: row.get::<Option<i64>>(7)?.is_some(),
    })
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
    if tx.is_postgres() {
        tx.all("SELECT pg_advisory_xact_lock(4036990312)", args![])
            .await?;
    }
    Ok(())
}

/// The company with that id.
pub async fn get(conn: &mut Conn, id: CompanyId) -> Result<Option<Company>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM company WHERE id = $1");
    conn.one(sql, args![id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Every company, for the command line: nobody who comes over HTTP sees more than their own.
pub async fn all(conn: &mut Conn) -> Result<Vec<Company>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM company ORDER BY id");
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

/// Replaces the company's rules for tokens.
pub async fn set_policy(
    tx: &mut Tx,
    company: CompanyId,
    policy: &TokenPolicy,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE company SET uat_default_days = $2, uat_max_days = $3, uat_forbidden = $4 \
         WHERE id = $1",
        args![
            company,
            policy.default_days,
            policy.max_days,
            policy.forbidden.to_stored()
        ],
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
