//! Writes scans, many at once: whoever scanned while the disk was busy shares one transaction.
//!
//! What is kept of a code is read inside that transaction, so that a scan shows what was true
//! when it was written and not what somebody knew before.

use super::{Device, Location, PASSED, alerts, blacklist, padded};
use crate::{
    DbError,
    conn::{Arg, Conn, Row, Tx, args, places},
    webhooks::{self, Event},
};
use countermark_core::{
    codes::Status,
    ids::{AlertId, CampaignId, CodeId, CompanyId, ProductId},
    scan_flags::{Bound, Earlier, Facts, Flags, Point, judge},
    scm::{Datum, Kind},
    time::{self, Timestamp},
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::LazyLock,
};

/// A scan that has just been made.
#[derive(Clone, Debug)]
pub struct NewScan {
    /// What others will know it by.
    pub uuid: String,
    /// The code.
    pub code: CodeId,
    /// When.
    pub at: Timestamp,
    /// The program it was made with, or empty.
    pub app: String,
    /// `query` or `auth`.
    pub reason: &'static str,
    /// A digest of the device.
    pub device_digest: String,
    /// What it was made with.
    pub device: Device,
    /// Where.
    pub location: Location,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The company.
    pub company: CompanyId,
    /// What was to be said of it.
    pub flags: Flags,
    /// How often the code has been scanned now.
    pub scans: i64,
}

/// The most scans that one statement writes.
const MOST: usize = 128;

/// A code with what a scan of it keeps.
struct Known {
    company: CompanyId,
    extended_id: String,
    time_zone: String,
    product: Option<ProductId>,
    campaign: Option<CampaignId>,
    activation_status: i64,
    blacklist_reason: i64,
    /// When it was last taken off the blacklist.
    cleared_at: Option<Timestamp>,
    scm: BTreeMap<String, Datum>,
    /// How often it had been scanned before the first of these.
    scans: i64,
    /// How many devices had scanned it before the first of these; nothing when nobody has asked.
    devices: Option<i64>,
    /// Devices among these scans that are not in that number.
    more_devices: HashSet<String>,
}

impl Known {
    /// How many devices have scanned it since it was taken off the blacklist, this one included;
    /// those of scans that are written together with this one count, too.
    async fn sessions(
        &mut self,
        conn: &mut Conn,
        scan: &NewScan,
        last: Option<Timestamp>,
    ) -> Result<i64, DbError> {
        if last.is_none_or(|last| self.cleared_at.is_some_and(|cleared| last <= cleared)) {
            self.more_devices.insert(scan.device_digest.clone());
        }
        let before = match self.devices {
            Some(before) => before,
            None => blacklist::devices(conn, scan.code, self.cleared_at).await?,
        };
        self.devices = Some(before);
        Ok(before + i64::try_from(self.more_devices.len()).unwrap_or(i64::MAX))
    }

    fn scm(&self, key: &str) -> Option<&str> {
        self.scm.get(key).map(|datum| datum.text.as_str())
    }
}

/// Writes them; for each what was written, or nothing where its code is gone.
pub async fn record(tx: &mut Tx, scans: &[NewScan]) -> Result<Vec<Option<Recorded>>, DbError> {
    let mut written = Vec::with_capacity(scans.len());
    for some in scans.chunks(MOST) {
        written.extend(record_some(tx, some).await?);
    }
    Ok(written)
}

