//! The codes that people scan. Those who scan at the same time share the statements.

use super::padded;
use crate::{
    DbError,
    campaigns::{options::Options, redirects},
    conn::{Arg, Conn, Row, Tx, args, places},
    workorders::LOADING,
};
use countermark_core::{
    ids::{CampaignId, CodeId, CompanyId, ProductId},
    redirect::Rule,
    time::Timestamp,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// The campaign under which a code is scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignOf {
    /// Its id.
    pub id: CampaignId,
    /// Where its scans are sent.
    pub rules: Vec<Rule>,
    /// The key that its landing pages show; empty when it has none.
    pub consumer_key: String,
    /// Its landing page, or empty.
    pub landing_page: String,
    /// Its e-label, or empty.
    pub e_label: String,
}

/// The product of a code that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOf {
    /// Its id.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Its link, or empty.
    pub client_url: String,
    /// Its brand's link, or empty.
    pub brand_url: String,
    /// What it is in, also when that was archived.
    pub campaign_id: Option<CampaignId>,
    /// What it is scanned under; none when that was archived.
    pub campaign: Option<CampaignOf>,
}

/// A code as a scan meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Whose it is.
    pub company: CompanyId,
    /// The company's name.
    pub company_name: String,
    /// The company's website, or empty.
    pub company_url: String,
    /// The company's time zone.
    pub time_zone: String,
    /// The code.
    pub code: CodeId,
    /// What its QR says.
    pub extended_id: String,
    /// 0 inactive, 1 active, 2 blacklisted.
    pub activation_status: i64,
    /// Why it is blacklisted; 0 when it is not.
    pub blacklist_reason: i64,
    /// When it was last taken off the blacklist.
    pub cleared_at: Option<Timestamp>,
    /// What it is on.
    pub product: Option<Arc<ProductOf>>,
}

/// What looking for a code has found.
pub type Look = Result<Option<Arc<Met>>, DbError>;

/// The code with that extended id, which is unique on the whole server; none of a company that
/// was closed.
pub async fn meet(conn: &mut Conn, extended_id: &str) -> Result<Option<Arc<Met>>, DbError> {
    let mut looks = look(conn, &[extended_id], "").await?;
    looks.pop().unwrap_or(Ok(None))
}

/// The same for many at once, with as many statements as for one: for each extended id what was
/// found. Nobody is in the way of the others: where something of a campaign cannot be read, that
/// is said of its own codes. The codes stay until the transaction ends, and may be scanned in it
/// ([`record`](super::record)).
pub async fn meet_all(tx: &mut Tx, extended_ids: &[&str]) -> Result<Vec<Look>, DbError> {
    let stay = super::record::stays(tx, "c");
    look(tx, extended_ids, &stay).await
}

async fn look(conn: &mut Conn, extended_ids: &[&str], stay: &str) -> Result<Vec<Look>, DbError> {
    let codes = codes(conn, extended_ids, stay).await?;
    let companies = companies(conn, &codes).await?;
    let products = products(conn, &codes).await?;
    let met = codes.iter().filter_map(|code| {
        let company = companies.get(&code.company)?;
        let product = code.product.and_then(|id| products.get(&id));
        let met = product.cloned().transpose().map(|product| {
            Arc::new(Met {
                company: code.company,
                company_name: company.name.clone(),
                company_url: company.url.clone(),
                time_zone: company.time_zone.clone(),
                code: code.id,
                extended_id: code.extended_id.clone(),
                activation_status: code.activation_status,
                blacklist_reason: code.blacklist_reason,
                cleared_at: code.cleared_at,
                product,
            })
        });
        Some((code.extended_id.as_str(), met))
    });
    let met: HashMap<_, _> = met.collect();
    let look = |id: &&str| match met.get(id) {
        None => Ok(None),
        Some(Ok(met)) => Ok(Some(met.clone())),
        Some(Err(why)) => Err(DbError::Corrupt(why.clone())),
    };
    Ok(extended_ids.iter().map(look).collect())
}

struct Code {
    id: CodeId,
    company: CompanyId,
    extended_id: String,
    activation_status: i64,
    product: Option<ProductId>,
    blacklist_reason: i64,
    cleared_at: Option<Timestamp>,
}

