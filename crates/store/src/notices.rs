//! What a person is told in the portal: the end of a token that comes near, a replaced token
//! that somebody still uses.

use crate::{
    DbError, Filters, Ordering, OrderingKind,
    conn::{Conn, Row, Tx, args},
    lists::List,
    uats,
};
use countermark_core::{
    ids::{CompanyId, UatId, UserId},
    page::{Page, PageRequest},
    time::Timestamp,
};
use serde_json::Value;

/// A notice as its person sees it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// Whom it is for.
    pub person: UserId,
    /// `uat_ends` or `uat_superseded_use`.
    pub kind: String,
    /// The token that it is about.
    pub uat: UatId,
    /// The token's name now.
    pub name: String,
    /// What was noticed.
    pub facts: Value,
    /// When.
    pub created_at: Timestamp,
}

/// Something to tell a person.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    /// Whom.
    pub person: UserId,
    /// `uat_ends` or `uat_superseded_use`.
    pub kind: &'a str,
    /// The token that it is about.
    pub uat: UatId,
    /// The occasion: of one kind, token and mark there is one notice, ever.
    pub mark: &'a str,
    /// What was noticed.
    pub facts: &'a Value,
}

/// Tells a person, unless they have been told; an earlier notice of this kind about the same
/// token gives way. `true` when it is new.
pub async fn add(
    tx: &mut Tx,
    company: CompanyId,
    new: &NewNotice<'_>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "INSERT INTO notice (company_id, person_id, kind, uat_id, mark, facts, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            args![
                company,
                new.person,
                new.kind,
                new.uat,
                new.mark,
                new.facts.to_string(),
                now
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    tx.run(
        "UPDATE notice SET dismissed_at = $6 WHERE company_id = $1 AND person_id = $2 \
         AND kind = $3 AND uat_id = $4 AND mark <> $5 AND dismissed_at IS NULL",
        args![company, new.person, new.kind, new.uat, new.mark, now],
    )
    .await?;
    Ok(true)
}

const LIST: List = List {
    columns: "n.id, n.kind, n.uat_id, u.name, n.facts, n.created_at, n.person_id",
    from: "notice n JOIN uat u ON u.id = n.uat_id",
    id: "n.id",
};

/// How notices are sorted: the latest first.
pub const ORDERINGS: &[Ordering] = &[Ordering {
    name: "creation_date",
    column: "n.id",
    kind: OrderingKind::Int,
    descending: true,
}];

/// A page of what a person has not dismissed. That a token comes to its end is no longer told
/// once it has ended or has a successor.
pub async fn list(
    conn: &mut Conn,
    company: CompanyId,
    person: UserId,
    now: Timestamp,
    ordering: Ordering,
    page: &PageRequest,
) -> Result<Page<Notice>, DbError> {
    let filters = Filters::default()
        .with("n.company_id = ?", company)
        .with("n.person_id = ? AND n.dismissed_at IS NULL", person)
        .with(
            "(n.kind <> 'uat_ends' OR (u.revoked_at IS NULL AND u.replaced_by IS NULL \
             AND u.expires_at > ?))",
            now,
        );
    LIST.page(conn, filters, ordering, page, None, read).await
}

fn read(row: &Row) -> Result<Notice, DbError> {
    let id: String = row.get(2)?;
    Ok(Notice {
        id: row.get(0)?,
        kind: row.get(1)?,
        uat: uats::parse(&id)?,
        name: row.get(3)?,
        facts: serde_json::from_str(&row.get::<String>(4)?)
            .map_err(|error| DbError::Corrupt(error.to_string()))?,
        created_at: Timestamp(row.get(5)?),
        person: UserId(row.get(6)?),
    })
}

/// A notice of the company, whoever it is for.
pub async fn get(conn: &mut Conn, company: CompanyId, id: i64) -> Result<Option<Notice>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE n.company_id = $1 AND n.id = $2",
        LIST.columns, LIST.from
    );
    conn.one(sql, args![company, id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Takes a notice off a person's list; `false` when it was not on it.
pub async fn dismiss(
    tx: &mut Tx,
    company: CompanyId,
    person: UserId,
    id: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "UPDATE notice SET dismissed_at = $4 \
             WHERE company_id = $1 AND person_id = $2 AND id = $3 AND dismissed_at IS NULL",
            args![company, person, id, now],
        )
        .await?;
    Ok(touched == 1)
}

/// Days before a token's end at which its owner is told.
pub const THRESHOLDS: [i64; 5] = [1, 3, 7, 14, 30];

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A token whose owner has not been told yet that its end comes near.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Its company.
    pub company: CompanyId,
    /// Its owner.
    pub owner: UserId,
    /// Where a mail reaches them.
    pub email: String,
    /// The token.
    pub uat: UatId,
    /// Its name.
    pub name: String,
    /// Its last day.
    pub valid_until: String,
    /// The end of that day.
    pub expires_at: Timestamp,
    /// Which threshold it has come to, in days.
    pub days: i64,
    /// The company's time zone.
    pub time_zone: String,
}

/// `CASE` over the thresholds; $2 to $5 are the ends of the first four.
fn threshold(value: impl Fn(i64) -> String) -> String {
    let [one, three, seven, fourteen, thirty] = THRESHOLDS.map(value);
    format!(
        "CASE WHEN u.expires_at <= $2 THEN {one} WHEN u.expires_at <= $3 THEN {three} \
         WHEN u.expires_at <= $4 THEN {seven} WHEN u.expires_at <= $5 THEN {fourteen} \
         ELSE {thirty} END"
    )
}

/// Tokens that have come to a threshold of which their owner has not been told. A threshold that
/// is longer than the token's whole life is none: who makes a token for three days knows.
pub async fn ending(conn: &mut Conn, now: Timestamp) -> Result<Vec<Ending>, DbError> {
    let mark = threshold(|days| format!("'{days}'"));
    let life = threshold(|days| (days * DAY).to_string());
    let days = threshold(|days| format!("CAST({days} AS BIGINT)"));
    let sql = format!(
        "SELECT u.company_id, u.person_id, p.email, u.id, u.name, u.valid_until, u.expires_at, \
         {days}, c.time_zone FROM uat u JOIN person p ON p.id = u.person_id \
         JOIN member m ON m.company_id = u.company_id AND m.person_id = u.person_id \
         JOIN company c ON c.id = u.company_id \
         WHERE u.expires_at > $1 AND u.expires_at <= $6 AND u.revoked_at IS NULL \
         AND u.replaced_by IS NULL AND m.archived_at IS NULL AND c.archived_at IS NULL \
         AND u.expires_at - u.created_at > {life} \
         AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.uat_id = u.id AND n.kind = 'uat_ends' \
         AND n.mark = {mark}) ORDER BY u.expires_at, u.seq LIMIT 200"
    );
    let ends = THRESHOLDS.map(|days| Timestamp(now.0 + days * DAY));
    let rows = conn
        .all(sql, args![now, ends[0], ends[1], ends[2], ends[3], ends[4]])
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.get(3)?;
            Ok(Ending {
                company: CompanyId(row.get(0)?),
                owner: UserId(row.get(1)?),
                email: row.get(2)?,
                uat: uats::parse(&id)?,
                name: row.get(4)?,
                valid_until: row.get(5)?,
                expires_at: Timestamp(row.get(6)?),
                days: row.get(7)?,
                time_zone: row.get(8)?,
            })
        })
        .collect()
}
