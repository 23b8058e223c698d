//! Scans of codes: how they are written, found and exported (contract §4.7, §4.9).
//!
//! Whoever scans a code knows no company: the functions that begin with a code's extended id or a
//! scan's random UUID take none, and return it. Everything that a caller asks for takes a
//! [`Scope`].

pub mod alerts;
pub mod blacklist;
pub mod consumer;
pub mod dashboard;
pub mod days;
mod export;
mod find;
mod insert;
mod line;
mod record;

pub use export::{Step, Wanted, begin, keys, lines, step};
pub use find::{CampaignOf, Look, Met, ProductOf, meet, meet_all};
pub use line::{Cells, Lines, Scm};
pub use record::{NewScan, Recorded, record};

use crate::{
    DbError,
    conn::{Row, Tx, args},
};
use countermark_core::{
    ids::{CampaignId, CodeId, CompanyId, ProductId, ScanId},
    scan_flags::{Flags, Point},
    scm::{Datum, Kind},
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a scan was made with, as far as its `User-Agent` says: never that text itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// `smartphone`, `pc`, …; empty when unknown.
    pub kind: String,
    /// The operating system.
    pub os: String,
    /// Its version.
    pub os_version: String,
    /// The browser.
    pub browser: String,
    /// Its version.
    pub browser_version: String,
}

/// Where a scan was made, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// ISO 3166 alpha-2, upper case; empty when unknown.
    pub country: String,
    /// The city's name, or empty.
    pub city: String,
    /// The point.
    pub point: Option<Point>,
    /// `ip`, `gps`, or empty when nothing is known.
    pub by: String,
}

/// A scan, with what was true at its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Its number in the database; never shown.
    pub id: ScanId,
    /// Its place in the order of commits.
    pub turn: i64,
    /// The company of the code.
    pub company: CompanyId,
    /// What others know it by: random, so that nobody finds another one by counting.
    pub uuid: String,
    /// When.
    pub at: Timestamp,
    /// Of which code.
    pub code: CodeId,
    /// What the code's QR says.
    pub extended_id: String,
    /// The code's serial number.
    pub serial_number: Option<String>,
    /// The code's product then.
    pub product: Option<ProductId>,
    /// The SKU that the product has now.
    pub sku: String,
    /// The name that the product has now.
    pub product_name: String,
    /// The name that its brand has now.
    pub brand_name: String,
    /// The product's campaign then.
    pub campaign: Option<CampaignId>,
    /// The program it was made with; empty when unknown.
    pub app: String,
    /// `query` or `auth`.
    pub reason: String,
    /// The code's state then: 0 inactive, 1 active, 2 blacklisted.
    pub activation_status: i64,
    /// Why it was blacklisted then.
    pub blacklist_reason: i64,
    /// What was to be said of it.
    pub flags: Flags,
    /// A digest that tells one device from another for a month, and no more.
    pub device_digest: String,
    /// Whether that device had not scanned the code before.
    pub new_device: bool,
    /// What it was made with.
    pub device: Device,
    /// Where.
    pub location: Location,
    /// The code's supply-chain data then.
    pub scm: BTreeMap<String, Datum>,
    /// Whether it marked its code as consumed.
    pub consumed: bool,
}

/// The columns of a scan, in the order of [`read`]; the tables are `scan s` and those of [`JOINS`].
const COLUMNS: &str = "s.id, s.turn, s.company_id, s.uuid, s.at, s.code_id, c.extended_id, \
     c.serial_number, s.product_id, coalesce(p.sku, ''), coalesce(p.name, ''), \
     coalesce(b.name, ''), s.campaign_id, s.app, s.reason, s.activation_status, \
     s.blacklist_reason, s.flags, s.device, s.new_device, s.device_kind, s.os, s.os_version, \
     s.browser, s.browser_version, s.country, s.city, s.latitude, s.longitude, s.located_by, \
     s.scm, s.consumed";

/// A product may have been deleted since: then only its id is left.
const JOINS: &str = "JOIN code c ON c.id = s.code_id \
     LEFT JOIN product p ON p.company_id = s.company_id AND p.id = s.product_id \
     LEFT JOIN brand b ON b.company_id = s.company_id AND b.id = p.brand_id";