async fn codes(conn: &mut Conn, extended_ids: &[&str], stay: &str) -> Result<Vec<Code>, DbError> {
    let ids: BTreeSet<_> = extended_ids.iter().copied().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut args = args![LOADING];
    args.extend(padded(ids.into_iter().map(Arg::from).collect()));
    let columns = [
        "c.id",
        "c.company_id",
        "c.extended_id",
        "c.activation_status",
        "c.product_id",
        "c.blacklist_reason",
        "c.cleared_at",
    ];
    let rest = format!(
        "FROM code c WHERE c.extended_id IN ({}) \
         AND NOT EXISTS (SELECT 1 FROM workorder l WHERE l.company_id = c.company_id \
         AND l.id = c.workorder_id AND l.state = $1){stay}",
        places(2, 1, args.len() - 1)
    );
    let rows = conn.many(&columns, &rest, args).await?;
    let code = |row: &Row| {
        Ok(Code {
            id: CodeId(row.get(0)?),
            company: CompanyId(row.get(1)?),
            extended_id: row.get(2)?,
            activation_status: row.get(3)?,
            product: row.get::<Option<i64>>(4)?.map(ProductId),
            blacklist_reason: row.get(5)?,
            cleared_at: row.get::<Option<i64>>(6)?.map(Timestamp),
        })
    };
    rows.iter().map(code).collect()
}

struct Company {
    name: String,
    url: String,
    time_zone: String,
}

/// Whose the codes are, those that were not closed.
async fn companies(
    conn: &mut Conn,
    codes: &[Code],
) -> Result<HashMap<CompanyId, Company>, DbError> {
    let ids: BTreeSet<_> = codes.iter().map(|code| code.company).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = padded(ids.into_iter().map(Arg::from).collect());
    let sql = format!(
        "SELECT id, name, website, time_zone FROM company WHERE archived_at IS NULL AND id IN ({})",
        places(1, 1, ids.len())
    );
    let rows = conn.all(sql, ids).await?;
    let company = |row: &Row| {
        let company = Company {
            name: row.get(1)?,
            url: row.get(2)?,
            time_zone: row.get(3)?,
        };
        Ok((CompanyId(row.get(0)?), company))
    };
    rows.iter().map(company).collect()
}

/// A product with its campaign, or with why that cannot be read.
type Product = Result<Arc<ProductOf>, String>;

/// What the codes are on.
async fn products(conn: &mut Conn, codes: &[Code]) -> Result<HashMap<ProductId, Product>, DbError> {
    let ids = codes
        .iter()
        .filter_map(|code| Some((code.company, code.product?)));
    let ids: BTreeSet<_> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = padded(ids.into_iter().collect());
    let sql = format!(
        "SELECT p.id, p.name, p.client_url, b.client_url, k.id, k.redirects, \
         coalesce(k.consumer_key, ''), k.options, p.campaign_id FROM product p \
         LEFT JOIN brand b ON b.company_id = p.company_id AND b.id = p.brand_id \
         LEFT JOIN campaign k ON k.company_id = p.company_id AND k.id = p.campaign_id \
         AND k.archived = 0 WHERE (p.company_id, p.id) IN (VALUES {})",
        places(1, 2, ids.len())
    );
    let args = ids.iter().flat_map(|(company, id)| args![*company, *id]);
    let mut found = HashMap::new();
    for row in conn.all(sql, args.collect()).await? {
        let product = match campaign(&row) {
            Ok(campaign) => Ok(Arc::new(ProductOf {
                id: ProductId(row.get(0)?),
                name: row.get(1)?,
                client_url: row.get(2)?,
                brand_url: row.get(3)?,
                campaign_id: row.get::<Option<i64>>(8)?.map(CampaignId),
                campaign,
            })),
            Err(DbError::Corrupt(why)) => Err(why),
            Err(error) => return Err(error),
        };
        found.insert(ProductId(row.get(0)?), product);
    }
    Ok(found)
}

fn campaign(row: &Row) -> Result<Option<CampaignOf>, DbError> {
    let Some(id) = row.get::<Option<i64>>(4)? else {
        return Ok(None);
    };
    let options = Options::read(&row.get::<String>(7)?, true)?;
    Ok(Some(CampaignOf {
        id: CampaignId(id),
        rules: redirects::read(&row.get::<String>(5)?)?,
        consumer_key: row.get(6)?,
        landing_page: options.landing_page,
        e_label: options.e_label,
    }))
}
