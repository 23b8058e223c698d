//! What the dashboard shows of scans, from those that were counted by day ([`super::days`]).

use crate::{
    DbError, Filters, Scope,
    conn::{Arg, Conn, Row, args},
    scans::alerts::of_reached,
};
use countermark_core::{
    codes::Status,
    ids::{AlertId, CampaignId, ProductId},
    time::Timestamp,
};
use std::collections::HashMap;

/// Which scans are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The first day.
    pub from: i64,
    /// The last day.
    pub to: i64,
    /// Only those that were in this campaign then.
    pub campaign: Option<CampaignId>,
    /// Only those of this product then.
    pub product: Option<ProductId>,
    /// Only those from one of these countries.
    pub countries: Option<Vec<String>>,
}

/// Scans by the state of their code at the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Of active codes.
    pub genuine: i64,
    /// Of codes that nobody had activated.
    pub inactive: i64,
    /// Of blacklisted codes.
    pub blacklisted: i64,
}

impl Verdicts {
    /// All of them.
    #[must_use]
    pub const fn all(self) -> i64 {
        self.genuine + self.inactive + self.blacklisted
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            genuine: self.genuine + other.genuine,
            inactive: self.inactive + other.inactive,
            blacklisted: self.blacklisted + other.blacklisted,
        }
    }
}

/// The scans of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970-01-01.
    pub day: i64,
    /// How many.
    pub verdicts: Verdicts,
    /// By a device that had not scanned the code before.
    pub new_devices: i64,
    /// Of which there was something to say.
    pub flagged: i64,
}

/// The parts with the most scans, and all others together.
#[derive(Clone, Debug)]
pub struct Parts<T> {
    /// The most first.
    pub first: Vec<(T, Verdicts)>,
    /// What is not among these.
    pub others: Verdicts,
}

/// What scans are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Country,
    Product,
    Campaign,
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Country => "d.country",
            Self::Product => "d.product_id",
            Self::Campaign => "d.campaign_id",
        }
    }
}

fn matching(scope: &Scope, wanted: &Wanted) -> Filters {
    let filters = scope
        .scans("d.")
        .with("d.day >= ?", wanted.from)
        .with("d.day <= ?", wanted.to)
        .with_some("d.campaign_id = ?", wanted.campaign)
        .with_some("d.product_id = ?", wanted.product);
    match &wanted.countries {
        Some(list) => {
            let list = list.iter().map(|country| Arg::from(country.as_str()));
            filters.among("d.country IN (?)", list)
        }
        None => filters,
    }
}

/// The sum of scans of codes in that state; PostgreSQL would make a number of any length of it.
fn scans_while(status: Status) -> String {
    let status = status.number();
    format!("CAST(sum(CASE WHEN d.activation_status = {status} THEN d.scans ELSE 0 END) AS BIGINT)")
}

/// Three columns: the members of [`Verdicts`].
fn verdicts() -> String {
    [Status::Active, Status::Inactive, Status::Blacklisted]
        .map(scans_while)
        .join(", ")
}

fn verdicts_at(row: &Row, at: usize) -> Result<Verdicts, DbError> {
    Ok(Verdicts {
        genuine: row.get(at)?,
        inactive: row.get(at + 1)?,
        blacklisted: row.get(at + 2)?,
    })
}

/// The days on which there were scans, in order.
pub async fn days(conn: &mut Conn, scope: &Scope, wanted: &Wanted) -> Result<Vec<Day>, DbError> {
    let filters = matching(scope, wanted);
    let sql = format!(
        "SELECT d.day, {}, CAST(sum(d.devices) AS BIGINT), CAST(sum(d.flagged) AS BIGINT) \
         FROM scan_day d WHERE {} GROUP BY d.day ORDER BY d.day",
        verdicts(),
        filters.where_clause()
    );
    let day = |row: &Row| {
        Ok(Day {
            day: row.get(0)?,
            verdicts: verdicts_at(row, 1)?,
            new_devices: row.get(4)?,
            flagged: row.get(5)?,
        })
    };
    let rows = conn.all(sql, filters.into_args()).await?;
    rows.iter().map(day).collect()
}

