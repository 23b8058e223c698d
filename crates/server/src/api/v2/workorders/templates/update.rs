//! `PATCH /api/v2/workorders/templates/{id}/`

use super::{TemplateShown, check_data, taken};
use crate::{
    api::v2::workorders::{
        ProductKey,
        order::{check_reach, check_type},
    },
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, DataObject, Found, Json, body, together},
    package::Images,
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    patch::Patch,
    permissions::perm,
    text::{Description, Line, Name, Text as _},
};
use countermark_store::workorders::{
    ProductOf,
    templates::{self, Template},
};

body! { ignore unknown;
    /// A change of a template; what is left out stays. Orders and uploads that began with it stay
    /// as they are.
    pub struct TemplateUpdate {
        /// Name, unique in the company in any case.
        pub name: Option<Name>,
        /// Free text.
        pub description: Option<Description>,
        /// What the codes will be on: id or SKU; null: nothing.
        #[schema(value_type = Option<ProductKey>)]
        pub product: Patch<ProductKey>,
        /// Whether they are active from the beginning.
        pub activate_on_complete: Option<bool>,
        /// Whether they get serial numbers.
        pub use_serial_number: Option<bool>,
        /// Which pictures are made; null: as many as suit the quantity.
        #[schema(value_type = Option<Images>)]
        pub images: Patch<Images>,
        /// What the codes of an upload carry unless it says otherwise, apart from the product.
        #[schema(value_type = Option<Object>)]
        pub default_scm_data: Option<DataObject>,
        /// `SID`, and nothing else.
        pub r#type: Option<Line>,
    }
}

impl TemplateUpdate {
    /// The template as it will be, but for its product.
    fn onto(&self, template: Template) -> Template {
        let text = |new: Option<&str>, old: String| new.map_or(old, str::to_owned);
        Template {
            name: text(self.name.as_ref().map(Name::as_str), template.name),
            description: text(
                self.description.as_ref().map(Description::as_str),
                template.description,
            ),
            activate_on_complete: self
                .activate_on_complete
                .unwrap_or(template.activate_on_complete),
            use_serial_number: self.use_serial_number.unwrap_or(template.use_serial_number),
            images: match &self.images {
                Patch::Absent => template.images,
                Patch::Null => String::new(),
                Patch::Value(images) => images.name().to_owned(),
            },
            default_scm_data: match &self.default_scm_data {
                None => template.default_scm_data,
                Some(data) => data.0.clone(),
            },
            ..template
        }
    }
}

/// Change a template
#[utoipa::path(patch, path = "/api/v2/workorders/templates/{id}/", tag = "Work orders",
    request_body = TemplateUpdate,
    params(("id" = i64, Path, description = "The template's id.")),
    responses(
        (status = 200, description = "Changed.", body = TemplateShown),
        (status = 400, description = "Nothing was changed.", body = crate::api::v2::scm::upload::UploadRefused),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_templates_update(
    caller: Caller<perm::WorkorderEdit>,
    State(app): State<App>,
    Found(found): Found<Template>,
    Body(body): Body<TemplateUpdate>,
) -> ApiResult<Json<TemplateShown>> {
    let scope = caller.scope();
    let kind = check_type(body.r#type.as_ref().map(Line::as_str));
    let data = body.default_scm_data.as_ref();
    let checked = together(kind, check_data(data.map(|data| &data.0)));
    let mut tx = app.db.write().await?;
    let product = match &body.product {
        Patch::Value(key) => key.load(&mut tx, &caller).await.map(Some),
        Patch::Absent | Patch::Null => Ok(None),
    };
    let (product, _) = together(product, checked)?;
    let before = templates::lock(&mut tx, &scope, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let mut after = body.onto(before.clone());
    match (&body.product, product) {
        (Patch::Value(_), Some(product)) => {
            after.product = Some(ProductOf {
                id: product.id,
                sku: product.sku,
                name: product.name,
            });
        }
        (Patch::Null, _) => after.product = None,
        _ => {}
    }
    check_reach(&app, &caller, after.product.is_some())?;
    let updated = templates::update(&mut tx, &scope, &after).await;
    updated.map_err(taken)?;
    let entry = Entry::event("template.update", "template", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    let by = caller.by(app.clock.now());
    app.commit(tx, by, vec![entry], vec![]).await?;
    Ok(Json(TemplateShown::of(after, &caller.company)))
}
