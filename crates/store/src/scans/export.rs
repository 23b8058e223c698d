//! Scans one after the other, in the order in which they were committed.
//!
//! **Why nothing is missed while scans arrive.** Ids are given out before the commit: "everything
//! above the last id" would miss a scan that took a low id and was committed late. So rows carry
//! their *turn*, the number of their transaction (PostgreSQL), and are shown in that order. A page
//! that may be followed shows only turns below the snapshot's xmin: every transaction down there
//! has ended, and nothing will ever appear before the place where the page stops. The last page
//! also shows what is visible above it; nobody goes on from there. On SQLite there is one writer,
//! ids are in the order of commits, and a turn is an id.
//!
//! **The newest first** is for somebody who looks. It goes by the scans' times, which is the order
//! of an index, and ends at the bottom of the window: whatever was there when the first page was
//! asked for is shown once. What arrives meanwhile is on a first page that is asked for again.

use super::{COLUMNS, JOINS, Lines, PASSED, Scan, line, read};
use crate::{
    DbError, Filters, Scope,
    conn::{Conn, Row, args},
};
use countermark_core::{
    ids::{CampaignId, ProductId},
    scan_flags::Flag,
    scan_page::{Back, Cursor, Position},
    time::Timestamp,
};

/// A window that ended so long ago gets no scans any more: its last turn is the last one. A scan
/// is committed within seconds of its time, a day is far more.
const LATE_SECONDS: i64 = 86_400;

/// Which scans are wanted, beside the window of time that stands in the [`Position`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those that were in this campaign then.
    pub campaign: Option<CampaignId>,
    /// Only those of this product then.
    pub product: Option<ProductId>,
    /// Only those of codes in that state then.
    pub activation_status: Option<i64>,
    /// Only those with one of these flags; empty: all.
    pub flags: Option<Vec<Flag>>,
    /// Only those of the code with this extended id.
    pub code: Option<String>,
    /// Only those from one of these countries, in capitals.
    pub countries: Option<Vec<String>>,
    /// Only those whose supply-chain data then had these values.
    pub scm: Vec<(String, String)>,
}

/// Some scans, and where to go on.
#[derive(Clone, Debug)]
pub struct Step {
    /// The scans.
    pub scans: Vec<Scan>,
    /// Where the next ones are; none after the last.
    pub next: Option<Cursor>,
}

/// Where the scans of a window begin. `whole` also fixes where they end, for a caller who takes
/// all there are and cannot be asked to come back.
pub async fn begin(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Timestamp, Timestamp),
    whole: bool,
    now: Timestamp,
) -> Result<Position, DbError> {
    // Before the next question: what comes between the two is not passed over.
    let settled = if conn.is_postgres() {
        settled(conn).await?
    } else {
        behind_all(conn, scope).await?
    };
    let row = conn
        .one(
            "SELECT min(turn), max(turn) FROM scan WHERE company_id = $1 AND at >= $2 AND at <= $3",
            args![scope.company(), from, to],
        )
        .await?;
    let (first, last) = match row {
        Some(row) => (row.get::<Option<i64>>(0)?, row.get::<Option<i64>>(1)?),
        None => (None, None),
    };
    // What is not committed yet may come before the first that is.
    let first = first.map_or(settled, |first| first.min(settled));
    let over = whole || to < now.plus_seconds(-LATE_SECONDS);
    Ok(Position {
        turn: first.saturating_sub(1),
        id: i64::MAX,
        until: over.then(|| last.unwrap_or(0)),
        from,
        to,
    })
}

/// The turn behind all scans of the company: on SQLite they appear in the order of their turns.
async fn behind_all(conn: &mut Conn, scope: &Scope) -> Result<i64, DbError> {
    let sql = "SELECT coalesce(max(turn), 0) + 1 FROM scan WHERE company_id = $1";
    let row = conn.one(sql, args![scope.company()]).await?;
    row.map_or(Ok(1), |row| row.get(0))
}

