//! `POST /api/v2/products/`

use super::{BrandKey, ProductShown, check_sku, load_campaign, taken};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, DataObject, Json, body, together},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Link, Name, Sku, Text as _},
};
use countermark_store::products::{self, NewProduct};

body! { ignore unknown;
    /// A new product.
    pub struct ProductCreate {
        /// The company's own key, unique in the company.
        pub sku: Sku,
        /// Name.
        pub name: Name,
        /// Its brand: id or reference.
        pub brand: BrandKey,
        /// Its campaign's id; in none when it is left out.
        pub campaign: Option<i64>,
        /// Free text.
        pub description: Option<Description>,
        /// A link for people.
        pub client_url: Option<Link>,
        /// The name for its codes; the name itself when it is left out.
        pub label: Option<Name>,
        /// What landing pages show of it; kept as it is.
        #[schema(value_type = Option<Object>)]
        pub stc: Option<DataObject>,
    }
}

/// Make a product
#[utoipa::path(post, path = "/api/v2/products/", tag = "Products", request_body = ProductCreate,
    responses((status = 201, description = "Made.", body = ProductShown)))]
pub async fn products_create(
    caller: Caller<perm::ProductCreate>,
    State(app): State<App>,
    Body(body): Body<ProductCreate>,
) -> ApiResult<(StatusCode, Json<ProductShown>)> {
    let (scope, now) = (caller.scope(), app.clock.now());
    // First, so that a token which may not learns nothing of SKUs that are taken.
    caller.reaches(&app, scope.may_make_products())?;
    if body.campaign.is_none() {
        caller.reaches(&app, scope.may_leave_campaigns())?;
    }
    let uuid = crate::random::uuid();
    let mut tx = app.db.write().await?;
    let brand = body.brand.load(&mut tx, &caller).await;
    let sku = check_sku(&mut tx, &caller, None, body.sku.as_str()).await;
    let campaign = match body.campaign {
        None => Ok(None),
        Some(id) => load_campaign(&mut tx, &caller, id).await.map(Some),
    };
    let ((brand, campaign), ()) = together(together(brand, campaign), sku)?;
    let new = NewProduct {
        uuid: &uuid,
        sku: body.sku.as_str(),
        name: body.name.as_str(),
        brand: brand.id,
        campaign: campaign.map(|campaign| campaign.id),
        label: body.label.as_ref().unwrap_or(&body.name).as_str(),
        description: body.description.as_ref().map_or("", Description::as_str),
        client_url: body.client_url.as_ref().map_or("", Link::as_str),
    };
    let mut product = products::create(&mut tx, &scope, &new, now)
        .await
        .map_err(taken)?;
    if let Some(data) = body.stc {
        product.stc = Some(data.0.into());
        products::set_stc(&mut tx, &scope, product.id, product.stc.as_ref()).await?;
    }
    let entry = Entry::event("product.create", "product", product.id, product.sku.clone())
        .after(product.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((
        StatusCode::CREATED,
        Json(ProductShown::of(product, &caller.company)),
    ))
}
