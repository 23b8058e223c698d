//! `PUT` and `PATCH /api/v2/products/{id}/`

use super::{BrandKey, ProductShown, check_sku, create::ProductCreate, load_campaign, taken};
use crate::{
    app::App,
    auth::{Caller, Principal},
    error::{ApiError, ApiResult},
    extract::{Body, DataObject, Found, Json, body, together},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    ids::ProductId,
    patch::Patch,
    permissions::perm,
    text::{Description, Link, Name, Sku, Text as _},
};
use countermark_store::products::{self, BrandOf, Product};

body! { ignore unknown;
    /// A change of a product; what is left out stays.
    pub struct ProductUpdate {
        /// The company's own key.
        pub sku: Option<Sku>,
        /// Name.
        pub name: Option<Name>,
        /// Its brand: id or reference.
        pub brand: Option<BrandKey>,
        /// Its campaign's id; null takes it out of its campaign.
        #[schema(value_type = Option<i64>)]
        pub campaign: Patch<i64>,
        /// Free text.
        pub description: Option<Description>,
        /// A link for people.
        pub client_url: Option<Link>,
        /// The name for its codes.
        pub label: Option<Name>,
        /// What landing pages show of it; null takes it away.
        #[schema(value_type = Option<Object>)]
        pub stc: Patch<DataObject>,
    }
}

/// Change a product
#[utoipa::path(patch, path = "/api/v2/products/{id}/", tag = "Products",
    request_body = ProductUpdate,
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "Changed.", body = ProductShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn products_update(
    caller: Caller<perm::ProductEdit>,
    State(app): State<App>,
    Found(product): Found<Product>,
    Body(body): Body<ProductUpdate>,
) -> ApiResult<Json<ProductShown>> {
    change(&app, &caller, product.id, body).await
}

/// Replace a product
///
/// What may be left out of a new product and is left out here is emptied.
#[utoipa::path(put, path = "/api/v2/products/{id}/", tag = "Products",
    request_body = ProductCreate,
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "Changed.", body = ProductShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn products_replace(
    caller: Caller<perm::ProductEdit>,
    State(app): State<App>,
    Found(product): Found<Product>,
    Body(body): Body<ProductCreate>,
) -> ApiResult<Json<ProductShown>> {
    let whole = ProductUpdate {
        label: Some(body.label.unwrap_or_else(|| body.name.clone())),
        sku: Some(body.sku),
        name: Some(body.name),
        brand: Some(body.brand),
        campaign: body.campaign.map_or(Patch::Null, Patch::Value),
        description: Some(body.description.unwrap_or_default()),
        client_url: Some(body.client_url.unwrap_or_default()),
        stc: body.stc.map_or(Patch::Null, Patch::Value),
    };
    change(&app, &caller, product.id, whole).await
}

async fn change(
    app: &App,
    caller: &Principal,
    id: ProductId,
    body: ProductUpdate,
) -> ApiResult<Json<ProductShown>> {
    let scope = caller.scope();
    if matches!(body.campaign, Patch::Null) {
        caller.reaches(app, scope.may_leave_campaigns())?;
    }
    let mut tx = app.db.write().await?;
    let before = products::lock(&mut tx, &scope, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let brand = match &body.brand {
        None => Ok(before.brand.clone()),
        Some(key) => key.load(&mut tx, caller).await.map(|brand| BrandOf {
            id: brand.id,
            name: brand.name,
            reference: brand.reference,
        }),
    };
    let sku = match &body.sku {
        None => Ok(()),
        Some(sku) => check_sku(&mut tx, caller, Some(&before), sku.as_str()).await,
    };
    let campaign = match body.campaign {
        Patch::Absent => Ok(before.campaign.clone()),
        Patch::Null => Ok(None),
        Patch::Value(id) => load_campaign(&mut tx, caller, id).await.map(Some),
    };
    let ((brand, campaign), ()) = together(together(brand, campaign), sku)?;
    let text = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    let after = Product {
        sku: text(body.sku.map(|sku| sku.to_string()), &before.sku),
        name: text(body.name.map(|name| name.to_string()), &before.name),
        label: text(body.label.map(|label| label.to_string()), &before.label),
        description: text(
            body.description.map(|text| text.to_string()),
            &before.description,
        ),
        client_url: text(
            body.client_url.map(|link| link.to_string()),
            &before.client_url,
        ),
        brand,
        campaign,
        stc: match body.stc {
            Patch::Absent => before.stc.clone(),
            Patch::Null => None,
            Patch::Value(data) => Some(data.0.into()),
        },
        ..before.clone()
    };
    products::update(&mut tx, &scope, &after)
        .await
        .map_err(taken)?;
    if after.stc != before.stc {
        products::set_stc(&mut tx, &scope, after.id, after.stc.as_ref()).await?;
    }
    let entry = Entry::event("product.update", "product", after.id, after.sku.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(ProductShown::of(after, &caller.company)))
}
