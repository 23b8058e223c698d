//! `POST /api/v2/brands/`

use super::{BrandShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Link, Name, Reference, Text as _},
};
use countermark_store::brands::{self, NewBrand};

body! { ignore unknown;
    /// A new brand.
    pub struct BrandCreate {
        /// Name, unique in the company in any case.
        pub name: Name,
        /// The company's own key for it.
        pub reference: Option<Reference>,
        /// Free text.
        pub description: Option<Description>,
        /// A link for people.
        pub client_url: Option<Link>,
    }
}

/// Make a brand
#[utoipa::path(post, path = "/api/v2/brands/", tag = "Brands", request_body = BrandCreate,
    responses((status = 201, description = "Made.", body = BrandShown)))]
pub async fn brands_create(
    caller: Caller<perm::BrandCreate>,
    State(app): State<App>,
    Body(body): Body<BrandCreate>,
) -> ApiResult<(StatusCode, Json<BrandShown>)> {
    let new = NewBrand {
        name: body.name.as_str(),
        reference: body
            .reference
            .as_ref()
            .map(countermark_core::text::Text::as_str),
        description: body.description.as_ref().map_or("", |text| text.as_str()),
        client_url: body.client_url.as_ref().map_or("", |link| link.as_str()),
    };
    // First, so that a token which may not learns nothing of names that are taken.
    caller.reaches(&app, caller.scope().may_make_brands())?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    check_unique(&mut tx, &caller, None, new.name, new.reference).await?;
    let brand = brands::create(&mut tx, &caller.scope(), &new, now)
        .await
        .map_err(taken)?;
    let entry =
        Entry::event("brand.create", "brand", brand.id, brand.name.clone()).after(brand.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(brand.into())))
}
