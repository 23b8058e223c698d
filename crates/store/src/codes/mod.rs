//! Codes of a company: one on each item (contract §5). Which of them a caller reaches follows
//! their product, and their campaign does, too. What changes them is in [`crate::scm`].

pub mod counts;
pub mod export;
mod find;
pub mod generate;
mod insert;
mod list;
pub mod own;

pub use find::get;
pub use insert::{NewCode, insert_many};
pub use list::{ORDERINGS, Period, Wanted, list};

use crate::{
    DbError, Scope,
    conn::{Conn, Row, args},
    lists::List,
    rows::Rows,
};
use countermark_core::{
    codes::{Reason, Status},
    ids::{BrandId, CampaignId, CodeId, ProductId, UserId, WorkorderId},
    scm::{Datum, Kind},
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The product of a code, with its brand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOf {
    /// Its id.
    pub id: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its brand: id and name.
    pub brand: (BrandId, String),
    /// Its campaign, if it is in one: id and name.
    pub campaign: Option<(CampaignId, String)>,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its id inside this server.
    pub id: CodeId,
    /// What a scan sends.
    pub extended_id: String,
    /// Its serial number.
    pub serial_number: Option<String>,
    /// The order that it came with.
    pub workorder: WorkorderId,
    /// Its place there, from 1 on.
    pub sequence: i64,
    /// What it is on.
    pub product: Option<ProductOf>,
    /// Whether it is good.
    pub status: Status,
    /// Why it is blacklisted.
    pub reason: Reason,
    /// Who activated it last: id and e-mail address.
    pub activated_by: Option<(UserId, String)>,
    /// When.
    pub activated_at: Option<Timestamp>,
    /// Who changed its data last.
    pub scm_updated_by: Option<(UserId, String)>,
    /// When.
    pub scm_updated_at: Option<Timestamp>,
    /// When anything of it changed.
    pub updated_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its supply-chain data.
    pub scm: BTreeMap<String, Datum>,
}

impl Code {
    /// What the audit log keeps of it.
    #[must_use]
    pub fn audited(&self) -> Value {
        let scm = self.scm.iter();
        let scm: Map<_, _> = scm
            .map(|(key, datum)| (key.clone(), datum.to_json()))
            .collect();
        json!({
            "product": self.product.as_ref().map(|product| product.id.0),
            "activation_status": self.status.number(),
            "blacklist_reason": self.reason.number(),
            "serial_number": self.serial_number,
            "scm": scm,
        })
    }
}

const LIST: List = List {
    columns: "c.id, c.extended_id, c.serial_number, c.workorder_id, c.sequence, \
              c.activation_status, c.blacklist_reason, c.activated_at, c.scm_updated_at, \
              c.updated_at, c.created_at, p.id, p.sku, p.name, b.id, b.name, g.id, g.name, a.id, \
              a.email, u.id, u.email",
    from: "code c LEFT JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
           LEFT JOIN brand b ON b.company_id = p.company_id AND b.id = p.brand_id \
           LEFT JOIN campaign g ON g.company_id = p.company_id AND g.id = p.campaign_id \
           LEFT JOIN person a ON a.id = c.activated_by \
           LEFT JOIN person u ON u.id = c.scm_updated_by",
    id: "c.id",
};

pub(crate) fn status(number: i64) -> Result<Status, DbError> {
    Status::from_number(number).ok_or_else(|| DbError::Corrupt(format!("status {number}")))
}

pub(crate) fn reason(number: i64) -> Result<Reason, DbError> {
    Reason::from_number(number).ok_or_else(|| DbError::Corrupt(format!("reason {number}")))
}

pub(crate) fn datum(text: String, kind: i64) -> Result<Datum, DbError> {
    let kind = Kind::from_number(kind).ok_or_else(|| DbError::Corrupt(format!("kind {kind}")))?;
    Ok(Datum { text, kind })
}

/// A pair of id and text whose row may not be there.
fn pair(row: &Row, at: usize) -> Result<Option<(i64, String)>, DbError> {
    Ok(row.get::<Option<i64>>(at)?.zip(row.get(at + 1)?))
}

fn read(row: &Row) -> Result<Code, DbError> {
    let product = match (row.get::<Option<i64>>(11)?, pair(row, 14)?) {
        (Some(id), Some((brand, of_brand))) => Some(ProductOf {
            id: ProductId(id),
            sku: row.get(12)?,
            name: row.get(13)?,
            brand: (BrandId(brand), of_brand),
            campaign: pair(row, 16)?.map(|(id, name)| (CampaignId(id), name)),
        }),
        _ => None,
    };
    let person = |at| Ok::<_, DbError>(pair(row, at)?.map(|(id, email)| (UserId(id), email)));
    Ok(Code {
        id: CodeId(row.get(0)?),
        extended_id: row.get(1)?,
        serial_number: row.get(2)?,
        workorder: WorkorderId(row.get(3)?),
        sequence: row.get(4)?,
        product,
        status: status(row.get(5)?)?,
        reason: reason(row.get(6)?)?,
        activated_by: person(18)?,
        activated_at: row.get::<Option<i64>>(7)?.map(Timestamp),
        scm_updated_by: person(20)?,
        scm_updated_at: row.get::<Option<i64>>(8)?.map(Timestamp),
        updated_at: Timestamp(row.get(9)?),
        created_at: Timestamp(row.get(10)?),
        scm: BTreeMap::new(),
    })
}

/// Adds their data to codes.
async fn add_data(conn: &mut Conn, scope: &Scope, codes: &mut [Code]) -> Result<(), DbError> {
    let mut places = HashMap::new();
    for (place, code) in codes.iter().enumerate() {
        places.insert(code.id.0, place);
    }
    // Plus nothing: by the primary key, not by the index of the company.
    let ids = Rows::of_ints(codes.iter().map(|code| code.id.0));
    let rows = ids.all(conn, args![scope.company()], usize::MAX, |v| {
        format!(
            "SELECT s.code_id, s.key, s.value, s.kind FROM {v} CROSS JOIN code_scm s \
             WHERE s.code_id = v.column1 AND s.company_id + 0 = $1"
        )
    });
    for row in rows.await? {
        if let Some(place) = places.get(&row.get::<i64>(0)?) {
            let datum = datum(row.get(2)?, row.get(3)?)?;
            codes[*place].scm.insert(row.get(1)?, datum);
        }
    }
    Ok(())
}
