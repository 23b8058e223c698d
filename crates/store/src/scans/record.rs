//! Writes scans, many at once: whoever scanned while the disk was busy shares one transaction.
//!
//! What is kept of a code is met inside that transaction, so that a scan shows what was true when it
//! was written and not what somebody knew before.

use super::{Device, Location, Met, alerts, blacklist, insert, padded};
use crate::{
    DbError,
    conn::{Arg, Conn, Row, Tx, args, places},
    webhooks::{self, Event},
};
use countermark_core::{
    codes::Status,
    ids::{AlertId, CampaignId, CodeId, CompanyId},
    scan_flags::{Bound, Earlier, Facts, Flags, Point, judge},
    scm::{Datum, Kind},
    time::{self, Timestamp},
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// A scan that has just been made.
#[derive(Clone, Debug)]
pub struct NewScan {
    /// What others will know it by.
    pub uuid: String,
    /// The code, as it was met in the transaction that writes.
    pub met: Arc<Met>,
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
pub(super) const MOST: usize = 256;

/// A code with what a scan of it keeps.
struct Known {
    met: Arc<Met>,
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
        let cleared_at = self.met.cleared_at;
        if last.is_none_or(|last| cleared_at.is_some_and(|cleared| last <= cleared)) {
            self.more_devices.insert(scan.device_digest.clone());
        }
        let before = match self.devices {
            Some(before) => before,
            None => blacklist::devices(conn, self.met.code, cleared_at).await?,
        };
        self.devices = Some(before);
        Ok(before + i64::try_from(self.more_devices.len()).unwrap_or(i64::MAX))
    }

    fn scm(&self, key: &str) -> Option<&str> {
        self.scm.get(key).map(|datum| datum.text.as_str())
    }
}

/// Writes them; for each what was written.
pub async fn record(tx: &mut Tx, scans: &[NewScan]) -> Result<Vec<Recorded>, DbError> {
    let mut written = Vec::with_capacity(scans.len());
    for some in scans.chunks(MOST) {
        written.extend(record_some(tx, some).await?);
    }
    Ok(written)
}

async fn record_some(tx: &mut Tx, scans: &[NewScan]) -> Result<Vec<Recorded>, DbError> {
    let mut codes = known(tx, scans).await?;
    count(tx, scans, &mut codes).await?;
    let seen = seen(tx, scans).await?;
    let campaigns: HashSet<_> = scans
        .iter()
        .filter_map(|scan| campaign(&scan.met))
        .collect();
    let alerts = alerts::of_campaigns(tx, &campaigns).await?;
    let mut judged = Vec::new();
    let mut new_devices = HashSet::new();
    for scan in scans {
        let code = codes.get_mut(&scan.met.code);
        let code = code.ok_or_else(|| DbError::Corrupt("a scan without its code".into()))?;
        code.scans += 1;
        let device = (scan.met.code, scan.device_digest.as_str());
        let last = seen
            .get(&(scan.met.code, scan.device_digest.clone()))
            .copied();
        let new_device = last.is_none() && new_devices.insert(device);
        let bounds: Vec<_> = match campaign(&scan.met).and_then(|id| alerts.get(&id)) {
            Some(alerts) => alerts.iter().filter_map(|one| one.bound.clone()).collect(),
            None => Vec::new(),
        };
        let flags = flags(tx, scan, (code, last), &bounds).await?;
        judged.push(Judged {
            scan,
            flags,
            new_device,
            scans: code.scans,
        });
    }
    insert::insert(tx, &judged, |code| &codes[&code].scm).await?;
    let mut alarms: Vec<(AlertId, &str)> = Vec::new();
    let mut too_many = BTreeSet::new();
    for judged in &judged {
        let met = &judged.scan.met;
        let of_campaign = campaign(met).and_then(|id| alerts.get(&id));
        let raised = of_campaign.into_iter().flatten();
        for alert in raised.filter(|alert| judged.flags.contains(alert.flag)) {
            if alert.has_readers {
                alarms.push((alert.id, &judged.scan.uuid));
            }
            let is_blacklisted = met.activation_status == Status::Blacklisted.number();
            if alert.blacklists() && !is_blacklisted {
                too_many.insert((met.company, met.code));
            }
        }
    }
    for (alert, uuid) in alarms {
        let sql = "INSERT INTO campaign_alarm (alert_id, scan_id) \
                   SELECT $1, id FROM scan WHERE uuid = $2";
        tx.run(sql, args![alert, uuid]).await?;
    }
    blacklist::note(tx, &too_many).await?;
    tell(tx, &judged).await?;
    let written = judged.iter().map(|judged| Recorded {
        company: judged.scan.met.company,
        flags: judged.flags,
        scans: judged.scans,
    });
    Ok(written.collect())
}

/// The campaign of the code's product, also when that was archived.
pub(super) fn campaign(met: &Met) -> Option<CampaignId> {
    met.product.as_ref()?.campaign_id
}

/// Tells webhooks of the companies that have some.
async fn tell(tx: &mut Tx, judged: &[Judged<'_>]) -> Result<(), DbError> {
    let companies = judged
        .iter()
        .map(|judged| judged.scan.met.company)
        .collect();
    let listening = webhooks::listening(tx, &companies).await?;
    if listening.is_empty() {
        return Ok(());
    }
    for judged in judged {
        let (scan, met) = (judged.scan, &judged.scan.met);
        let data = json!({
            "scan": {
                "uuid": scan.uuid,
                "datetime": scan.at.to_string(),
                "flags": judged.flags.names(),
                "unique_user": judged.new_device,
            },
            "code": {
                "extended_id": met.extended_id,
                "activation_status": met.activation_status,
                "scan_count": judged.scans,
            },
            "product": {
                "id": met.product.as_ref().map(|product| product.id.0),
                "campaign_id": campaign(met).map(|id| id.0),
            },
            "location": {"country": scan.location.country},
        });
        for webhook in listening.get(&met.company).into_iter().flatten() {
            let about = scan.uuid.as_str();
            let created = (Event::ScanCreated, about);
            webhooks::put(tx, met.company, webhook, created, &data, scan.at).await?;
            if !judged.flags.is_empty() {
                let flagged = (Event::ScanFlagged, about);
                webhooks::put(tx, met.company, webhook, flagged, &data, scan.at).await?;
            }
        }
    }
    Ok(())
}

/// A scan whose flags are known.
pub(super) struct Judged<'a> {
    pub(super) scan: &'a NewScan,
    pub(super) flags: Flags,
    pub(super) new_device: bool,
    /// How often its code had been scanned then, this time included.
    scans: i64,
}

/// `$1, $2, …` for a list.
fn listed(count: usize) -> String {
    places(1, 1, count)
}

fn padded_ids<'a>(ids: impl Iterator<Item = &'a CodeId>) -> Vec<Arg> {
    padded(ids.copied().map(Arg::from).collect())
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

/// The codes of these scans, with their data.
async fn known(tx: &mut Tx, scans: &[NewScan]) -> Result<BTreeMap<CodeId, Known>, DbError> {
    let code = |scan: &NewScan| {
        let code = Known {
            met: scan.met.clone(),
            scm: BTreeMap::new(),
            scans: 0,
            devices: None,
            more_devices: HashSet::new(),
        };
        (scan.met.code, code)
    };
    let mut codes: BTreeMap<_, _> = scans.iter().map(code).collect();
    let ids = padded_ids(codes.keys());
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
    for scan in scans {
        *times.entry(scan.met.code).or_default() += 1;
    }
    let rows: Vec<_> = times.iter().collect();
    for some in in_few_lengths(&rows) {
        let sql = format!(
            "INSERT INTO code_scanned (code_id, company_id, scans) VALUES {} \
             ON CONFLICT (code_id) DO UPDATE SET scans = code_scanned.scans + excluded.scans",
            places(1, 3, some.len())
        );
        let rows = some.iter();
        let args = rows.flat_map(|(code, times)| args![**code, codes[code].met.company, **times]);
        tx.run(sql, args.collect()).await?;
    }
    let ids = padded_ids(times.keys());
    let rest = format!("FROM code_scanned WHERE code_id IN ({})", listed(ids.len()));
    for row in tx.many(&["code_id", "scans"], &rest, ids).await? {
        let id = CodeId(row.get(0)?);
        if let (Some(code), Some(times)) = (codes.get_mut(&id), times.get(&id)) {
            code.scans = row.get::<i64>(1)? - times;
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
        .map(|scan| (scan.met.code, scan.device_digest.as_str()))
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
        activation_status: code.met.activation_status,
        country: &scan.location.country,
        intended_market: code.scm("intended_market"),
        sell_by_date: code.scm("sell_by_date"),
        is_consumed: code.scm("is_consumed"),
        today: time::zone(&code.met.time_zone).map(|zone| scan.at.date_in(&zone)),
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
    let rows = conn.all(sql, args![scan.met.code, since]).await?;
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
pub(super) fn in_few_lengths<T>(mut rows: &[T]) -> Vec<&[T]> {
    let mut slices = Vec::new();
    while !rows.is_empty() {
        let length = 1 << rows.len().ilog2();
        let (some, rest) = rows.split_at(length);
        slices.push(some);
        rows = rest;
    }
    slices
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
