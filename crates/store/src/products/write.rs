//! Changes of single products. Counters change in the same transaction.

use super::{CampaignOf, NewProduct, Product, bulk, get, lock, searchable};
use crate::{
    DbError, Outside, Scope,
    conn::{Tx, args},
    counters::{self, Counter},
};
use countermark_core::{
    ids::{BrandId, CampaignId, CompanyId, ProductId},
    text::fold,
    time::Timestamp,
};
use serde_json::Value;

/// Adds to the number of products that a brand shows.
pub(super) async fn count_in_brand(
    tx: &mut Tx,
    company: CompanyId,
    brand: BrandId,
    by: i64,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE brand SET product_count = product_count + $3 WHERE company_id = $1 AND id = $2",
        args![company, brand, by],
    )
    .await?;
    Ok(())
}

/// Adds to the number of products that a campaign shows.
pub(super) async fn count_in_campaign(
    tx: &mut Tx,
    company: CompanyId,
    campaign: CampaignId,
    by: i64,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE campaign SET product_count = product_count + $3 WHERE company_id = $1 AND id = $2",
        args![company, campaign, by],
    )
    .await?;
    Ok(())
}

/// Makes a product; [`DbError::Unique`] when the SKU is taken, [`DbError::Referenced`] when the
/// brand is not one of the company's.
pub async fn create(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewProduct<'_>,
    now: Timestamp,
) -> Result<Product, DbError> {
    scope.may_make_products()?;
    scope.may_carry(tx, [new.brand]).await?;
    scope.may_put_into(tx, [new.campaign]).await?;
    let company = scope.company();
    let row = tx
        .one(
            "INSERT INTO product (company_id, uuid, brand_id, sku, name, name_folded, searchable, \
             label, description, client_url, archived, created_at, campaign_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, \
             (SELECT c.id FROM campaign c WHERE c.company_id = $1 AND c.id = $12)) RETURNING id",
            bulk::insert_args(company, new, now),
        )
        .await?
        .ok_or_else(|| DbError::Corrupt("no row".into()))?;
    count_in_brand(tx, company, new.brand, 1).await?;
    if let Some(campaign) = new.campaign {
        count_in_campaign(tx, company, campaign, 1).await?;
    }
    counters::add(tx, company, Counter::Products { archived: false }, 1).await?;
    get(tx, scope, ProductId(row.get(0)?))
        .await?
        .ok_or_else(|| DbError::Corrupt("no row".into()))
}

/// Stores the changed members of a product, its brand (by id) among them; whether it is
/// archived stays. Errors as in [`create`].
pub async fn update(tx: &mut Tx, scope: &Scope, product: &Product) -> Result<(), DbError> {
    let Some(before) = lock(tx, &scope.of_everybody(), product.id).await? else {
        return Ok(());
    };
    scope.may_carry(tx, [product.brand.id]).await?;
    let id = |campaign: &CampaignOf| campaign.id;
    let campaigns = [&before, product].map(|product| product.campaign.as_ref().map(id));
    let [before_campaign, wanted] = campaigns;
    let hidden = scope.hidden(tx, before_campaign).await?;
    let campaign = match wanted {
        _ if hidden.is_empty() => wanted,
        // Who does not see the campaign was told that there is none: sent back, that is no change.
        None => before_campaign,
        Some(_) => return Err(DbError::OutsideScope(Outside::HiddenCampaign)),
    };
    if campaign != before_campaign {
        scope.may_put_into(tx, [campaign]).await?;
    }
    let company = scope.company();
    tx.run(
        "UPDATE product SET brand_id = $3, sku = $4, name = $5, name_folded = $6, \
         searchable = $7, label = $8, description = $9, client_url = $10, campaign_id = \
         (SELECT c.id FROM campaign c WHERE c.company_id = $1 AND c.id = $11) \
         WHERE company_id = $1 AND id = $2",
        args![
            company,
            product.id,
            product.brand.id,
            product.sku.as_str(),
            product.name.as_str(),
            fold(&product.name),
            searchable(&product.name, &product.sku),
            product.label.as_str(),
            product.description.as_str(),
            product.client_url.as_str(),
            campaign,
        ],
    )
    .await?;
    bulk::move_counts(tx, company, [(before.brand.id, product.brand.id)]).await?;
    if campaign == before_campaign {
        return Ok(());
    }
    // In the order of their ids, so that two transactions never wait for each other.
    let mut counts = [(before_campaign, -1), (campaign, 1)];
    counts.sort_unstable();
    for (campaign, by) in counts {
        if let Some(campaign) = campaign {
            count_in_campaign(tx, company, campaign, by).await?;
        }
    }
    Ok(())
}

/// Gives a product the data that landing pages show of it, or takes it away.
pub async fn set_stc(
    tx: &mut Tx,
    scope: &Scope,
    id: ProductId,
    stc: Option<&Value>,
) -> Result<(), DbError> {
    let mut filters = scope.products("").with("id = ?", id);
    let stc = filters.place(stc.map(Value::to_string));
    let sql = format!(
        "UPDATE product SET stc = {stc} WHERE {}",
        filters.where_clause()
    );
    tx.run(sql, filters.into_args()).await?;
    Ok(())
}

/// Archives or restores a product; `false` when it was so already.
pub async fn set_archived(
    tx: &mut Tx,
    scope: &Scope,
    id: ProductId,
    archived: bool,
) -> Result<bool, DbError> {
    let company = scope.company();
    let mut filters = scope
        .products("")
        .with("id = ?", id)
        .with("archived <> ?", archived);
    let now = filters.place(archived);
    let sql = format!(
        "UPDATE product SET archived = {now} WHERE {}",
        filters.where_clause()
    );
    let touched = tx.run(sql, filters.into_args()).await?;
    if touched == 1 {
        let (from, to) = (
            Counter::Products {
                archived: !archived,
            },
            Counter::Products { archived },
        );
        counters::shift(tx, company, from, to, 1).await?;
    }
    Ok(touched == 1)
}

/// Removes a product for good; `false` when it was gone already.
pub async fn delete(tx: &mut Tx, scope: &Scope, id: ProductId) -> Result<bool, DbError> {
    let company = scope.company();
    let filters = scope.products("").with("id = ?", id);
    let sql = format!(
        "DELETE FROM product WHERE {} RETURNING brand_id, archived, campaign_id",
        filters.where_clause()
    );
    let row = tx.one(sql, filters.into_args()).await?;
    let Some(row) = row else { return Ok(false) };
    let archived = row.get::<i64>(1)? != 0;
    count_in_brand(tx, company, BrandId(row.get(0)?), -1).await?;
    if let Some(campaign) = row.get::<Option<i64>>(2)? {
        count_in_campaign(tx, company, CampaignId(campaign), -1).await?;
    }
    counters::add(tx, company, Counter::Products { archived }, -1).await?;
    Ok(true)
}
