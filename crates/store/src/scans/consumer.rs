//! What landing pages may know: the campaign whose key they show, and its scans (contract §4.9).
//!
//! A consumer key opens one campaign and nothing beside it: each statement names the company and
//! the campaign.

use super::{COLUMNS, JOINS, Scan, read};
use crate::{
    DbError,
    campaigns::options::Options,
    conn::{Conn, Tx, args},
    workorders::LOADING,
};
use countermark_core::{
    ids::{CampaignId, CodeId, CompanyId, ScanId},
    scan_flags::Point,
};

/// A campaign as its key finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// Whose it is.
    pub company: CompanyId,
    /// The campaign.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// Its options.
    pub options: Options,
    /// How many products are in it.
    pub product_count: i64,
    /// It was put away, or its company was closed.
    pub archived: bool,
}

/// The campaign with that key.
pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Keyed>, DbError> {
    let row = conn
        .one(
            "SELECT k.company_id, k.id, k.name, k.options, k.scm_enabled, k.product_count, \
             k.archived, m.archived_at FROM campaign k JOIN company m ON m.id = k.company_id \
             WHERE k.consumer_key = $1",
            args![key],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let closed = row.get::<Option<i64>>(7)?.is_some();
    Ok(Some(Keyed {
        company: CompanyId(row.get(0)?),
        campaign: CampaignId(row.get(1)?),
        name: row.get(2)?,
        options: Options::read(&row.get::<String>(3)?, row.get::<i64>(4)? != 0)?,
        product_count: row.get(5)?,
        archived: closed || row.get::<i64>(6)? != 0,
    }))
}

/// The scan with that UUID, when it was made under that campaign.
pub async fn get(
    conn: &mut Conn,
    company: CompanyId,
    campaign: CampaignId,
    uuid: &str,
) -> Result<Option<Scan>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM scan s {JOINS} \
         WHERE s.company_id = $1 AND s.campaign_id = $2 AND s.uuid = $3"
    );
    let row = conn.one(sql, args![company, campaign, uuid]).await?;
    row.as_ref().map(read).transpose()
}

/// The extended id of a code of that campaign which has that serial number. Should there be
/// several, the first one that was made.
pub async fn by_serial_number(
    conn: &mut Conn,
    company: CompanyId,
    campaign: CampaignId,
    serial_number: &str,
) -> Result<Option<String>, DbError> {
    let row = conn
        .one(
            "SELECT c.extended_id FROM code c \
             JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
             WHERE c.company_id = $1 AND c.serial_number = $3 AND p.campaign_id = $2 \
             AND c.workorder_id NOT IN (SELECT l.id FROM workorder l WHERE l.company_id = $1 \
             AND l.state = $4) \
             ORDER BY c.id LIMIT 1",
            args![company, campaign, serial_number, LOADING],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// How often a code was scanned.
pub async fn count(conn: &mut Conn, company: CompanyId, code: CodeId) -> Result<i64, DbError> {
    let sql = "SELECT scans FROM code_scanned WHERE company_id = $1 AND code_id = $2";
    let row = conn.one(sql, args![company, code]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Notes where the device itself says that it was.
pub async fn set_place(
    tx: &mut Tx,
    company: CompanyId,
    scan: ScanId,
    place: Point,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE scan SET latitude = $3, longitude = $4, located_by = 'gps' \
         WHERE company_id = $1 AND id = $2",
        args![company, scan, place.latitude, place.longitude],
    )
    .await?;
    Ok(())
}

/// Notes that a scan marked its code as consumed.
pub async fn set_consumed(tx: &mut Tx, company: CompanyId, scan: ScanId) -> Result<(), DbError> {
    let sql = "UPDATE scan SET consumed = 1 WHERE company_id = $1 AND id = $2";
    tx.run(sql, args![company, scan]).await?;
    Ok(())
}