async fn record_some(tx: &mut Tx, scans: &[NewScan]) -> Result<Vec<Option<Recorded>>, DbError> {
    let mut codes = known(tx, scans).await?;
    count(tx, scans, &mut codes).await?;
    let seen = seen(tx, scans).await?;
    let campaigns: HashSet<_> = codes.values().filter_map(|code| code.campaign).collect();
    let alerts = alerts::of_campaigns(tx, &campaigns).await?;
    let mut judged = Vec::new();
    let mut new_devices = HashSet::new();
    for (at, scan) in scans.iter().enumerate() {
        let Some(code) = codes.get_mut(&scan.code) else {
            continue;
        };
        code.scans += 1;
        let device = (scan.code, scan.device_digest.as_str());
        let last = seen.get(&(scan.code, scan.device_digest.clone())).copied();
        let new_device = last.is_none() && new_devices.insert(device);
        let bounds: Vec<_> = match code.campaign.and_then(|id| alerts.get(&id)) {
            Some(alerts) => alerts.iter().filter_map(|one| one.bound.clone()).collect(),
            None => Vec::new(),
        };
        let flags = flags(tx, scan, (code, last), &bounds).await?;
        judged.push(Judged {
            at,
            scan,
            flags,
            new_device,
            scans: code.scans,
        });
    }
    insert(tx, &judged, &codes).await?;
    let mut written = vec![None; scans.len()];
    let mut alarms: Vec<(AlertId, &str)> = Vec::new();
    let mut too_many = BTreeSet::new();
    for judged in &judged {
        let code = &codes[&judged.scan.code];
        let of_campaign = code.campaign.and_then(|id| alerts.get(&id));
        let raised = of_campaign.into_iter().flatten();
        for alert in raised.filter(|alert| judged.flags.contains(alert.flag)) {
            if alert.has_readers {
                alarms.push((alert.id, &judged.scan.uuid));
            }
            let is_blacklisted = code.activation_status == Status::Blacklisted.number();
            if alert.blacklists() && !is_blacklisted {
                too_many.insert((code.company, judged.scan.code));
            }
        }
        written[judged.at] = Some(Recorded {
            company: code.company,
            flags: judged.flags,
            scans: judged.scans,
        });
    }
    for (alert, uuid) in alarms {
        let sql = "INSERT INTO campaign_alarm (alert_id, scan_id) \
                   SELECT $1, id FROM scan WHERE uuid = $2";
        tx.run(sql, args![alert, uuid]).await?;
    }
    blacklist::note(tx, &too_many).await?;
    tell(tx, &judged, &codes).await?;
    Ok(written)
}

/// Tells webhooks of the companies that have some.
async fn tell(
    tx: &mut Tx,
    judged: &[Judged<'_>],
    codes: &BTreeMap<CodeId, Known>,
) -> Result<(), DbError> {
    let companies = codes.values().map(|code| code.company).collect();
    let listening = webhooks::listening(tx, &companies).await?;
    if listening.is_empty() {
        return Ok(());
    }
    for judged in judged {
        let (scan, code) = (judged.scan, &codes[&judged.scan.code]);
        let data = json!({
            "scan": {
                "uuid": scan.uuid,
                "datetime": scan.at.to_string(),
                "flags": judged.flags.names(),
                "unique_user": judged.new_device,
            },
            "code": {
                "extended_id": code.extended_id,
                "activation_status": code.activation_status,
                "scan_count": judged.scans,
            },
            "product": {
                "id": code.product.map(|id| id.0),
                "campaign_id": code.campaign.map(|id| id.0),
            },
            "location": {"country": scan.location.country},
        });
        for webhook in listening.get(&code.company).into_iter().flatten() {
            let about = scan.uuid.as_str();
            let created = (Event::ScanCreated, about);
            webhooks::put(tx, code.company, webhook, created, &data, scan.at).await?;
            if !judged.flags.is_empty() {
                let flagged = (Event::ScanFlagged, about);
                webhooks::put(tx, code.company, webhook, flagged, &data, scan.at).await?;
            }
        }
    }
    Ok(())
}

/// A scan whose flags are known.
struct Judged<'a> {
    /// Its place among those that were handed in.
    at: usize,
    scan: &'a NewScan,
    flags: Flags,
    new_device: bool,
    scans: i64,
}

/// `$1, $2, …` for a list.
fn listed(count: usize) -> String {
    places(1, 1, count)
}

