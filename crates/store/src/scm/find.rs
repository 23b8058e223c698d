//! Which codes and products an upload names.

use super::{
    ItemError, Refused,
    progress::{FIND, Progress},
};
use crate::{
    DbError, Scope,
    conn::{Arg, Conn, Tx, args},
    rows::{Of, Rows},
};
use countermark_core::{
    ids::{CodeId, ProductId},
    scm::{Asked, DataKey, ProductName},
};
use std::collections::{BTreeSet, HashMap};

/// Looks up the products that items name, of those that are reached.
///
/// # Errors
/// Every item whose product is not there.
pub(super) async fn name_products(
    conn: &mut Conn,
    scope: &Scope,
    items: &mut [Asked],
) -> Result<(), Refused> {
    let mut names: Vec<_> = items
        .iter()
        .filter_map(|asked| asked.product.as_ref())
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Ok(());
    }
    let found = products(conn, scope, &names).await?;
    let mut errors = Vec::new();
    for (place, asked) in items.iter_mut().enumerate() {
        let Some(name) = &asked.product else { continue };
        asked.item.product = found.get(name).copied();
        if asked.item.product.is_none() {
            let message = match name {
                ProductName::Number(id) => format!("Invalid pk \"{id}\" - object does not exist."),
                ProductName::Text(sku) => {
                    let sku: String = sku.chars().filter(|c| !c.is_control()).take(60).collect();
                    format!("Object with sku={sku} does not exist.")
                }
            };
            errors.push(ItemError {
                item: place,
                key: "product".into(),
                message,
            });
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refused::Items(errors))
    }
}

async fn products(
    conn: &mut Conn,
    scope: &Scope,
    names: &[&ProductName],
) -> Result<HashMap<ProductName, ProductId>, DbError> {
    let text = |name: &&ProductName| match name {
        ProductName::Number(id) => id.to_string(),
        ProductName::Text(text) => text.clone(),
    };
    let texts: Vec<_> = names.iter().map(text).collect();
    let numbers = names.iter().filter_map(|name| match name {
        ProductName::Number(id) => Some(*id),
        ProductName::Text(text) => text.parse().ok(),
    });
    let filters = scope.products("p.");
    let condition = filters.where_clause();
    let fixed = filters.into_args();
    let rows = Rows::of_ints(numbers).all(conn, fixed.clone(), usize::MAX, |v| {
        format!("SELECT p.id FROM {v} CROSS JOIN product p WHERE p.id = v.column1 AND {condition}")
    });
    let mut ids = BTreeSet::new();
    for row in rows.await? {
        ids.insert(row.get::<i64>(0)?);
    }
    let texts = texts.iter().map(String::as_str);
    let rows = Rows::of_texts(texts).all(conn, fixed, usize::MAX, |v| {
        format!(
            "SELECT p.sku, p.id FROM {v} CROSS JOIN product p \
             WHERE p.sku = v.column1 AND {condition}"
        )
    });
    let mut skus = HashMap::new();
    for row in rows.await? {
        skus.insert(row.get::<String>(0)?, row.get::<i64>(1)?);
    }
    let id = |id: &i64| ids.get(id).copied();
    let mut found = HashMap::new();
    for name in names {
        let product = match name {
            ProductName::Number(number) => {
                id(number).or_else(|| skus.get(&number.to_string()).copied())
            }
            ProductName::Text(text) => {
                let sku = skus.get(text).copied();
                sku.or_else(|| text.parse().ok().as_ref().and_then(id))
            }
        };
        if let Some(product) = product {
            found.insert((*name).clone(), ProductId(product));
        }
    }
    Ok(found)
}