fn read(row: &Row) -> Result<Scan, DbError> {
    let point = match (row.get::<Option<i64>>(27)?, row.get::<Option<i64>>(28)?) {
        (Some(latitude), Some(longitude)) => Some(Point {
            latitude,
            longitude,
        }),
        _ => None,
    };
    Ok(Scan {
        id: ScanId(row.get(0)?),
        turn: row.get(1)?,
        company: CompanyId(row.get(2)?),
        uuid: row.get(3)?,
        at: Timestamp(row.get(4)?),
        code: CodeId(row.get(5)?),
        extended_id: row.get(6)?,
        serial_number: row.get(7)?,
        product: row.get::<Option<i64>>(8)?.map(ProductId),
        sku: row.get(9)?,
        product_name: row.get(10)?,
        brand_name: row.get(11)?,
        campaign: row.get::<Option<i64>>(12)?.map(CampaignId),
        app: row.get(13)?,
        reason: row.get(14)?,
        activation_status: row.get(15)?,
        blacklist_reason: row.get(16)?,
        flags: Flags::from_stored(&row.get::<String>(17)?),
        device_digest: row.get(18)?,
        new_device: row.get::<i64>(19)? != 0,
        device: Device {
            kind: row.get(20)?,
            os: row.get(21)?,
            os_version: row.get(22)?,
            browser: row.get(23)?,
            browser_version: row.get(24)?,
        },
        location: Location {
            country: row.get(25)?,
            city: row.get(26)?,
            point,
            by: row.get(29)?,
        },
        scm: scm_of(&row.get::<String>(30)?)?,
        consumed: row.get::<i64>(31)? != 0,
    })
}

/// Rounds up to a power of two and repeats the last value: statements of few lengths, so that
/// each is prepared once.
fn padded<T: Clone>(mut list: Vec<T>) -> Vec<T> {
    if let Some(last) = list.last().cloned() {
        list.resize(list.len().next_power_of_two(), last);
    }
    list
}

/// A text from elsewhere as it is stored: files put texts together with control characters between
/// them.
fn without_controls(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Supply-chain data as a scan keeps it: for each key its text and its kind.
fn scm_to_stored(scm: &BTreeMap<String, Datum>) -> String {
    if scm.is_empty() {
        return "{}".to_owned();
    }
    let pair = |(key, datum): (&String, &Datum)| {
        let kept = json!([datum.text, datum.kind.number()]);
        (key.clone(), kept)
    };
    Value::Object(scm.iter().map(pair).collect::<Map<_, _>>()).to_string()
}

/// Reads what [`scm_to_stored`] wrote.
fn scm_of(stored: &str) -> Result<BTreeMap<String, Datum>, DbError> {
    let corrupt = || DbError::Corrupt("the data of a scan".into());
    let stored: Map<String, Value> = serde_json::from_str(stored).map_err(|_| corrupt())?;
    let pair = |(key, kept): (String, Value)| {
        let kind = kept[1].as_i64().and_then(Kind::from_number);
        let (text, kind) = kept[0].as_str().zip(kind).ok_or_else(corrupt)?;
        let text = text.to_owned();
        Ok((key, Datum { text, kind }))
    };
    stored.into_iter().map(pair).collect()
}

/// The setting that is added to the numbers of transactions on PostgreSQL.
const PASSED: &str = "scan_turns_passed";

/// Makes sure that new scans come after all that are there. A dump that was brought back into
/// another server has turns that this server's transactions have not reached yet: what they lack
/// is added from now on. Runs at every start; on SQLite turns are ids, which go on by themselves.
pub(crate) async fn go_on_counting(tx: &mut Tx) -> Result<(), DbError> {
    if !tx.is_postgres() {
        return Ok(());
    }
    // The highest of each company is at the end of an index; there is none over all of them. What
    // has been counted counts, too: nothing may come before it (`days`).
    tx.run(
        "INSERT INTO setting (name, value) \
         SELECT $1, (h.highest - pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1)::text \
         FROM (SELECT max(greatest( \
         (SELECT max(s.turn) FROM scan s WHERE s.company_id = m.id), \
         (SELECT c.turn FROM scan_counted c WHERE c.company_id = m.id))) AS highest \
         FROM company m) h \
         WHERE h.highest >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + coalesce( \
         (SELECT value::bigint FROM setting WHERE name = $1), 0) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        args![PASSED],
    )
    .await?;
    Ok(())
}
