//! An upload in the background: the codes of which some things hold, some thousand at a time.

use super::{Author, Outcome, Progress, Refused, begin, change, find};
use crate::{
    DbError, Filters, Scope,
    conn::{Arg, Conn, Row, Tx},
    rows::Rows,
};
use countermark_core::{
    ids::CodeId,
    scm::{Asked, Constraint, DataKey},
};

/// Codes of one step.
const STEP: usize = 5_000;
/// Codes of one step that are found by their order: each step looks through all of it.
const STEP_OF_ORDER: usize = 20_000;
/// So many values are gone through one by one, each in the order of its codes; of more, many at
/// a time are.
const FEW: usize = 100;
/// The most codes that one step changes, with those inside of logistical units.
const MOST: usize = 200_000;

/// Where an upload stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// How many of the codes, or values of the first constraint, are done.
    pub names: usize,
    /// The last code that was done of those that have the values after that.
    pub after: i64,
}

/// What a step did.
#[derive(Clone, Debug)]
pub struct Stepped {
    /// What changed.
    pub outcome: Outcome,
    /// Where to go on; nowhere when it is done.
    pub next: Option<Cursor>,
}

/// Which codes an upload in the background is about.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// How they are found.
    pub among: Among<'a>,
    /// What else must hold of each.
    pub others: &'a [Constraint],
}