async fn parts<T>(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    (by, most): (By, i64),
    key: impl Fn(&Row) -> Result<T, DbError>,
) -> Result<Parts<T>, DbError> {
    let mut filters = matching(scope, wanted);
    let most = filters.place(most);
    let sql = format!(
        "SELECT g.k, g.a, g.i, g.b, CAST(sum(g.a) OVER () AS BIGINT), \
         CAST(sum(g.i) OVER () AS BIGINT), CAST(sum(g.b) OVER () AS BIGINT) \
         FROM (SELECT {} AS k, {} AS a, {} AS i, {} AS b FROM scan_day d WHERE {} GROUP BY 1) g \
         ORDER BY g.a + g.i + g.b DESC, g.k LIMIT {most}",
        by.column(),
        scans_while(Status::Active),
        scans_while(Status::Inactive),
        scans_while(Status::Blacklisted),
        filters.where_clause()
    );
    let rows = conn.all(sql, filters.into_args()).await?;
    let mut others = match rows.first() {
        Some(row) => verdicts_at(row, 4)?,
        None => Verdicts::default(),
    };
    let mut first = Vec::with_capacity(rows.len());
    for row in &rows {
        let verdicts = verdicts_at(row, 1)?;
        others.genuine -= verdicts.genuine;
        others.inactive -= verdicts.inactive;
        others.blacklisted -= verdicts.blacklisted;
        first.push((key(row)?, verdicts));
    }
    Ok(Parts { first, others })
}

/// The countries with the most scans; an unknown one is empty.
pub async fn countries(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    most: i64,
) -> Result<Parts<String>, DbError> {
    parts(conn, scope, wanted, (By::Country, most), |row| row.get(0)).await
}

/// A product or campaign of which there were scans: its id, unless there was none, and the name
/// that it has now, unless it was deleted or is not reached.
pub type Named = (Option<i64>, Option<String>);

/// The products with the most scans.
pub async fn products(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    most: i64,
) -> Result<Parts<Named>, DbError> {
    let parts = parts(conn, scope, wanted, (By::Product, most), |row| row.get(0)).await?;
    named(conn, ("product", scope.products("")), parts).await
}

/// The campaigns with the most scans.
pub async fn campaigns(
    conn: &mut Conn,
    scope: &Scope,
    wanted: &Wanted,
    most: i64,
) -> Result<Parts<Named>, DbError> {
    let parts = parts(conn, scope, wanted, (By::Campaign, most), |row| row.get(0)).await?;
    // A limited token is shown scans of its products from campaigns that these have left.
    named(conn, ("campaign", scope.campaigns()), parts).await
}

async fn named(
    conn: &mut Conn,
    (table, reached): (&str, Filters),
    parts: Parts<i64>,
) -> Result<Parts<Named>, DbError> {
    let ids = parts.first.iter().map(|(id, _)| Arg::from(*id));
    let filters = reached.among("id IN (?)", ids);
    let sql = format!(
        "SELECT id, name FROM {table} WHERE {}",
        filters.where_clause()
    );
    let mut names: HashMap<i64, String> = HashMap::new();
    for row in conn.all(sql, filters.into_args()).await? {
        names.insert(row.get(0)?, row.get(1)?);
    }
    let shown = |(id, verdicts): (i64, Verdicts)| {
        let known = (id != 0).then_some(id);
        ((known, names.remove(&id)), verdicts)
    };
    Ok(Parts {
        first: parts.first.into_iter().map(shown).collect(),
        others: parts.others,
    })
}

