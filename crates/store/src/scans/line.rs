//! Scans as lines of text, for files with millions of them: what it costs to bring a value out of
//! the database is paid once for many scans, and not for each column of each.

use super::export::Place;
use crate::DbError;
use countermark_core::{
    scan_flags::{Flags, Point},
    scan_page::Cursor,
    scm::Kind,
    time::Timestamp,
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use std::{borrow::Cow, cmp::Reverse, fmt, ops::Range};

/// Stands between the cells of a line. No text that people store may hold a control character;
/// where a text comes from elsewhere, it is taken out before it is stored.
const BETWEEN: char = '\u{1f}';

/// Stands between lines, in the same way.
const BETWEEN_LINES: char = '\u{1e}';

/// The cells of a line, in the order of [`LINE`], behind its turn, its id and its time.
const CELLS: usize = 26;

/// A line, in one text for both engines; what may be NULL is made a text first, since `concat_ws`
/// leaves NULL out.
const LINE: &str = "concat_ws('\u{1f}', s.turn, s.id, s.at, s.uuid, s.app, s.reason, \
     s.activation_status, s.blacklist_reason, s.flags, s.device, s.new_device, c.extended_id, \
     coalesce(c.serial_number, ''), coalesce(CAST(s.product_id AS TEXT), ''), \
     coalesce(p.sku, ''), coalesce(p.name, ''), coalesce(b.name, ''), \
     coalesce(CAST(s.campaign_id AS TEXT), ''), s.device_kind, s.os, s.os_version, s.browser, \
     s.browser_version, s.country, s.city, coalesce(CAST(s.latitude AS TEXT), ''), \
     coalesce(CAST(s.longitude AS TEXT), ''), s.located_by, s.scm)";

/// The statement that yields the lines of these tables and conditions as one text.
pub(super) fn selection(from: &str) -> String {
    format!("SELECT string_agg(line, '\u{1e}') FROM (SELECT {LINE} AS line {from}) AS lines")
}

/// Scans as the database has joined them, and where to go on.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    text: String,
    found: Vec<Found>,
    /// Where the next ones are; none after the last.
    pub next: Option<Cursor>,
}

/// A line of the text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) place: Place,
    /// Where its other cells are.
    cells: Range<usize>,
}

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

/// Supply-chain data, as far as a file shows it.
#[derive(Debug, Default)]
pub struct Scm<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

fn corrupt() -> DbError {
    DbError::Corrupt("the line of a scan".into())
}

fn number(cell: &str) -> Result<i64, DbError> {
    cell.parse().map_err(|_| corrupt())
}

impl Lines {
    /// Finds the lines of a text, which may come in any order.
    pub(super) fn read(text: String, newest_first: bool) -> Result<(Self, Vec<Found>), DbError> {
        let (mut found, mut begin) = (Vec::new(), 0);
        for line in text.split(BETWEEN_LINES).filter(|line| !line.is_empty()) {
            let (turn, rest) = line.split_once(BETWEEN).ok_or_else(corrupt)?;
            let (id, rest) = rest.split_once(BETWEEN).ok_or_else(corrupt)?;
            let (at, rest) = rest.split_once(BETWEEN).ok_or_else(corrupt)?;
            let end = begin + line.len();
            found.push(Found {
                place: Place {
                    at: Timestamp(number(at)?),
                    turn: number(turn)?,
                    id: number(id)?,
                },
                cells: end - rest.len()..end,
            });
            begin = end + BETWEEN_LINES.len_utf8();
        }
        // They come as the statement inside of the other one has them; nobody promises it.
        let recorded = |Found { place, .. }: &Found| (place.turn, place.id);
        let back = |Found { place, .. }: &Found| Reverse((place.at, place.turn, place.id));
        if newest_first {
            if !found.is_sorted_by_key(back) {
                found.sort_unstable_by_key(back);
            }
        } else if !found.is_sorted_by_key(recorded) {
            found.sort_unstable_by_key(recorded);
        }
        let lines = Self {
            text,
            ..Self::default()
        };
        Ok((lines, found))
    }

    /// The same with what of them is shown.
    pub(super) fn showing(self, found: Vec<Found>, next: Option<Cursor>) -> Self {
        Self {
            found,
            next,
            ..self
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What each of them says; [`DbError::Corrupt`] where that cannot be read.
    pub fn cells(&self) -> impl Iterator<Item = Result<Cells<'_>, DbError>> {
        let read = |Found { place, cells }: &Found| {
            let text = &self.text[cells.clone()];
            Cells::read(place.at, text)
        };
        self.found.iter().map(read)
    }
}

impl<'a> Cells<'a> {
    fn read(at: Timestamp, line: &'a str) -> Result<Self, DbError> {
        let (mut cells, mut pieces) = ([""; CELLS], line.split(BETWEEN));
        for cell in &mut cells {
            *cell = pieces.next().ok_or_else(corrupt)?;
        }
        if pieces.next().is_some() {
            return Err(corrupt());
        }
        let point = match (cells[22], cells[23]) {
            ("", _) | (_, "") => None,
            (latitude, longitude) => Some(Point {
                latitude: number(latitude)?,
                longitude: number(longitude)?,
            }),
        };
        Ok(Self {
            uuid: cells[0],
            at,
            app: cells[1],
            reason: cells[2],
            activation_status: cells[3],
            blacklist_reason: cells[4],
            flags: Flags::from_stored(cells[5]),
            device_digest: cells[6],
            new_device: cells[7] != "0",
            extended_id: cells[8],
            serial_number: cells[9],
            product: cells[10],
            sku: cells[11],
            product_name: cells[12],
            brand_name: cells[13],
            campaign: cells[14],
            device_kind: cells[15],
            os: cells[16],
            os_version: cells[17],
            browser: cells[18],
            browser_version: cells[19],
            country: cells[20],
            city: cells[21],
            point,
            located_by: cells[24],
            scm: cells[25],
        })
    }

    /// The code's supply-chain data then.
    ///
    /// # Errors
    /// [`DbError::Corrupt`].
    pub fn scm(&self) -> Result<Scm<'a>, DbError> {
        if self.scm == "{}" {
            return Ok(Scm::default());
        }
        serde_json::from_str(self.scm).map_err(|_| DbError::Corrupt("the data of a scan".into()))
    }
}

impl Scm<'_> {
    /// The text of that key; empty when there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map_or("", |(_, text)| text)
    }
}

/// A text that is not copied where it needs no unescaping.
#[derive(Deserialize)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Scm<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Pairs)
    }
}

/// Reads `{"key": ["text", kind]}`.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Scm<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("supply-chain data")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Scm<'de>, M::Error> {
        let mut pairs = Vec::new();
        while let Some((key, (text, kind))) = map.next_entry::<_, (Borrowed<'de>, i64)>()? {
            if Kind::from_number(kind).is_none() {
                return Err(serde::de::Error::custom("no kind of a value"));
            }
            let Borrowed(key) = key;
            pairs.push((key, text.0));
        }
        Ok(Scm(pairs))
    }
}
