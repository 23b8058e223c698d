//! `PATCH /api/v2/regions/{id}/`

use super::{RegionShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Countries, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm, text::Name};
use countermark_store::regions::{self, Region};

body! { ignore unknown;
    /// A change of a region; what is left out stays.
    pub struct RegionUpdate {
        /// Name.
        pub name: Option<Name>,
        /// All of its countries.
        #[schema(value_type = Option<Vec<String>>)]
        pub countries: Option<Countries>,
    }
}

/// Change a region
#[utoipa::path(patch, path = "/api/v2/regions/{id}/", tag = "Regions", request_body = RegionUpdate,
    params(("id" = i64, Path, description = "The region's id.")),
    responses(
        (status = 200, description = "Changed.", body = RegionShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn regions_update(
    caller: Caller<perm::RegionEdit>,
    State(app): State<App>,
    Found(found): Found<Region>,
    Body(body): Body<RegionUpdate>,
) -> ApiResult<Json<RegionShown>> {
    let company = caller.company();
    let mut tx = app.db.write().await?;
    let before = regions::lock(&mut tx, company, found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let after = Region {
        name: body
            .name
            .map_or(before.name.clone(), |name| name.to_string()),
        countries: body
            .countries
            .map_or(before.countries.clone(), |countries| countries.0),
        ..before.clone()
    };
    check_unique(&mut tx, &caller, Some(after.id), &after.name).await?;
    regions::update(&mut tx, company, &after)
        .await
        .map_err(taken)?;
    let entry = Entry::event("region.update", "region", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
