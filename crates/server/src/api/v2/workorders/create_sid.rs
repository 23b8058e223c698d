//! `POST /api/v2/workorders/create-sid/`

use super::{
    ProductKey, WorkorderShown,
    order::{Order, check_quantity, check_reach, check_reference, check_type, place},
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
    /// An order of QR codes.
    pub struct WorkorderCreateSid {
        /// The company's own key, unique in the company.
        pub reference: Reference,
        /// How many codes, at most 1,000,000.
        pub quantity: i64,
        /// Whether the codes are active from the beginning.
        pub activate_on_complete: bool,
        /// Whether they get serial numbers.
        pub use_serial_number: bool,
        /// What they will be on: id or SKU. Without one they belong to no product until somebody
        /// says.
        pub product: Option<ProductKey>,
        /// Free text.
        pub remarks: Option<Description>,
        /// Which pictures the file has: `none`, `svg`, `png` or `both`. When it is left out: `svg`
        /// for at most 20,000 codes, `none` for more.
        pub images: Option<Images>,
        /// `SID`, and nothing else.
        pub r#type: Option<Line>,
    }
}

/// Order QR codes
///
/// They are made in the background: ask for the order until its `state` is `completed` and
/// `codegen_file` is there.
#[utoipa::path(post, path = "/api/v2/workorders/create-sid/", tag = "Work orders",
    request_body = WorkorderCreateSid,
    responses((status = 201, description = "Ordered.", body = WorkorderShown)))]
pub async fn workorders_create_sid(
    caller: Caller<perm::WorkorderCreate>,
    State(app): State<App>,
    Site(site): Site,
    Body(body): Body<WorkorderCreateSid>,
) -> ApiResult<(StatusCode, Json<WorkorderShown>)> {
    // First, so that a token which may not learns nothing of references that are taken.
    check_reach(&app, &caller, body.product.is_some())?;
    let quantity = check_quantity(body.quantity, body.images);
    let kind = check_type(body.r#type.as_ref().map(Line::as_str));
    let mut tx = app.db.write().await?;
    let product = ProductKey::load_if(body.product.as_ref(), &mut tx, &caller).await;
    let reference = check_reference(&mut tx, &caller, body.reference.as_str()).await;
    let (product, _) = together(product, together(reference, together(quantity, kind)))?;
    let order = Order {
        reference: body.reference.as_str(),
        remarks: body.remarks.as_ref().map_or("", Description::as_str),
        quantity: body.quantity,
        product: product.map(|product| product.id),
        activate_on_complete: body.activate_on_complete,
        use_serial_number: body.use_serial_number,
        images: body.images,
        template: None,
    };
    place(&app, &caller, tx, &order, &site).await
}
