//! An upload in the background: the codes of which some things hold, some thousand at a time.

use super::{Author, Outcome, Progress, Refused, begin, change, find};
use crate::{
    DbError, Filters, Scope,
    conn::{Arg, Tx},
};
use countermark_core::{
    ids::CodeId,
    scm::{Asked, Constraint, Constraints, DataKey},
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
    /// How many values of the first constraint are done.
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

/// Makes an item true of the next codes that meet all constraints.
///
/// # Errors
/// [`Refused`]; then the transaction is to be dropped.
pub async fn step(
    tx: &mut Tx,
    scope: &Scope,
    author: Author,
    constraints: &Constraints,
    asked: &Asked,
    cursor: Cursor,
) -> Result<Stepped, Refused> {
    let (first, _) = constraints.parts();
    let alone = constraints.iter().any(|c| c.by != DataKey::ExtendedId);
    let units = begin(tx, scope, alone).await?;
    let mut items = [asked.clone()];
    find::name_products(tx, scope, &mut items).await?;
    let names = portion(first, cursor);
    let most = match first.by {
        DataKey::Workorder => STEP_OF_ORDER,
        _ => STEP,
    };
    let mut codes = matching(tx, scope, constraints, names, cursor.after, most).await?;
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
    let bounds = (units.as_slice(), MOST);
    let (codes, nobody) = (vec![codes], Progress::default());
    let outcome = change::change(tx, scope, author, &items, codes, bounds, &nobody).await?;
    Ok(Stepped { outcome, next })
}

/// The values whose codes this step looks for.
fn portion(first: &Constraint, cursor: Cursor) -> &[String] {
    let names = &first.names[cursor.names..];
    let size = match first.by {
        DataKey::ExtendedId => STEP,
        DataKey::SerialNumber => 2_000,
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
    constraints: &Constraints,
    names: &[String],
    after: i64,
    most: usize,
) -> Result<Vec<CodeId>, DbError> {
    let (first, others) = constraints.parts();
    // Plus nothing: codes are found by what they are, not by what is left of all.
    let mut filters = scope.codes("c.").with("c.id + 0 > ?", after);
    for other in others {
        filters = holds(tx, scope, filters, other).await?;
    }
    let rows = match (&first.by, names) {
        // One value: its codes stand in the index in their order.
        (DataKey::Scm(key), [name]) => {
            let company = filters.place(scope.company());
            let (key, name) = (filters.place(key.as_str()), filters.place(name.as_str()));
            let after = filters.place(after);
            let sql = format!(
                "SELECT c.id FROM code_scm s CROSS JOIN code c WHERE s.company_id = {company} \
                 AND s.key = {key} AND s.value = {name} AND s.code_id > {after} \
                 AND c.id = s.code_id AND {} ORDER BY s.code_id LIMIT {}",
                filters.where_clause(),
                most + 1
            );
            tx.all(sql, filters.into_args()).await?
        }
        (by, names) => {
            let list = names.iter().map(String::as_str);
            let (list, from, joined) = match by {
                DataKey::ExtendedId => (
                    texts(tx, list),
                    "code c",
                    "c.extended_id = v.value".to_owned(),
                ),
                DataKey::SerialNumber => (
                    texts(tx, list),
                    "code c",
                    "c.serial_number = v.value".to_owned(),
                ),
                DataKey::Workorder => {
                    let orders = find::workorders(tx, scope, list.collect()).await?;
                    let joined = "c.workorder_id = v.value".to_owned();
                    (ints(tx, orders), "code c", joined)
                }
                DataKey::Scm(key) => {
                    let company = filters.place(scope.company());
                    let key = filters.place(key.as_str());
                    let joined = format!(
                        "s.company_id = {company} AND s.key = {key} AND s.value = v.value \
                         AND c.id = s.code_id"
                    );
                    (texts(tx, list), "code_scm s CROSS JOIN code c", joined)
                }
            };
            // The list comes first, so that each of its values is looked up in an index.
            let list = filters.place(list);
            let list = if tx.is_postgres() {
                format!("unnest({list}) AS v (value)")
            } else {
                format!("json_each({list}) AS v")
            };
            let sql = format!(
                "SELECT c.id FROM {list} CROSS JOIN {from} WHERE {joined} AND {} \
                 ORDER BY c.id LIMIT {}",
                filters.where_clause(),
                most + 1
            );
            tx.all(sql, filters.into_args()).await?
        }
    };
    rows.iter().map(|row| Ok(CodeId(row.get(0)?))).collect()
}

/// Adds that a constraint holds of a code.
async fn holds(
    tx: &mut Tx,
    scope: &Scope,
    mut filters: Filters,
    constraint: &Constraint,
) -> Result<Filters, DbError> {
    let names = constraint.names.iter().map(String::as_str);
    Ok(match &constraint.by {
        DataKey::ExtendedId => {
            let list = among(tx, &filters.place(texts(tx, names)));
            filters.and(format!("c.extended_id IN ({list})"))
        }
        DataKey::SerialNumber => {
            let list = among(tx, &filters.place(texts(tx, names)));
            filters.and(format!("c.serial_number IN ({list})"))
        }
        DataKey::Workorder => {
            let orders = find::workorders(tx, scope, names.collect()).await?;
            let list = among(tx, &filters.place(ints(tx, orders)));
            filters.and(format!("c.workorder_id IN ({list})"))
        }
        DataKey::Scm(key) => {
            let (company, key) = (filters.place(scope.company()), filters.place(key.as_str()));
            let list = among(tx, &filters.place(texts(tx, names)));
            filters.and(format!(
                "EXISTS (SELECT 1 FROM code_scm x WHERE x.code_id = c.id AND x.key = {key} \
                 AND x.company_id + 0 = {company} AND x.value IN ({list}))"
            ))
        }
    })
}

/// A list as one value: an array, or JSON on SQLite.
fn texts<'a>(tx: &Tx, list: impl Iterator<Item = &'a str>) -> Arg {
    if tx.is_postgres() {
        Arg::Texts(list.map(|text| Some(text.to_owned())).collect())
    } else {
        let list: Vec<_> = list.collect();
        Arg::from(serde_json::json!(list).to_string())
    }
}

fn ints(tx: &Tx, list: Vec<(String, i64)>) -> Arg {
    let list = list.into_iter().map(|(_, id)| id);
    if tx.is_postgres() {
        Arg::Ints(list.map(Some).collect())
    } else {
        let list: Vec<_> = list.collect();
        Arg::from(serde_json::json!(list).to_string())
    }
}

/// The text that stands for such a list behind `IN`.
fn among(tx: &Tx, place: &str) -> String {
    if tx.is_postgres() {
        format!("SELECT unnest({place})")
    } else {
        format!("SELECT value FROM json_each({place})")
    }
}
