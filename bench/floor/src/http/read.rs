//! A page of products: the counter, and the rows by the same two ranges of an index as the server
//! reads them (`crates/store/src/lists.rs`).

use super::product::{COLUMNS, Company, Product};
use countermark_core::page::{Anchor, Key};
use rusqlite::{CachedStatement, Connection, params};
use serde::Serialize;
use std::error::Error;

/// What is written around the rows.
#[derive(Serialize)]
struct Head {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
}

/// The rows that a statement finds, and the anchor of the last one when there are more.
fn rows(
    mut statement: CachedStatement<'_>,
    params: impl rusqlite::Params,
    company: &Company,
    limit: i64,
) -> Result<(Vec<u8>, Option<Anchor>), Box<dyn Error>> {
    let (mut out, mut last, mut number) = (Vec::new(), (0, 0), 0);
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        if number == limit {
            let anchor = Anchor {
                ordering: "-creation_date".to_owned(),
                key: Key::Int(last.1),
                id: last.0,
            };
            return Ok((out, Some(anchor)));
        }
        if number > 0 {
            out.push(b',');
        }
        serde_json::to_writer(&mut out, &Product::of(row, company)?)?;
        last = (row.get(0)?, row.get(8)?);
        number += 1;
    }
    Ok((out, None))
}

/// The page that a query asks for: `limit`, `offset` and `after`.
pub(super) fn page(
    conn: &Connection,
    company: &Company,
    address: &str,
    query: &str,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut limit, mut offset, mut after) = (20_i64, 0_i64, None);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "limit" => limit = value.parse()?,
            "offset" => offset = value.parse()?,
            "after" => after = Some(Anchor::parse(value)?),
            _ => {}
        }
    }
    let count = conn
        .prepare_cached(
            "SELECT value FROM counter WHERE company_id = 1 AND name = 'product.active'",
        )?
        .query_row([], |row| row.get(0))?;
    let select = format!(
        "SELECT {COLUMNS} FROM product p \
         JOIN brand b ON b.company_id = p.company_id AND b.id = p.brand_id \
         LEFT JOIN campaign c ON c.company_id = p.company_id AND c.id = p.campaign_id \
         WHERE p.company_id = 1 AND p.archived = 0"
    );
    let by_date = "ORDER BY p.created_at DESC, p.id DESC LIMIT ?1";
    let (out, anchor) = if let Some(Anchor {
        key: Key::Int(at),
        id,
        ..
    }) = after
    {
        let sql = format!(
            "SELECT * FROM ({select} AND p.created_at = ?2 AND p.id < ?3 ORDER BY p.id DESC \
                 LIMIT ?1) UNION ALL SELECT * FROM ({select} AND p.created_at < ?2 {by_date}) \
                 ORDER BY 9 DESC, 1 DESC LIMIT ?1"
        );
        let statement = conn.prepare_cached(&sql)?;
        rows(statement, params![limit + 1, at, id], company, limit)?
    } else {
        let statement = conn.prepare_cached(&format!("{select} {by_date}"))?;
        rows(statement, params![limit + 1], company, limit)?
    };
    let link = |offset: i64| format!("{address}?limit={limit}&offset={offset}");
    let head = Head {
        count,
        next: anchor.map(|last| format!("{}&after={}", link(offset + limit), last.write())),
        previous: (offset > 0).then(|| link((offset - limit).max(0))),
    };
    let mut body = serde_json::to_vec(&head)?;
    // The rows come inside of the same object.
    body.pop();
    body.extend_from_slice(b",\"results\":[");
    body.extend_from_slice(&out);
    body.extend_from_slice(b"]}");
    Ok(body)
}
