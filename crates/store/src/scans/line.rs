//! Scans as lines of text, for files with millions of them: what it costs to bring a value out of
//! the database is paid once a scan and not once a column.

use super::scm_of;
use crate::{DbError, conn::Row};
use countermark_core::{
    scan_flags::{Flags, Point},
    scm::Datum,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// Stands between the cells of a line. No text that people store may hold a control character;
/// where a text comes from elsewhere, it is taken out.
const BETWEEN: char = '\u{1f}';

/// The cells of a line, in the order of [`COLUMNS`].
const CELLS: usize = 29;

/// One text for both engines; what may be NULL is made a text first, since `concat_ws` leaves NULL
/// out.
pub(super) const COLUMNS: &str = "concat_ws('\u{1f}', s.turn, s.id, s.uuid, s.at, \
     replace(s.app, '\u{1f}', ' '), s.reason, s.activation_status, s.blacklist_reason, s.flags, \
     s.device, s.new_device, c.extended_id, coalesce(c.serial_number, ''), \
     coalesce(CAST(s.product_id AS TEXT), ''), coalesce(p.sku, ''), coalesce(p.name, ''), \
     coalesce(b.name, ''), coalesce(CAST(s.campaign_id AS TEXT), ''), s.device_kind, s.os, \
     s.os_version, s.browser, s.browser_version, s.country, replace(s.city, '\u{1f}', ' '), \
     coalesce(CAST(s.latitude AS TEXT), ''), coalesce(CAST(s.longitude AS TEXT), ''), \
     s.located_by, s.scm)";

/// A scan as the database has joined it.
#[derive(Clone, Debug)]
pub struct Line(String);

/// What a [`Line`] says. A number that may be missing is empty then.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "as the members of Scan")]
pub struct Cells<'a> {
    pub uuid: &'a str,
    pub at: Timestamp,
    pub app: &'a str,
    pub reason: &'a str,
    pub activation_status: &'a str,
    pub blacklist_reason: &'a str,
    pub flags: Flags,
    pub device_digest: &'a str,
    pub new_device: bool,
    pub extended_id: &'a str,
    pub serial_number: &'a str,
    pub product: &'a str,
    pub sku: &'a str,
    pub product_name: &'a str,
    pub brand_name: &'a str,
    pub campaign: &'a str,
    pub device_kind: &'a str,
    pub os: &'a str,
    pub os_version: &'a str,
    pub browser: &'a str,
    pub browser_version: &'a str,
    pub country: &'a str,
    pub city: &'a str,
    pub point: Option<Point>,
    pub located_by: &'a str,
    scm: &'a str,
}

fn corrupt() -> DbError {
    DbError::Corrupt("the line of a scan".into())
}

fn number(cell: &str) -> Result<i64, DbError> {
    cell.parse().map_err(|_| corrupt())
}

pub(super) fn read(row: &Row) -> Result<Line, DbError> {
    Ok(Line(row.get(0)?))
}

impl Line {
    /// Turn and id: its place among all scans.
    pub(super) fn place(&self) -> Result<(i64, i64), DbError> {
        let mut cells = self.0.split(BETWEEN);
        let mut next = || number(cells.next().unwrap_or(""));
        Ok((next()?, next()?))
    }

    /// What it says.
    ///
    /// # Errors
    /// [`DbError::Corrupt`].
    pub fn cells(&self) -> Result<Cells<'_>, DbError> {
        let (mut cells, mut pieces) = ([""; CELLS], self.0.split(BETWEEN));
        for cell in &mut cells {
            *cell = pieces.next().ok_or_else(corrupt)?;
        }
        if pieces.next().is_some() {
            return Err(corrupt());
        }
        let [
            _,
            _,
            uuid,
            at,
            app,
            reason,
            activation_status,
            blacklist_reason,
            ..,
        ] = cells;
        let point = match (cells[25], cells[26]) {
            ("", _) | (_, "") => None,
            (latitude, longitude) => Some(Point {
                latitude: number(latitude)?,
                longitude: number(longitude)?,
            }),
        };
        Ok(Cells {
            uuid,
            at: Timestamp(number(at)?),
            app,
            reason,
            activation_status,
            blacklist_reason,
            flags: Flags::from_stored(cells[8]),
            device_digest: cells[9],
            new_device: cells[10] != "0",
            extended_id: cells[11],
            serial_number: cells[12],
            product: cells[13],
            sku: cells[14],
            product_name: cells[15],
            brand_name: cells[16],
            campaign: cells[17],
            device_kind: cells[18],
            os: cells[19],
            os_version: cells[20],
            browser: cells[21],
            browser_version: cells[22],
            country: cells[23],
            city: cells[24],
            point,
            located_by: cells[27],
            scm: cells[28],
        })
    }
}

impl Cells<'_> {
    /// The code's supply-chain data then.
    ///
    /// # Errors
    /// [`DbError::Corrupt`].
    pub fn scm(&self) -> Result<BTreeMap<String, Datum>, DbError> {
        if self.scm == "{}" {
            return Ok(BTreeMap::new());
        }
        scm_of(self.scm)
    }
}
