//! Scans counted by day, so that a dashboard reads days and no scans (decision 0038).
//!
//! **Why each scan is counted once.** They are taken in the order of their turns and only below the
//! horizon of the export ([`super::export`]): nothing will appear behind the place that has been
//! reached. Sums and place are written in one transaction, which begins by moving the place from
//! where it was when the scans were read: of two nodes that have read the same ones, one finds it
//! moved and adds nothing. What never changes of a scan is all that is counted.

use super::export::settled;
use crate::{
    DbError,
    conn::{Arg, Conn, Row, Tx, args},
    rows::{Of, Rows},
};
use countermark_core::{
    ids::CompanyId,
    time::{self, Timestamp, day_of_date},
};
use std::collections::BTreeMap;

/// A place in the order of scans: turn and id. The first scan comes after the default one.
type Place = (i64, i64);

/// A company with scans that are not counted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The company.
    pub company: CompanyId,
    /// The IANA name of the time zone of its days.
    pub time_zone: String,
}

/// What is counted apart: day, campaign, product, country, state of the code.
type Key = (i64, i64, i64, String, i64);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    scans: i64,
    devices: i64,
    flagged: i64,
}

/// Some scans, added up and not written yet.
#[derive(Clone, Debug)]
pub struct Step {
    company: CompanyId,
    after: Place,
    last: Place,
    sums: BTreeMap<Key, Sums>,
}

/// Condition and tail of a statement about scans behind a place: the first column alone is what
/// SQLite looks up.
const BEHIND: &str = "s.turn >= coalesce(c.turn, 0) \
     AND (s.turn, s.id) > (coalesce(c.turn, 0), coalesce(c.id, 0))";

/// Companies with scans that are not counted yet. Some of these may have to wait for a transaction
/// that comes before them.
pub async fn behind(conn: &mut Conn) -> Result<Vec<Behind>, DbError> {
    let sql = format!(
        "SELECT m.id, m.time_zone FROM company m \
         LEFT JOIN scan_counted c ON c.company_id = m.id \
         WHERE EXISTS (SELECT 1 FROM scan s WHERE s.company_id = m.id AND {BEHIND}) ORDER BY m.id"
    );
    let rows = conn.all(sql, args![]).await?;
    let behind = |row: &Row| {
        Ok(Behind {
            company: CompanyId(row.get(0)?),
            time_zone: row.get(1)?,
        })
    };
    rows.iter().map(behind).collect()
}

/// Adds up the next scans of a company, so many at most; nothing when there are none, or when
/// others may still come before them.
pub async fn next(conn: &mut Conn, behind: &Behind, limit: i64) -> Result<Option<Step>, DbError> {
    let company = behind.company;
    // A zone that is not there was never stored; were it so, days would end in UTC.
    let zone = time::zone(&behind.time_zone);
    let sql = "SELECT turn, id FROM scan_counted WHERE company_id = $1";
    let after = match conn.one(sql, args![company]).await? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => Place::default(),
    };
    // Before the scans are read: what has ended by now is visible to them.
    let settled = settled(conn).await?;
    let columns = [
        "s.turn",
        "s.id",
        "s.at",
        "coalesce(s.campaign_id, 0)",
        "coalesce(s.product_id, 0)",
        "s.country",
        "s.activation_status",
        "s.new_device",
        "s.flags",
    ];
    let rest = "FROM scan s WHERE s.company_id = $1 AND s.turn >= $2 AND (s.turn, s.id) > ($2, $3) \
                AND s.turn < $4 ORDER BY s.turn, s.id LIMIT $5";
    let args = args![company, after.0, after.1, settled, limit];
    let rows = conn.many(&columns, rest, args).await?;
    let mut last = None;
    let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
    for row in &rows {
        last = Some((row.get(0)?, row.get(1)?));
        let at = Timestamp(row.get(2)?);
        let day = zone
            .as_ref()
            .map_or_else(|| at.day(), |zone| day_of_date(at.date_in(zone)));
        let key = (day, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        let sum = sums.entry(key).or_default();
        sum.scans += 1;
        sum.devices += i64::from(row.get::<i64>(7)? != 0);
        sum.flagged += i64::from(!row.get::<String>(8)?.is_empty());
    }
    Ok(last.map(|last| Step {
        company,
        after,
        last,
        sums,
    }))
}

/// Writes what [`next`] has added up; `false`, and nothing is written, when somebody else has
/// counted these scans meanwhile.
pub async fn add(tx: &mut Tx, step: &Step) -> Result<bool, DbError> {
    let (after, last) = (step.after, step.last);
    // The row is locked from here on.
    let moved = tx
        .run(
            "INSERT INTO scan_counted (company_id, turn, id) VALUES ($1, $2, $3) \
             ON CONFLICT (company_id) DO UPDATE SET turn = $2, id = $3 \
             WHERE scan_counted.turn = $4 AND scan_counted.id = $5",
            args![step.company, last.0, last.1, after.0, after.1],
        )
        .await?;
    if moved == 0 {
        return Ok(false);
    }
    let mut rows = Rows::new(&[
        Of::Ints,
        Of::Ints,
        Of::Ints,
        Of::Texts,
        Of::Ints,
        Of::Ints,
        Of::Ints,
        Of::Ints,
    ]);
    for ((day, campaign, product, country, status), sums) in &step.sums {
        rows.push([
            Arg::from(*day),
            Arg::from(*campaign),
            Arg::from(*product),
            Arg::from(country.as_str()),
            Arg::from(*status),
            Arg::from(sums.scans),
            Arg::from(sums.devices),
            Arg::from(sums.flagged),
        ]);
    }
    rows.run(tx, args![step.company], |v| {
        format!(
            "INSERT INTO scan_day (company_id, day, campaign_id, product_id, country, \
             activation_status, scans, devices, flagged) \
             SELECT $1, v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, \
             v.column7, v.column8 FROM {v} WHERE true \
             ON CONFLICT (company_id, day, campaign_id, product_id, country, activation_status) \
             DO UPDATE SET scans = scan_day.scans + excluded.scans, \
             devices = scan_day.devices + excluded.devices, \
             flagged = scan_day.flagged + excluded.flagged"
        )
    })
    .await?;
    Ok(true)
}