/// The turn below which nothing will appear any more.
pub(super) async fn settled(conn: &mut Conn) -> Result<i64, DbError> {
    if !conn.is_postgres() {
        return Ok(i64::MAX);
    }
    let sql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + coalesce( \
               (SELECT value::bigint FROM setting WHERE name = $1), 0)";
    match conn.one(sql, args![PASSED]).await? {
        Some(row) => row.get(0),
        None => Ok(0),
    }
}

/// At most so many scans after a position. There may be none and still a `next`: those that are
/// there wait for a transaction that may have to come before them.
pub async fn step(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    after: impl Into<Cursor>,
    limit: usize,
) -> Result<Step, DbError> {
    let after = after.into();
    let selection = |from: &str| format!("SELECT {COLUMNS} {from}");
    let (settled, rows) = rows(conn, scope, wanted, after, limit, selection).await?;
    let scans: Vec<_> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let place = |scan: &Scan| Place {
        at: scan.at,
        turn: scan.turn,
        id: scan.id.0,
    };
    let (scans, next) = cut(scans, place, after, limit, settled);
    Ok(Step { scans, next })
}

/// The same as lines, which cost the database less.
pub async fn lines(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    after: impl Into<Cursor>,
    limit: usize,
) -> Result<Lines, DbError> {
    let after = after.into();
    let (settled, rows) = rows(conn, scope, wanted, after, limit, line::selection).await?;
    let text = match rows.first() {
        Some(row) => row.get::<Option<String>>(0)?,
        None => None,
    };
    let (lines, found) = Lines::read(text.unwrap_or_default(), matches!(after, Cursor::Newest(_)))?;
    let (found, next) = cut(found, |line| line.place, after, limit, settled);
    Ok(lines.showing(found, next))
}

/// Where a scan stands, in either order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: Timestamp,
    pub(super) turn: i64,
    pub(super) id: i64,
}

/// What is selected of the scans after a position, one more than `limit` if there are more; and
/// the turn below which nothing appears any more.
async fn rows(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    after: Cursor,
    limit: usize,
    selection: impl Fn(&str) -> String,
) -> Result<(i64, Vec<Row>), DbError> {
    // Before the rows are read: what has ended by now is visible to them.
    let settled = match after {
        Cursor::Recorded(Position { until: None, .. }) => settled(conn).await?,
        _ => i64::MAX,
    };
    let filters = matching(conn, scope, wanted);
    let (mut filters, order) = match after {
        Cursor::Recorded(after) => recorded(filters, after),
        Cursor::Newest(after) => back(filters, after),
    };
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let most = filters.place(more);
    let from = format!(
        "FROM scan s{} {JOINS} WHERE {} ORDER BY {order} LIMIT {most}",
        index(conn, wanted, after),
        filters.where_clause()
    );
    let rows = conn.all(selection(&from), filters.into_args()).await?;
    Ok((settled, rows))
}

/// The conditions and the order of those that were committed after a place.
fn recorded(filters: Filters, after: Position) -> (Filters, &'static str) {
    let mut filters = filters
        .with("s.at >= ?", after.from)
        .with("s.at <= ?", after.to)
        .with_some("s.turn <= ?", after.until)
        .with("s.turn >= ?", after.turn);
    let (turn, id) = (filters.place(after.turn), filters.place(after.id));
    let filters = filters.and(format!("(s.turn, s.id) > ({turn}, {id})"));
    (filters, "s.turn, s.id")
}

/// The conditions and the order of those that are older than a place.
fn back(filters: Filters, after: Back) -> (Filters, &'static str) {
    let mut filters = filters
        .with("s.at >= ?", after.from)
        .with("s.at <= ?", after.at);
    let (at, turn) = (filters.place(after.at), filters.place(after.turn));
    let id = filters.place(after.id);
    let filters = filters.and(format!("(s.at, s.turn, s.id) < ({at}, {turn}, {id})"));
    (filters, "s.at DESC, s.turn DESC, s.id DESC")
}