/// How the codes of an upload in the background are found.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    /// They were named, and looked up by [`named`].
    Codes(&'a [CodeId]),
    /// By what is true of them when a step comes to them.
    Holding(&'a Constraint),
}

/// The codes of these ids that are there and reached, in the order in which they lie: an upload
/// that goes through them in this order writes each page of the tables once.
pub async fn named(
    conn: &mut Conn,
    scope: &Scope,
    extended_ids: &[String],
) -> Result<Vec<CodeId>, DbError> {
    let filters = scope.codes("c.");
    let condition = filters.where_clause();
    let names = Rows::of_texts(extended_ids.iter().map(String::as_str));
    let rows = names.many(conn, filters.into_args(), usize::MAX, &["c.id"], |v| {
        format!("FROM {v} CROSS JOIN code c WHERE c.extended_id = v.column1 AND {condition}")
    });
    let mut codes = ids(&rows.await?)?;
    codes.sort_unstable();
    Ok(codes)
}

/// Makes an item true of the next codes that are wanted.
///
/// # Errors
/// [`Refused`]; then the transaction is to be dropped.
pub async fn step(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    wanted: Wanted<'_>,
    asked: &Asked,
    cursor: Cursor,
) -> Result<Stepped, Refused> {
    let alone = !matches!(wanted.among, Among::Codes(_)) || !wanted.others.is_empty();
    let units = begin(tx, scope, alone).await?;
    let mut items = [asked.clone()];
    find::name_products(tx, scope, &mut items).await?;
    let (codes, next) = match wanted.among {
        Among::Codes(list) => {
            let left = &list[cursor.names.min(list.len())..];
            let (portion, rest) = left.split_at(STEP.min(left.len()));
            let next = (!rest.is_empty()).then_some(Cursor {
                names: cursor.names + portion.len(),
                after: 0,
            });
            (meeting(tx, scope, portion, wanted.others).await?, next)
        }
        Among::Holding(first) => holding(tx, scope, first, wanted.others, cursor).await?,
    };
    let bounds = (units.as_slice(), MOST);
    let (codes, nobody) = (vec![codes], Progress::default());
    let outcome = change::change(tx, scope, author, &items, codes, bounds, &nobody).await?;
    Ok(Stepped { outcome, next })
}

/// Those of the codes that meet the constraints.
async fn meeting(
    tx: &mut Tx,
    scope: &Scope,
    codes: &[CodeId],
    others: &[Constraint],
) -> Result<Vec<CodeId>, DbError> {
    if others.is_empty() {
        return Ok(codes.to_vec());
    }
    let mut filters = scope.codes("c.");
    for other in others {
        filters = holds(tx, scope, filters, other).await?;
    }
    let condition = filters.where_clause();
    let named = Rows::of_ints(codes.iter().map(|id| id.0));
    let rows = named.many(tx, filters.into_args(), usize::MAX, &["c.id"], |v| {
        format!("FROM {v} CROSS JOIN code c WHERE c.id = v.column1 AND {condition}")
    });
    ids(&rows.await?)
}

/// The next codes that meet all constraints, and where to go on after them.
async fn holding(
    tx: &mut Tx,
    scope: &Scope,
    first: &Constraint,
    others: &[Constraint],
    cursor: Cursor,
) -> Result<(Vec<CodeId>, Option<Cursor>), DbError> {
    let names = portion(first, cursor);
    let most = match first.by {
        DataKey::Workorder => STEP_OF_ORDER,
        _ => STEP,
    };
    let mut codes = matching(tx, scope, (&first.by, names), others, cursor.after, most).await?;
    let next = if codes.len() > most {
        codes.pop();
        let after = codes.last().map_or(0, |id| id.0);
        Some(Cursor { after, ..cursor })
    } else {
        let done = cursor.names + names.len();
        (done < first.names.len()).then_some(Cursor {
            names: done,
            after: 0,
        })
    };
    Ok((codes, next))
}

/// The values whose codes this step looks for.
fn portion(first: &Constraint, cursor: Cursor) -> &[String] {
    let names = &first.names[cursor.names..];
    let size = match first.by {
        DataKey::ExtendedId | DataKey::SerialNumber => 2_000,
        DataKey::Scm(_) | DataKey::Workorder if first.names.len() <= FEW => 1,
        DataKey::Scm(_) | DataKey::Workorder => 500,
    };
    &names[..size.min(names.len())]
}

/// The next codes behind `after` that meet all constraints, one more than `most` when there are
/// more; of the first constraint, these values.
async fn matching(
    tx: &mut Tx,
    scope: &Scope,
    (by, names): (&DataKey, &[String]),
    others: &[Constraint],
    after: i64,
    most: usize,
) -> Result<Vec<CodeId>, DbError> {
    let (rest, filters) = found(tx, scope, (by, names), others, after).await?;
    let rest = format!("{rest} LIMIT {}", most + 1);
    let rows = tx.many(&["c.id"], &rest, filters.into_args()).await?;
    let mut codes = ids(&rows)?;
    codes.sort_unstable();
    Ok(codes)
}

/// How many codes meet all constraints, of which the first is how they are found.
///
/// # Errors
/// When the database failed.
pub async fn count(conn: &mut Conn, scope: &Scope, wanted: Wanted<'_>) -> Result<i64, DbError> {
    let first = match wanted.among {
        Among::Codes(codes) => return Ok(i64::try_from(codes.len()).unwrap_or(i64::MAX)),
        Among::Holding(first) => first,
    };
    let of = (&first.by, first.names.as_slice());
    let (rest, filters) = found(conn, scope, of, wanted.others, 0).await?;
    let sql = format!("SELECT count(*) FROM (SELECT c.id {rest}) AS n");
    let row = conn.one(sql, filters.into_args()).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Where the codes behind `after` are found that meet all constraints, in their order; of the
/// first constraint, these values.
async fn found(
    conn: &mut Conn,
    scope: &Scope,
    (by, names): (&DataKey, &[String]),
    others: &[Constraint],
    after: i64,
) -> Result<(String, Filters), DbError> {
    // Plus nothing: codes are found by what they are, not by what is left of all.
    let mut filters = scope.codes("c.").with("c.id + 0 > ?", after);
    for other in others {
        filters = holds(conn, scope, filters, other).await?;
    }
    let rest = match (by, names) {
        // One value: its codes stand in the index in their order.
        (DataKey::Scm(key), [name]) => {
            let company = filters.place(scope.company());
            let (key, name) = (filters.place(key.as_str()), filters.place(name.as_str()));
            let after = filters.place(after);
            format!(
                "FROM code_scm s CROSS JOIN code c WHERE s.company_id = {company} \
                 AND s.key = {key} AND s.value = {name} AND s.code_id > {after} \
                 AND c.id = s.code_id AND {} ORDER BY s.code_id",
                filters.where_clause(),
            )
        }
        (by, names) => {
            let list = names.iter().map(String::as_str);
            let (list, from, joined) = match by {
                DataKey::ExtendedId => (
                    texts(conn, list),
                    "code c",
                    "c.extended_id = v.value".to_owned(),
                ),
                DataKey::SerialNumber => (
                    texts(conn, list),
                    "code c",
                    "c.serial_number = v.value".to_owned(),
                ),
                DataKey::Workorder => {
                    let orders = find::workorders(conn, scope, list.collect()).await?;
                    let joined = "c.workorder_id = v.value".to_owned();
                    (ints(conn, orders), "code c", joined)
                }
                DataKey::Scm(key) => {
                    let company = filters.place(scope.company());
                    let key = filters.place(key.as_str());
                    let joined = format!(
                        "s.company_id = {company} AND s.key = {key} AND s.value = v.value \
                         AND c.id = s.code_id"
                    );
                    (texts(conn, list), "code_scm s CROSS JOIN code c", joined)
                }
            };
            // The list comes first, so that each of its values is looked up in an index.
            let list = filters.place(list);
            let list = if conn.is_postgres() {
                format!("unnest({list}) AS v (value)")
            } else {
                format!("json_each({list}) AS v")
            };
            format!(
                "FROM {list} CROSS JOIN {from} WHERE {joined} AND {} ORDER BY c.id",
                filters.where_clause(),
            )
        }
    };
    Ok((rest, filters))
}

fn ids(rows: &[Row]) -> Result<Vec<CodeId>, DbError> {
    rows.iter().map(|row| Ok(CodeId(row.get(0)?))).collect()
}

/// Adds that a constraint holds of a code.
async fn holds(
    conn: &mut Conn,
    scope: &Scope,
    mut filters: Filters,
    constraint: &Constraint,
) -> Result<Filters, DbError> {
    let names = constraint.names.iter().map(String::as_str);
    Ok(match &constraint.by {
        DataKey::ExtendedId => {
            let list = among(conn, &filters.place(texts(conn, names)));
            filters.and(format!("c.extended_id IN ({list})"))
        }
        DataKey::SerialNumber => {
            let list = among(conn, &filters.place(texts(conn, names)));
            filters.and(format!("c.serial_number IN ({list})"))
        }
        DataKey::Workorder => {
            let orders = find::workorders(conn, scope, names.collect()).await?;
            let list = among(conn, &filters.place(ints(conn, orders)));
            filters.and(format!("c.workorder_id IN ({list})"))
        }
        DataKey::Scm(key) => {
            let (company, key) = (filters.place(scope.company()), filters.place(key.as_str()));
            let list = among(conn, &filters.place(texts(conn, names)));
            filters.and(format!(
                "EXISTS (SELECT 1 FROM code_scm x WHERE x.code_id = c.id AND x.key = {key} \
                 AND x.company_id + 0 = {company} AND x.value IN ({list}))"
            ))
        }
    })
}

/// A list as one value: an array, or JSON on SQLite.
fn texts<'a>(conn: &Conn, list: impl Iterator<Item = &'a str>) -> Arg {
    if conn.is_postgres() {
        Arg::Texts(list.map(|text| Some(text.to_owned())).collect())
    } else {
        let list: Vec<_> = list.collect();
        Arg::from(serde_json::json!(list).to_string())
    }
}

fn ints(conn: &Conn, list: Vec<(String, i64)>) -> Arg {
    let list = list.into_iter().map(|(_, id)| id);
    if conn.is_postgres() {
        Arg::Ints(list.map(Some).collect())
    } else {
        let list: Vec<_> = list.collect();
        Arg::from(serde_json::json!(list).to_string())
    }
}

/// The text that stands for such a list behind `IN`.
fn among(conn: &Conn, place: &str) -> String {
    if conn.is_postgres() {
        format!("SELECT unnest({place})")
    } else {
        format!("SELECT value FROM json_each({place})")
    }
}
