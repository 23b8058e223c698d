//! Which things a token may reach, as bodies say it.

use crate::{
    error::{ApiError, ApiResult},
    extract::Field,
};
use countermark_core::{
    ids::{BrandId, CampaignId, ProductId},
    only::{MOST, Only},
};
use countermark_store::{Conn, Scope, brands, campaigns, products, uats::Uat};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::Arc};
use utoipa::ToSchema;

/// Which things a token may reach. Each list that is there narrows.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnlyShown {
    /// Ids of brands: only these, and products of these; null: of any brand.
    pub brands: Option<Vec<i64>>,
    /// Ids of products: only these, and of brands and campaigns only those that they carry and
    /// are in; null: any product.
    pub products: Option<Vec<i64>>,
    /// Ids of campaigns: only these, the products in them, and of brands only those that these
    /// carry; null: in any campaign or none.
    pub campaigns: Option<Vec<i64>>,
}

impl From<&Only> for OnlyShown {
    fn from(only: &Only) -> Self {
        let brands = only.brands.as_ref();
        let products = only.products.as_ref();
        let campaigns = only.campaigns.as_ref();
        Self {
            brands: brands.map(|ids| ids.iter().map(|id| id.0).collect()),
            products: products.map(|ids| ids.iter().map(|id| id.0).collect()),
            campaigns: campaigns.map(|ids| ids.iter().map(|id| id.0).collect()),
        }
    }
}

impl OnlyShown {
    /// Shows a token's condition.
    #[must_use]
    pub fn of(only: Option<&Only>) -> Option<Self> {
        only.map(Self::from)
    }
}

/// A condition as it was sent; whether its ids are the company's is still to be asked.
pub struct OnlyAsked(Only);

impl Field for OnlyAsked {
    fn parse(value: Value) -> Result<Self, String> {
        let Value::Object(mut members) = value else {
            return Err("Expected an object with brands, products or campaigns.".into());
        };
        let brands = list(&mut members, "brands")?;
        let products = list(&mut members, "products")?;
        let campaigns = list(&mut members, "campaigns")?;
        if let Some(name) = members.keys().next() {
            // A condition that we do not know must not be dropped: it would widen the token.
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            return Err(format!(
                "\"{name}\" is not one of: brands, products, campaigns."
            ));
        }
        let brands = brands.map(|ids| ids.into_iter().map(BrandId).collect());
        let products = products.map(|ids| ids.into_iter().map(ProductId).collect());
        let campaigns = campaigns.map(|ids| ids.into_iter().map(CampaignId).collect());
        Only::of(brands, products, campaigns)
            .map(Self)
            .ok_or_else(|| "List brands, products or campaigns, or leave it out.".into())
    }
}

fn list(members: &mut Map<String, Value>, name: &str) -> Result<Option<BTreeSet<i64>>, String> {
    let list = match members.remove(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(format!("{name}: expected a list of ids.")),
    };
    if list.is_empty() || list.len() > MOST {
        return Err(format!("{name}: list 1 to {MOST}, or leave it out."));
    }
    let ids: Option<_> = list.iter().map(Value::as_i64).collect();
    ids.map(Some)
        .ok_or_else(|| format!("{name}: expected a list of ids."))
}

impl OnlyAsked {
    /// The condition of a new token, with every id looked up in what the person reaches (security checklist
    /// 53).
    ///
    /// # Errors
    /// 400 that names what is not there.
    pub(super) async fn check(self, conn: &mut Conn, scope: &Scope) -> ApiResult<Only> {
        all_there(conn, scope, &self.0, &Only::default()).await?;
        Ok(self.0)
    }

    /// The condition that a change asks for, when it lets the token reach nothing new. What the
    /// condition held before is not looked up again: it may be gone since.
    ///
    /// # Errors
    /// 400 when it would, or names what is not there.
    pub(super) async fn narrowed(
        self,
        conn: &mut Conn,
        scope: &Scope,
        uat: &Uat,
    ) -> ApiResult<Arc<Only>> {
        if let Some(before) = &uat.only
            && !self.0.is_within(before)
        {
            return Err(widened());
        }
        let before = uat.only.as_deref().cloned().unwrap_or_default();
        all_there(conn, scope, &self.0, &before).await?;
        Ok(Arc::new(self.0))
    }
}

/// The 400 to somebody who wants a token to reach more than it does.
pub(super) fn widened() -> ApiError {
    let sentence = "A token cannot be widened to more brands, products or campaigns. \
                    Make another one instead.";
    ApiError::field("only", sentence)
}

/// Looks up the ids of all lists that were not there before.
async fn all_there(conn: &mut Conn, scope: &Scope, asked: &Only, before: &Only) -> ApiResult<()> {
    let mut missing = Vec::new();
    let mut gone = Vec::new();
    for id in added(asked.brands.as_ref(), before.brands.as_ref()) {
        if brands::get(conn, scope, id).await?.is_none() {
            gone.push(id.to_string());
        }
    }
    missing.extend(sentence("brand", &mut gone));
    for id in added(asked.products.as_ref(), before.products.as_ref()) {
        if products::get(conn, scope, id).await?.is_none() {
            gone.push(id.to_string());
        }
    }
    missing.extend(sentence("product", &mut gone));
    for id in added(asked.campaigns.as_ref(), before.campaigns.as_ref()) {
        if campaigns::get(conn, scope, id).await?.is_none() {
            gone.push(id.to_string());
        }
    }
    missing.extend(sentence("campaign", &mut gone));
    if missing.is_empty() {
        return Ok(());
    }
    Err(ApiError::Fields(Map::from_iter([(
        "only".to_owned(),
        json!(missing),
    )])))
}

/// The ids of a list that was not there before.
fn added<T: Copy>(asked: Option<&BTreeSet<T>>, before: Option<&BTreeSet<T>>) -> Vec<T> {
    match (asked, before) {
        (Some(ids), None) => ids.iter().copied().collect(),
        _ => Vec::new(),
    }
}

/// Names what is not there, and takes it off the list.
fn sentence(kind: &str, gone: &mut Vec<String>) -> Option<String> {
    let ids = std::mem::take(gone).join(", ");
    (!ids.is_empty()).then(|| format!("There is no {kind} {ids}."))
}