/// The time of the first scan that is reached and not counted yet; none when all are counted.
pub async fn uncounted(conn: &mut Conn, scope: &Scope) -> Result<Option<Timestamp>, DbError> {
    let sql = "SELECT turn, id FROM scan_counted WHERE company_id = $1";
    let (turn, id): (i64, i64) = match conn.one(sql, args![scope.company()]).await? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, 0),
    };
    let mut filters = scope.scans("s.").with("s.turn >= ?", turn);
    let (turn, id) = (filters.place(turn), filters.place(id));
    let sql = format!(
        "SELECT s.at FROM scan s WHERE {} AND (s.turn, s.id) > ({turn}, {id}) \
         ORDER BY s.turn, s.id LIMIT 1",
        filters.where_clause()
    );
    let row = conn.one(sql, filters.into_args()).await?;
    row.map(|row| row.get(0).map(Timestamp)).transpose()
}

/// Codes by their state now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// All of them.
    pub total: i64,
    /// Active ones.
    pub active: i64,
    /// Blacklisted ones.
    pub blacklisted: i64,
}

/// How many codes there are on products that are reached, and in no campaign that the viewer does
/// not see; from the counts that are kept with each product.
pub async fn codes(
    conn: &mut Conn,
    scope: &Scope,
    campaign: Option<CampaignId>,
    product: Option<ProductId>,
) -> Result<Codes, DbError> {
    let filters = scope
        .orders("c.")
        .with_some("c.campaign_id = ?", campaign)
        .with_some("c.product_id = ?", product);
    let sum = |column: &str| format!("CAST(coalesce(sum(c.{column}), 0) AS BIGINT)");
    let sql = format!(
        "SELECT {}, {}, {} FROM (SELECT company_id, id AS product_id, campaign_id, code_count, \
         active_code_count, blacklisted_code_count FROM product) c WHERE {}",
        sum("code_count"),
        sum("active_code_count"),
        sum("blacklisted_code_count"),
        filters.where_clause()
    );
    let Some(row) = conn.one(sql, filters.into_args()).await? else {
        return Ok(Codes::default());
    };
    Ok(Codes {
        total: row.get(0)?,
        active: row.get(1)?,
        blacklisted: row.get(2)?,
    })
}

/// An alert that was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The alert.
    pub id: AlertId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// The campaign's name.
    pub name: String,
    /// The name of its flag.
    pub flag: String,
    /// When its last mail went out.
    pub mailed_at: Option<Timestamp>,
    /// There are scans that the next mail will tell of.
    pub waiting: bool,
}

/// Alerts of campaigns that are reached whose last mail went out since then, or that have
/// something to tell; so many at most, those that wait first, then the latest.
pub async fn raised(
    conn: &mut Conn,
    scope: &Scope,
    since: Timestamp,
    most: i64,
) -> Result<Vec<Raised>, DbError> {
    let mut filters = of_reached(scope);
    let (since, most) = (filters.place(since), filters.place(most));
    let sql = format!(
        "SELECT r.id, r.campaign_id, k.name, r.kind, r.mailed_at, r.waiting FROM \
         (SELECT a.id, a.company_id, a.campaign_id, a.kind, a.mailed_at, \
         CASE WHEN EXISTS (SELECT 1 FROM campaign_alarm m WHERE m.alert_id = a.id) \
         THEN 1 ELSE 0 END AS waiting FROM campaign_alert a WHERE {}) r \
         JOIN campaign k ON k.company_id = r.company_id AND k.id = r.campaign_id \
         WHERE r.waiting = 1 OR r.mailed_at >= {since} \
         ORDER BY r.waiting DESC, coalesce(r.mailed_at, 0) DESC, r.id DESC LIMIT {most}",
        filters.where_clause()
    );
    let raised = |row: &Row| {
        Ok(Raised {
            id: AlertId(row.get(0)?),
            campaign: CampaignId(row.get(1)?),
            name: row.get(2)?,
            flag: row.get(3)?,
            mailed_at: row.get::<Option<i64>>(4)?.map(Timestamp),
            waiting: row.get::<i32>(5)? != 0,
        })
    };
    let rows = conn.all(sql, filters.into_args()).await?;
    rows.iter().map(raised).collect()
}
