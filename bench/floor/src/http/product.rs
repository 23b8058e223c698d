//! A product as the server shows it (`crates/server/src/api/v2/products/mod.rs`); the bench compares
//! both answers byte by byte.

use countermark_core::time::Timestamp;
use rusqlite::{Connection, Row};
use serde::Serialize;
use std::error::Error;

/// The company of all products.
#[derive(Clone, Serialize)]
pub(super) struct Company {
    id: i64,
    uuid: String,
    name: String,
}

impl Company {
    pub(super) fn read(conn: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT id, uuid, name FROM company WHERE id = 1";
        conn.query_row(sql, [], |row| {
            Ok(Self {
                id: row.get(0)?,
                uuid: row.get(1)?,
                name: row.get(2)?,
            })
        })
    }
}

#[derive(Serialize)]
pub(super) struct Brand<'a> {
    pub(super) id: i64,
    pub(super) name: &'a str,
    pub(super) image: (),
}

#[derive(Serialize)]
pub(super) struct Campaign<'a> {
    id: i64,
    name: &'a str,
    description: &'a str,
    is_archived: bool,
}

#[derive(Serialize)]
pub(super) struct Product<'a> {
    pub(super) id: i64,
    pub(super) uuid: &'a str,
    pub(super) sku: &'a str,
    pub(super) image: (),
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) label: &'a str,
    pub(super) brand: Brand<'a>,
    pub(super) company: &'a Company,
    pub(super) creation_date: String,
    pub(super) client_url: &'a str,
    pub(super) is_archived: bool,
    pub(super) code_count: i64,
    pub(super) active_code_count: i64,
    pub(super) blacklisted_code_count: i64,
    pub(super) campaign: Option<Campaign<'a>>,
    pub(super) smartlabel: (),
}

/// What [`Product::of`] reads, in this order.
pub(super) const COLUMNS: &str = "p.id, p.uuid, p.sku, p.name, p.description, p.label, b.id, \
     b.name, p.created_at, p.client_url, p.archived, p.code_count, p.active_code_count, \
     p.blacklisted_code_count, c.id, c.name, c.description, c.archived";

impl<'a> Product<'a> {
    pub(super) fn of(row: &'a Row<'_>, company: &'a Company) -> Result<Self, Box<dyn Error>> {
        let campaign = match row.get(14)? {
            None => None,
            Some(id) => Some(Campaign {
                id,
                name: row.get_ref(15)?.as_str()?,
                description: row.get_ref(16)?.as_str()?,
                is_archived: row.get::<_, i64>(17)? != 0,
            }),
        };
        Ok(Self {
            id: row.get(0)?,
            uuid: row.get_ref(1)?.as_str()?,
            sku: row.get_ref(2)?.as_str()?,
            image: (),
            name: row.get_ref(3)?.as_str()?,
            description: row.get_ref(4)?.as_str()?,
            label: row.get_ref(5)?.as_str()?,
            brand: Brand {
                id: row.get(6)?,
                name: row.get_ref(7)?.as_str()?,
                image: (),
            },
            company,
            creation_date: Timestamp(row.get(8)?).to_string(),
            client_url: row.get_ref(9)?.as_str()?,
            is_archived: row.get::<_, i64>(10)? != 0,
            code_count: row.get(11)?,
            active_code_count: row.get(12)?,
            blacklisted_code_count: row.get(13)?,
            campaign,
            smartlabel: (),
        })
    }
}
