//! Tokens are made and changed.

use super::NewUat;
use crate::{
    DbError,
    conn::{Tx, args},
};
use countermark_core::{
    budget::Budgets,
    ids::{CompanyId, UatId},
    networks::{Mode, Networks},
    only::{self, Only},
    permissions::PermissionSet,
    text::fold,
    time::Timestamp,
};

/// Stores a new token.
pub async fn create(tx: &mut Tx, company: CompanyId, new: &NewUat<'_>) -> Result<(), DbError> {
    tx.run(
        "INSERT INTO uat (id, company_id, person_id, name, name_folded, secret_digest, \
         permissions, valid_until, created_at, expires_at, use_count, family) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $1)",
        args![
            new.id,
            company,
            new.owner,
            new.name,
            fold(new.name),
            new.secret_digest,
            new.permissions.to_stored(),
            new.valid_until,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Renames a token and sets its (never wider) permissions.
pub async fn update(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    name: &str,
    permissions: PermissionSet,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET name = $3, name_folded = $4, permissions = $5 \
         WHERE company_id = $1 AND id = $2",
        args![company, id, name, fold(name), permissions.to_stored()],
    )
    .await?;
    Ok(())
}

/// Sets how much a token may do in a day.
pub async fn set_budgets(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    budgets: &Budgets,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET budgets = $3 WHERE company_id = $1 AND id = $2",
        args![company, id, budgets.to_stored()],
    )
    .await?;
    Ok(())
}

/// Sets which things a token may reach.
pub async fn set_only(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    only: Option<&Only>,
) -> Result<(), DbError> {
    let brands = only.and_then(|only| only.brands.as_ref());
    let products = only.and_then(|only| only.products.as_ref());
    let campaigns = only.and_then(|only| only.campaigns.as_ref());
    tx.run(
        "UPDATE uat SET only_brands = $3, only_products = $4, only_campaigns = $5 \
         WHERE company_id = $1 AND id = $2",
        args![
            company,
            id,
            brands.map(only::to_stored),
            products.map(only::to_stored),
            campaigns.map(only::to_stored),
        ],
    )
    .await?;
    Ok(())
}

/// Sets where a token may be used from.
pub async fn set_networks(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    networks: &Networks,
    mode: Mode,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET networks = $3, network_mode = $4 WHERE company_id = $1 AND id = $2",
        args![company, id, networks.to_stored(), mode.name()],
    )
    .await?;
    Ok(())
}

/// Lets a token end earlier.
pub async fn shorten(
    tx: &mut Tx,
    company: CompanyId,
    id: UatId,
    valid_until: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        "UPDATE uat SET valid_until = $3, expires_at = $4, \
         overlap_until = CASE WHEN overlap_until > $4 THEN $4 ELSE overlap_until END \
         WHERE company_id = $1 AND id = $2 AND expires_at > $4",
        args![company, id, valid_until, expires_at],
    )
    .await?;
    Ok(())
}
