//! `PATCH /api/v2/brands/{id}/`

use super::{BrandShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    patch::Patch,
    permissions::perm,
    text::{Description, Link, Name, Reference},
};
use countermark_store::brands::{self, Brand};

body! { ignore unknown;
    /// A change of a brand; what is left out stays.
    pub struct BrandUpdate {
        /// Name.
        pub name: Option<Name>,
        /// The company's own key; null takes it away.
        #[schema(value_type = Option<Reference>)]
        pub reference: Patch<Reference>,
        /// Free text.
        pub description: Option<Description>,
        /// A link for people.
        pub client_url: Option<Link>,
    }
}

/// Change a brand
#[utoipa::path(patch, path = "/api/v2/brands/{id}/", tag = "Brands", request_body = BrandUpdate,
    params(("id" = i64, Path, description = "The brand's id.")),
    responses(
        (status = 200, description = "Changed.", body = BrandShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn brands_update(
    caller: Caller<perm::BrandEdit>,
    State(app): State<App>,
    Found(found): Found<Brand>,
    Body(body): Body<BrandUpdate>,
) -> ApiResult<Json<BrandShown>> {
    caller.reaches(&app, caller.scope().may_change_brand(found.id))?;
    let mut tx = app.db.write().await?;
    let before = brands::lock(&mut tx, &caller.scope(), found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let text = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    let reference = match body.reference {
        Patch::Absent => Patch::Absent,
        Patch::Null => Patch::Null,
        Patch::Value(reference) => Patch::Value(reference.to_string()),
    };
    let after = Brand {
        name: text(body.name.map(|name| name.to_string()), &before.name),
        reference: reference.apply(before.reference.clone()),
        description: text(
            body.description.map(|text| text.to_string()),
            &before.description,
        ),
        client_url: text(
            body.client_url.map(|link| link.to_string()),
            &before.client_url,
        ),
        ..before.clone()
    };
    let reference = after.reference.as_deref();
    check_unique(&mut tx, &caller, Some(&before), &after.name, reference).await?;
    brands::update(&mut tx, &caller.scope(), &after)
        .await
        .map_err(taken)?;
    let entry = Entry::event("brand.update", "brand", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
