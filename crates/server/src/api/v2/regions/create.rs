//! `POST /api/v2/regions/`

use super::{RegionShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Body, Countries, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Name, Text as _},
};
use countermark_store::regions;

body! { ignore unknown;
    /// A new region.
    pub struct RegionCreate {
        /// Name, unique in the company in any case.
        pub name: Name,
        /// Its countries by their ISO 3166-1 alpha-2 codes, at least one.
        #[schema(value_type = Vec<String>)]
        pub countries: Countries,
    }
}

/// Make a region
#[utoipa::path(post, path = "/api/v2/regions/", tag = "Regions", request_body = RegionCreate,
    responses((status = 201, description = "Made.", body = RegionShown)))]
pub async fn regions_create(
    caller: Caller<perm::RegionCreate>,
    State(app): State<App>,
    Body(body): Body<RegionCreate>,
) -> ApiResult<(StatusCode, Json<RegionShown>)> {
    let (company, now) = (caller.company(), app.clock.now());
    let name = body.name.as_str();
    let mut tx = app.db.write().await?;
    check_unique(&mut tx, &caller, None, name).await?;
    let region = regions::create(&mut tx, company, name, &body.countries.0, now)
        .await
        .map_err(taken)?;
    let entry = Entry::event("region.create", "region", region.id, region.name.clone())
        .after(region.audited());
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((StatusCode::CREATED, Json(region.into())))
}