/// The codes that each item names, in the order of their ids; always by an index.
pub(super) async fn codes(
    tx: &mut Tx,
    scope: &Scope,
    by: &DataKey,
    items: &[Asked],
    most: usize,
    progress: &Progress,
) -> Result<Vec<Vec<CodeId>>, Refused> {
    let mut names: Vec<_> = items.iter().map(|asked| asked.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut filters = scope.codes("c.");
    let (names, from, joined) = match by {
        DataKey::ExtendedId => {
            let joined = "c.extended_id = v.column1".to_owned();
            (Rows::of_texts(names), "code c", joined)
        }
        DataKey::SerialNumber => {
            let joined = "c.serial_number = v.column1".to_owned();
            (Rows::of_texts(names), "code c", joined)
        }
        DataKey::Workorder => {
            let mut orders = Rows::new(&[Of::Texts, Of::Ints]);
            for (name, id) in workorders(tx, scope, names).await? {
                orders.push([Arg::from(name), Arg::from(id)]);
            }
            (orders, "code c", "c.workorder_id = v.column2".to_owned())
        }
        DataKey::Scm(key) => {
            let (company, key) = (filters.place(scope.company()), filters.place(key.as_str()));
            let joined = format!(
                "s.company_id = {company} AND s.key = {key} AND s.value = v.column1 \
                 AND c.id = s.code_id"
            );
            (
                Rows::of_texts(names),
                "code_scm s CROSS JOIN code c",
                joined,
            )
        }
    };
    let condition = filters.where_clause();
    let tell = progress.of(FIND, names.len());
    let names = names.telling(tell);
    let columns = ["v.column1", "c.id"];
    let rows = names.many(tx, filters.into_args(), most, &columns, |v| {
        format!(
            "FROM {v} CROSS JOIN {from} WHERE {joined} AND {condition} LIMIT {}",
            most + 1
        )
    });
    let mut found: HashMap<String, Vec<CodeId>> = HashMap::new();
    let rows = rows.await?;
    if rows.len() > most {
        return Err(Refused::TooMany);
    }
    for row in rows {
        found
            .entry(row.get(0)?)
            .or_default()
            .push(CodeId(row.get(1)?));
    }
    for codes in found.values_mut() {
        codes.sort_unstable();
    }
    let codes = |asked: &Asked| found.get(&asked.name).cloned().unwrap_or_default();
    Ok(items.iter().map(codes).collect())
}

/// The work orders of these names, each a reference or else an id.
pub(super) async fn workorders(
    conn: &mut Conn,
    scope: &Scope,
    names: Vec<&str>,
) -> Result<Vec<(String, i64)>, DbError> {
    let company = || args![scope.company()];
    let mut found: HashMap<String, i64> = HashMap::new();
    let numbers = names.iter().filter_map(|name| name.parse().ok());
    let rows = Rows::of_ints(numbers).all(conn, company(), usize::MAX, |v| {
        format!(
            "SELECT w.id FROM {v} CROSS JOIN workorder w \
             WHERE w.id = v.column1 AND w.company_id = $1"
        )
    });
    for row in rows.await? {
        let id: i64 = row.get(0)?;
        found.insert(id.to_string(), id);
    }
    let rows = Rows::of_texts(names).all(conn, company(), usize::MAX, |v| {
        format!(
            "SELECT w.reference, w.id FROM {v} CROSS JOIN workorder w \
             WHERE w.reference = v.column1 AND w.company_id = $1"
        )
    });
    for row in rows.await? {
        found.insert(row.get(0)?, row.get(1)?);
    }
    Ok(found.into_iter().collect())
}

/// All codes that are inside of these as logistical units, and inside of those, and so on.
pub(super) async fn inside(
    tx: &mut Tx,
    scope: &Scope,
    units: &[String],
    codes: &mut BTreeSet<CodeId>,
    most: usize,
) -> Result<(), Refused> {
    let mut outer: Vec<_> = codes.iter().copied().collect();
    while !outer.is_empty() {
        let mut filters = scope.codes("c.");
        let company = filters.place(scope.company());
        let keys = units.iter().map(|key| Arg::from(key.as_str()));
        let filters = filters.among("s.key IN (?)", keys);
        let condition = filters.where_clause();
        let rows = Rows::of_ints(outer.iter().map(|id| id.0));
        let rows = rows.all(tx, filters.into_args(), most, |v| {
            format!(
                "SELECT c.id FROM {v} CROSS JOIN code o CROSS JOIN code_scm s CROSS JOIN code c \
                 WHERE o.id = v.column1 AND s.company_id = {company} AND s.value = o.extended_id \
                 AND c.id = s.code_id AND {condition} LIMIT {}",
                most + 1
            )
        });
        outer.clear();
        for row in rows.await? {
            let id = CodeId(row.get(0)?);
            if codes.insert(id) {
                outer.push(id);
            }
        }
        if codes.len() > most {
            return Err(Refused::TooMany);
        }
    }
    Ok(())
}
