//! `POST /api/v2/workorders/templates/`

use super::{TemplateShown, check_data, taken};
use crate::{
    api::v2::workorders::{
        ProductKey,
        order::{check_reach, check_type},
    },
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, DataObject, Json, body, together},
    package::Images,
    random,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Line, Name, Text as _},
};
use countermark_store::workorders::templates::{self, NewTemplate};

body! { ignore unknown;
    /// A new template.
    pub struct TemplateCreate {
        /// Name, unique in the company in any case.
        pub name: Name,
        /// Free text.
        pub description: Option<Description>,
        /// What the codes will be on: id or SKU.
        pub product: Option<ProductKey>,
        /// Whether they are active from the beginning; not, when it is left out.
        pub activate_on_complete: Option<bool>,
        /// Whether they get serial numbers; not, when it is left out.
        pub use_serial_number: Option<bool>,
        /// Which pictures are made; as many as suit the quantity, when it is left out.
        pub images: Option<Images>,
        /// What the codes of an upload carry unless it says otherwise, apart from the product: as in
        /// an item of `scm/upload/`.
        #[schema(value_type = Option<Object>)]
        pub default_scm_data: Option<DataObject>,
        /// `SID`, and nothing else.
        pub r#type: Option<Line>,
    }
}

/// Make a template
#[utoipa::path(post, path = "/api/v2/workorders/templates/", tag = "Work orders",
    request_body = TemplateCreate,
    responses(
        (status = 201, description = "Made.", body = TemplateShown),
        (status = 400, description = "Nothing was made.", body = crate::api::v2::scm::upload::UploadRefused)))]
pub async fn workorders_templates_create(
    caller: Caller<perm::WorkorderCreate>,
    State(app): State<App>,
    Body(body): Body<TemplateCreate>,
) -> ApiResult<(StatusCode, Json<TemplateShown>)> {
    // First, so that a token which may not learns nothing of names that are taken.
    check_reach(&app, &caller, body.product.is_some())?;
    let (key, now) = (random::key(), app.clock.now());
    let mut tx = app.db.write().await?;
    let product = ProductKey::load_if(body.product.as_ref(), &mut tx, &caller).await;
    let kind = check_type(body.r#type.as_ref().map(Line::as_str));
    let data = body.default_scm_data.map(|data| data.0);
    let checked = together(kind, check_data(data.as_ref()));
    let (product, _) = together(product, checked)?;
    let new = NewTemplate {
        key: &key,
        name: body.name.as_str(),
        description: body.description.as_ref().map_or("", Description::as_str),
        product: product.map(|product| product.id),
        activate_on_complete: body.activate_on_complete.unwrap_or(false),
        use_serial_number: body.use_serial_number.unwrap_or(false),
        images: body.images.map_or("", Images::name),
        default_scm_data: &data.unwrap_or_default(),
    };
    let made = templates::create(&mut tx, &caller.scope(), &new, now).await;
    let made = made.map_err(taken)?;
    let entry = Entry::event("template.create", "template", made.id, made.name.clone())
        .after(made.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    let shown = TemplateShown::of(made, &caller.company);
    Ok((StatusCode::CREATED, Json(shown)))
}
