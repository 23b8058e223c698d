//! New products: the rows that the server writes, in one commit for all who wait. No rule is checked.

use super::{
    product::{Brand, Company, Product},
    sha256,
};
use axum::body::Bytes;
use countermark_core::{text::fold, time::Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};
use serde::Deserialize;
use serde_json::json;
use std::{
    error::Error,
    sync::mpsc::{self, Sender},
    thread,
};
use tokio::sync::oneshot;

/// The body of a request, and where the answer's goes.
pub(super) struct Work {
    pub(super) body: Bytes,
    pub(super) answer: oneshot::Sender<Vec<u8>>,
}

#[derive(Deserialize)]
struct New<'a> {
    sku: &'a str,
    name: &'a str,
    brand: i64,
}

/// Starts the thread that writes.
pub(super) fn start(mut conn: Connection, company: Company) -> Sender<Work> {
    let (sender, receiver) = mpsc::channel::<Work>();
    thread::spawn(move || {
        while let Ok(first) = receiver.recv() {
            let mut group = vec![first];
            group.extend(receiver.try_iter());
            match together(&mut conn, &company, &group) {
                Ok(made) => {
                    for (work, body) in group.into_iter().zip(made) {
                        // Whoever has gone away wants no answer.
                        let _ = work.answer.send(body);
                    }
                }
                Err(error) => eprintln!("floor: {error}"),
            }
        }
    });
    sender
}

fn together(
    conn: &mut Connection,
    company: &Company,
    group: &[Work],
) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let made = group.iter().map(|work| create(&tx, company, &work.body));
    let made = made.collect::<Result<_, _>>()?;
    tx.commit()?;
    Ok(made)
}

fn create(conn: &Connection, company: &Company, body: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let new: New<'_> = serde_json::from_slice(body)?;
    let searchable = fold(&format!("{}\n{}", new.name, new.sku));
    let (id, uuid, at): (i64, String, i64) = conn
        .prepare_cached(
            "INSERT INTO product (company_id, uuid, brand_id, sku, name, name_folded, searchable, \
             label, description, client_url, archived, created_at) VALUES (1, \
             lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || \
             '-' || hex(randomblob(2)) || '-' || hex(randomblob(6))), ?1, ?2, ?3, ?4, ?5, ?3, '', '', 0, \
             CAST(unixepoch('subsec') * 1000000 AS INTEGER)) RETURNING id, uuid, created_at",
        )?
        .query_row(
            params![new.brand, new.sku, new.name, fold(new.name), searchable],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
    let brand: String = conn
        .prepare_cached(
            "UPDATE brand SET product_count = product_count + 1 WHERE company_id = 1 AND id = ?1 \
             RETURNING name",
        )?
        .query_row([new.brand], |row| row.get(0))?;
    conn.prepare_cached(
        "INSERT INTO counter (company_id, name, value) VALUES (1, 'product.active', 1) \
         ON CONFLICT (company_id, name) DO UPDATE SET value = counter.value + excluded.value",
    )?
    .execute([])?;
    audit(conn, &new, id, at)?;
    Ok(serde_json::to_vec(&Product {
        id,
        uuid: &uuid,
        sku: new.sku,
        image: (),
        name: new.name,
        description: "",
        label: new.name,
        brand: Brand {
            id: new.brand,
            name: &brand,
            image: (),
        },
        company,
        creation_date: Timestamp(at).to_string(),
        client_url: "",
        is_archived: false,
        code_count: 0,
        active_code_count: 0,
        blacklisted_code_count: 0,
        campaign: None,
        smartlabel: (),
    })?)
}

/// The entry, a hash of it, and the end of the chain.
fn audit(conn: &Connection, new: &New<'_>, id: i64, at: i64) -> Result<(), Box<dyn Error>> {
    let after = json!({
        "sku": new.sku, "name": new.name, "brand": new.brand, "campaign": null,
        "label": new.name, "description": "", "client_url": "", "stc": null, "is_archived": false,
    });
    let after = after.to_string();
    let hash = sha256(after.as_bytes()).ok_or("a digest has 32 bytes")?;
    let length: i64 = conn
        .prepare_cached(
            "UPDATE audit_chain SET length = length + 1, head = ?1 WHERE company_id = 1 \
             RETURNING length",
        )?
        .query_row([hash.as_slice()], |row| row.get(0))?;
    conn.prepare_cached(
        "INSERT INTO audit (company_id, at, person_id, credential_kind, credential_id, address, \
         request_id, action, object_type, object_id, label, before, after, position, hash) \
         VALUES (1, ?1, 1, 'uat', '0000000000000000000000', '127.0.0.1', \
         '0000000000000000000000', 'product.create', 'product', CAST(?2 AS TEXT), ?3, 'null', \
         ?4, ?5, ?6)",
    )?
    .execute(params![at, id, new.sku, after, length, hash.as_slice()])?;
    Ok(())
}