fn ids_of(scans: &[NewScan]) -> Vec<Arg> {
    let ids: BTreeSet<_> = scans.iter().map(|scan| scan.code).collect();
    padded(ids.into_iter().map(Arg::from).collect())
}

/// Keeps rows of that table from being deleted until the transaction ends: what is written refers
/// to them. SQLite has one writer, who is here.
pub(super) fn stays(conn: &Conn, table: &str) -> String {
    if conn.is_postgres() {
        format!(" FOR KEY SHARE OF {table}")
    } else {
        String::new()
    }
}

async fn known(tx: &mut Tx, scans: &[NewScan]) -> Result<BTreeMap<CodeId, Known>, DbError> {
    let ids = ids_of(scans);
    let sql = format!(
        "SELECT c.id, c.company_id, m.time_zone, c.product_id, p.campaign_id, \
         c.activation_status, c.blacklist_reason, c.extended_id, c.cleared_at \
         FROM code c JOIN company m ON m.id = c.company_id \
         LEFT JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
         WHERE c.id IN ({}){}",
        listed(ids.len()),
        stays(tx, "c")
    );
    let mut codes = BTreeMap::new();
    for row in tx.all(sql, ids.clone()).await? {
        let code = Known {
            company: CompanyId(row.get(1)?),
            time_zone: row.get(2)?,
            product: row.get::<Option<i64>>(3)?.map(ProductId),
            campaign: row.get::<Option<i64>>(4)?.map(CampaignId),
            activation_status: row.get(5)?,
            blacklist_reason: row.get(6)?,
            extended_id: row.get(7)?,
            cleared_at: row.get::<Option<i64>>(8)?.map(Timestamp),
            scm: BTreeMap::new(),
            scans: 0,
            devices: None,
            more_devices: HashSet::new(),
        };
        codes.insert(CodeId(row.get(0)?), code);
    }
    let sql = format!(
        "SELECT code_id, key, value, kind FROM code_scm WHERE code_id IN ({})",
        listed(ids.len())
    );
    for row in tx.all(sql, ids).await? {
        if let Some(code) = codes.get_mut(&CodeId(row.get(0)?)) {
            let kind = Kind::from_number(row.get(3)?)
                .ok_or_else(|| DbError::Corrupt("the kind of a value".into()))?;
            let text = row.get(2)?;
            code.scm.insert(row.get(1)?, Datum { text, kind });
        }
    }
    Ok(codes)
}

/// Counts the scans of each code. The rows stay locked until the commit; everybody takes them in
/// the order of the codes, so that no two nodes wait for each other.
async fn count(
    tx: &mut Tx,
    scans: &[NewScan],
    codes: &mut BTreeMap<CodeId, Known>,
) -> Result<(), DbError> {
    let mut times: BTreeMap<CodeId, i64> = BTreeMap::new();
    for scan in scans.iter().filter(|scan| codes.contains_key(&scan.code)) {
        *times.entry(scan.code).or_default() += 1;
    }
    let rows: Vec<_> = times.iter().map(|(code, times)| (*code, *times)).collect();
    for some in in_few_lengths(&rows) {
        let sql = format!(
            "INSERT INTO code_scanned (code_id, company_id, scans) VALUES {} \
             ON CONFLICT (code_id) DO UPDATE SET scans = code_scanned.scans + excluded.scans \
             RETURNING code_id, scans",
            places(1, 3, some.len())
        );
        let mut args = Vec::new();
        for (code, times) in some {
            args.extend(args![*code, codes[code].company, *times]);
        }
        for row in tx.all(sql, args).await? {
            let id = CodeId(row.get(0)?);
            if let (Some(code), Some(times)) = (codes.get_mut(&id), times.get(&id)) {
                code.scans = row.get::<i64>(1)? - times;
            }
        }
    }
    Ok(())
}