/// SQLite keeps no statistics ([decision 0037]) and would rather sort all scans of a product, or
/// walk through all of the company's for those of one code: it is told. PostgreSQL knows.
///
/// [decision 0037]: ../../../../docs/decisions/0037-how-sqlite-is-built.md
fn index(conn: &Conn, wanted: &Wanted, after: Cursor) -> &'static str {
    if conn.is_postgres() {
        ""
    } else if wanted.code.is_some() {
        " INDEXED BY scan_by_code"
    } else if matches!(after, Cursor::Newest(_)) {
        " INDEXED BY scan_by_time"
    } else {
        ""
    }
}

/// What of the rows may be shown, and where to go on.
fn cut<T>(
    mut scans: Vec<T>,
    place: impl Fn(&T) -> Place,
    after: Cursor,
    limit: usize,
    settled: i64,
) -> (Vec<T>, Option<Cursor>) {
    if scans.len() <= limit {
        return (scans, None);
    }
    scans.truncate(limit);
    let next = match after {
        Cursor::Recorded(after) => {
            // They are in the order of their turns.
            while scans.last().is_some_and(|last| place(last).turn >= settled) {
                scans.pop();
            }
            let last = scans.last().map(place);
            let (turn, id) = last.map_or((after.turn, after.id), |last| (last.turn, last.id));
            Cursor::from(Position { turn, id, ..after })
        }
        Cursor::Newest(after) => scans
            .last()
            .map(place)
            .map_or(after, |last| {
                let Place { at, turn, id } = last;
                Back {
                    at,
                    turn,
                    id,
                    ..after
                }
            })
            .into(),
    };
    (scans, Some(next))
}

fn matching(conn: &Conn, scope: &Scope, wanted: &Wanted) -> Filters {
    let mut filters = scope
        .scans("s.")
        .with_some("s.campaign_id = ?", wanted.campaign)
        .with_some("s.product_id = ?", wanted.product)
        .with_some("s.activation_status = ?", wanted.activation_status);
    if let Some(flags) = &wanted.flags {
        let places: Vec<_> = flags
            .iter()
            .map(|flag| {
                let place = filters.place(format!("% {} %", flag.name()));
                format!("s.flags LIKE {place}")
            })
            .collect();
        let any = if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("({})", places.join(" OR "))
        };
        filters = filters.and(any);
    }
    if let Some(code) = &wanted.code {
        let (company, code) = (filters.place(scope.company()), filters.place(code.as_str()));
        filters = filters.and(format!(
            "s.code_id = (SELECT k.id FROM code k \
             WHERE k.company_id = {company} AND k.extended_id = {code})"
        ));
    }
    if let Some(countries) = &wanted.countries {
        let countries = countries.iter().map(|country| country.as_str().into());
        filters = filters.among("s.country IN (?)", countries);
    }
    for (key, value) in &wanted.scm {
        let (key, value) = (filters.place(key.as_str()), filters.place(value.as_str()));
        // Kept as `{"key": ["text", kind]}`.
        let (each, text) = if conn.is_postgres() {
            ("json_each(s.scm::json)", "pair.value ->> 0")
        } else {
            ("json_each(s.scm)", "json_extract(pair.value, '$[0]')")
        };
        let has = format!(
            "EXISTS (SELECT 1 FROM {each} AS pair WHERE pair.key = {key} AND {text} = {value})"
        );
        filters = filters.and(has);
    }
    filters
}

/// The keys of supply-chain data that campaigns which are reached have, in order; only those of
/// one campaign, when one is named.
pub async fn keys(
    conn: &mut Conn,
    scope: &Scope,
    campaign: Option<CampaignId>,
) -> Result<Vec<String>, DbError> {
    let filters = scope
        .campaigns()
        .inside("campaign_id IN (SELECT id FROM campaign WHERE ?)")
        .with("company_id = ?", scope.company())
        .with_some("campaign_id = ?", campaign);
    let sql = format!(
        "SELECT DISTINCT key FROM scm_field WHERE {} ORDER BY key",
        filters.where_clause()
    );
    let rows = conn.all(sql, filters.into_args()).await?;
    rows.iter().map(|row| row.get(0)).collect()
}
