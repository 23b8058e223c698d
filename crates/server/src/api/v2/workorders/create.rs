//! `POST /api/v2/workorders/`

use super::{
    ProductKey, WorkorderShown,
    order::{Order, check_quantity, check_reach, check_reference, check_type, place},
    templates::TemplateKey,
};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, Json, Site, body, together},
    package::Images,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    permissions::perm,
    text::{Description, Line, Reference, Text as _},
};

body! { ignore unknown;
    /// An order from a template; what is left out is as the template has it.
    pub struct WorkorderCreate {
        /// The template: id or key.
        pub template: TemplateKey,
        /// The company's own key, unique in the company.
        pub reference: Reference,
        /// How many codes, at most 1,000,000.
        pub quantity: i64,
        /// Free text.
        pub remarks: Option<Description>,
        /// What the codes will be on: id or SKU.
        pub product: Option<ProductKey>,
        /// Whether the codes are active from the beginning.
        pub activate_on_complete: Option<bool>,
        /// Whether they get serial numbers.
        pub use_serial_number: Option<bool>,
        /// Which pictures the file has.
        pub images: Option<Images>,
        /// `SID`, and nothing else.
        pub r#type: Option<Line>,
    }
}

/// Order codes from a template
#[utoipa::path(post, path = "/api/v2/workorders/", tag = "Work orders",
    request_body = WorkorderCreate,
    responses((status = 201, description = "Ordered.", body = WorkorderShown)))]
pub async fn workorders_create(
    caller: Caller<perm::WorkorderCreate>,
    State(app): State<App>,
    Site(site): Site,
    Body(body): Body<WorkorderCreate>,
) -> ApiResult<(StatusCode, Json<WorkorderShown>)> {
    let kind = check_type(body.r#type.as_ref().map(Line::as_str));
    let mut tx = app.db.write().await?;
    let template = body.template.load(&mut tx, &caller).await;
    let product = ProductKey::load_if(body.product.as_ref(), &mut tx, &caller).await;
    let reference = check_reference(&mut tx, &caller, body.reference.as_str()).await;
    let quantity = check_quantity(body.quantity, body.images);
    let checked = together(reference, together(quantity, kind));
    let ((template, product), _) = together(together(template, product), checked)?;
    let product = product.map(|product| product.id);
    let product = product.or(template.product.as_ref().map(|product| product.id));
    check_reach(&app, &caller, product.is_some())?;
    // What a template wishes for does not fit every quantity.
    let images = body.images.or_else(|| {
        let wished = Images::parse(&template.images);
        wished.filter(|wished| check_quantity(body.quantity, Some(*wished)).is_ok())
    });
    let order = Order {
        reference: body.reference.as_str(),
        remarks: body.remarks.as_ref().map_or("", Description::as_str),
        quantity: body.quantity,
        product,
        activate_on_complete: body
            .activate_on_complete
            .unwrap_or(template.activate_on_complete),
        use_serial_number: body.use_serial_number.unwrap_or(template.use_serial_number),
        images,
        template: Some(template.id),
    };
    place(&app, &caller, tx, &order, &site).await
}