/// Which of these devices have scanned which of these codes before, and when the last time.
async fn seen(
    tx: &mut Tx,
    scans: &[NewScan],
) -> Result<HashMap<(CodeId, String), Timestamp>, DbError> {
    let pairs: BTreeSet<_> = scans
        .iter()
        .map(|scan| (scan.code, scan.device_digest.as_str()))
        .collect();
    let pairs = padded(pairs.into_iter().collect());
    let sql = format!(
        "SELECT code_id, device, max(at) FROM scan WHERE (code_id, device) IN (VALUES {}) \
         GROUP BY code_id, device",
        places(1, 2, pairs.len())
    );
    let args = pairs
        .iter()
        .flat_map(|(code, device)| args![*code, *device]);
    let rows = tx.all(sql, args.collect()).await?;
    rows.iter()
        .map(|row| Ok(((CodeId(row.get(0)?), row.get(1)?), Timestamp(row.get(2)?))))
        .collect()
}

/// The flags of a scan of that code, which the device has scanned before at that time.
async fn flags(
    conn: &mut Conn,
    scan: &NewScan,
    (code, last): (&mut Known, Option<Timestamp>),
    bounds: &[Bound],
) -> Result<Flags, DbError> {
    let mut sessions = 1;
    let mut earlier = Vec::new();
    for bound in bounds {
        match bound {
            Bound::SessionCount { .. } => {
                sessions = code.sessions(conn, scan, last).await?;
            }
            Bound::Anomaly { seconds, .. } => {
                earlier = since(conn, scan, scan.at.plus_seconds(-seconds)).await?;
            }
            Bound::ScanCount { .. } | Bound::ExceptionalCountry { .. } => {}
        }
    }
    let facts = Facts {
        activation_status: code.activation_status,
        country: &scan.location.country,
        intended_market: code.scm("intended_market"),
        sell_by_date: code.scm("sell_by_date"),
        is_consumed: code.scm("is_consumed"),
        today: time::zone(&code.time_zone).map(|zone| scan.at.date_in(&zone)),
        at: scan.at.0,
        place: scan.location.point,
        scans: code.scans,
        sessions,
        earlier: &earlier,
    };
    Ok(judge(&facts, bounds))
}

/// The newest scans of the code since then; more than these say nothing new.
async fn since(conn: &mut Conn, scan: &NewScan, since: Timestamp) -> Result<Vec<Earlier>, DbError> {
    let sql = "SELECT at, latitude, longitude FROM scan WHERE code_id = $1 AND at >= $2 \
               ORDER BY at DESC LIMIT 1000";
    let rows = conn.all(sql, args![scan.code, since]).await?;
    let earlier = |row: &Row| {
        let place = match (row.get::<Option<i64>>(1)?, row.get::<Option<i64>>(2)?) {
            (Some(latitude), Some(longitude)) => Some(Point {
                latitude,
                longitude,
            }),
            _ => None,
        };
        let at = Timestamp(row.get(0)?);
        Ok(Earlier { at, place })
    };
    rows.iter().map(earlier).collect()
}

/// Slices whose lengths are powers of two, the longest first.
fn in_few_lengths<T>(mut rows: &[T]) -> Vec<&[T]> {
    let mut slices = Vec::new();
    while !rows.is_empty() {
        let length = 1 << rows.len().ilog2();
        let (some, rest) = rows.split_at(length);
        slices.push(some);
        rows = rest;
    }
    slices
}

const COLUMNS: [&str; 25] = [
    "company_id",
    "uuid",
    "at",
    "code_id",
    "product_id",
    "campaign_id",
    "app",
    "reason",
    "activation_status",
    "blacklist_reason",
    "flags",
    "device",
    "new_device",
    "device_kind",
    "os",
    "os_version",
    "browser",
    "browser_version",
    "country",
    "city",
    "latitude",
    "longitude",
    "located_by",
    "scm",
    "consumed",
];

