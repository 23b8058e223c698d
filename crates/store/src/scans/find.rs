//! The code that somebody scans.

use crate::{
    DbError,
    campaigns::{options::Options, redirects},
    conn::{Conn, args},
    workorders::LOADING,
};
use countermark_core::{
    ids::{CampaignId, CodeId, CompanyId, ProductId},
    redirect::Rule,
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
    /// The code.
    pub code: CodeId,
    /// What its QR says.
    pub extended_id: String,
    /// 0 inactive, 1 active, 2 blacklisted.
    pub activation_status: i64,
    /// What it is on.
    pub product: Option<ProductOf>,
}

/// The code with that extended id, which is unique on the whole server; none of a company that
/// was closed.
pub async fn meet(conn: &mut Conn, extended_id: &str) -> Result<Option<Met>, DbError> {
    let row = conn
        .one(
            "SELECT c.company_id, m.name, c.id, c.extended_id, c.activation_status, p.id, p.name, \
             p.client_url, b.client_url, k.id, k.redirects, coalesce(k.consumer_key, ''), \
             k.options, m.website \
             FROM code c JOIN company m ON m.id = c.company_id \
             LEFT JOIN product p ON p.company_id = c.company_id AND p.id = c.product_id \
             LEFT JOIN brand b ON b.company_id = c.company_id AND b.id = p.brand_id \
             LEFT JOIN campaign k ON k.company_id = c.company_id AND k.id = p.campaign_id \
             AND k.archived = 0 \
             WHERE c.extended_id = $1 AND m.archived_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM workorder l WHERE l.company_id = c.company_id \
             AND l.id = c.workorder_id AND l.state = $2)",
            args![extended_id, LOADING],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let campaign = match row.get::<Option<i64>>(9)? {
        None => None,
        Some(id) => {
            let options = Options::read(&row.get::<String>(12)?, true)?;
            Some(CampaignOf {
                id: CampaignId(id),
                rules: redirects::read(&row.get::<String>(10)?)?,
                consumer_key: row.get(11)?,
                landing_page: options.landing_page,
                e_label: options.e_label,
            })
        }
    };
    let product = match row.get::<Option<i64>>(5)? {
        None => None,
        Some(id) => Some(ProductOf {
            id: ProductId(id),
            name: row.get(6)?,
            client_url: row.get(7)?,
            brand_url: row.get(8)?,
            campaign,
        }),
    };
    Ok(Some(Met {
        company: CompanyId(row.get(0)?),
        company_name: row.get(1)?,
        company_url: row.get(13)?,
        code: CodeId(row.get(2)?),
        extended_id: row.get(3)?,
        activation_status: row.get(4)?,
        product,
    }))
}