async fn insert(
    tx: &mut Tx,
    judged: &[Judged<'_>],
    codes: &BTreeMap<CodeId, Known>,
) -> Result<(), DbError> {
    for some in in_few_lengths(judged) {
        let mut args = Vec::with_capacity(COLUMNS.len() * some.len());
        for judged in some {
            args.extend(values(judged, &codes[&judged.scan.code]));
        }
        let sql = insertion(tx.is_postgres(), some.len());
        let written = tx.run(sql, args).await?;
        if written != some.len() as u64 {
            return Err(DbError::Corrupt("a scan was not written".into()));
        }
    }
    Ok(())
}

/// The statement that writes so many scans, a power of two. It has thousands of placeholders, so it
/// is put together once.
fn insertion(postgres: bool, rows: usize) -> &'static str {
    static TEXTS: [LazyLock<Vec<String>>; 2] = [
        LazyLock::new(|| texts(insertion_into_sqlite)),
        LazyLock::new(|| texts(insertion_into_postgres)),
    ];
    &TEXTS[usize::from(postgres)][rows.ilog2() as usize]
}

/// The texts for 1, 2, 4, … rows.
fn texts(of_rows: fn(usize) -> String) -> Vec<String> {
    (0..=MOST.ilog2())
        .map(|power| of_rows(1 << power))
        .collect()
}

/// Their turn is the id that comes next, which is looked for once.
fn insertion_into_sqlite(rows: usize) -> String {
    let row = format!("({})", ["?"; COLUMNS.len()].join(", "));
    format!(
        "INSERT INTO scan (turn, {}) SELECT (SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence \
         WHERE name = 'scan'), v.* FROM (VALUES {}) AS v",
        COLUMNS.join(", "),
        vec![row; rows].join(", ")
    )
}

/// Their turn is the number of the transaction.
fn insertion_into_postgres(rows: usize) -> String {
    let row = |row: usize| {
        format!(
            "(pg_current_xact_id()::text::bigint + coalesce((SELECT value::bigint FROM setting \
             WHERE name = '{PASSED}'), 0), {})",
            places(row * COLUMNS.len() + 1, 1, COLUMNS.len())
        )
    };
    let rows: Vec<_> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO scan (turn, {}) VALUES {}",
        COLUMNS.join(", "),
        rows.join(", ")
    )
}

fn values(judged: &Judged<'_>, code: &Known) -> [Arg; COLUMNS.len()] {
    let scan = judged.scan;
    let (device, location) = (&scan.device, &scan.location);
    [
        Arg::from(code.company),
        Arg::from(scan.uuid.as_str()),
        Arg::from(scan.at),
        Arg::from(scan.code),
        Arg::from(code.product),
        Arg::from(code.campaign),
        Arg::from(super::without_controls(&scan.app)),
        Arg::from(scan.reason),
        Arg::from(code.activation_status),
        Arg::from(code.blacklist_reason),
        Arg::from(judged.flags.to_stored()),
        Arg::from(scan.device_digest.as_str()),
        Arg::from(judged.new_device),
        Arg::from(device.kind.as_str()),
        Arg::from(device.os.as_str()),
        Arg::from(device.os_version.as_str()),
        Arg::from(device.browser.as_str()),
        Arg::from(device.browser_version.as_str()),
        Arg::from(location.country.as_str()),
        Arg::from(super::without_controls(&location.city)),
        Arg::from(location.point.map(|point| point.latitude)),
        Arg::from(location.point.map(|point| point.longitude)),
        Arg::from(location.by.as_str()),
        Arg::from(super::scm_to_stored(&code.scm)),
        Arg::from(false),
    ]
}

#[cfg(test)]
mod tests {
    use super::{in_few_lengths, padded};

    #[test]
    fn few_lengths_hold_everything_in_order() {
        for length in 0..=20_usize {
            let rows: Vec<_> = (0..length).collect();
            let slices = in_few_lengths(&rows);
            assert!(slices.iter().all(|slice| slice.len().is_power_of_two()));
            assert_eq!(slices.concat(), rows);
            let padded = padded(rows.clone());
            assert!(padded.is_empty() || padded.len().is_power_of_two());
            assert!(padded.starts_with(&rows));
        }
    }
}
