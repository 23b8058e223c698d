//! `POST /api/v2/consumer/scan/{id}/geotag/`

use super::{DONE, Done, Named, scan_of};
use crate::{
    app::App,
    auth::Consumer,
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
};
use axum::extract::State;
use countermark_core::scan_flags::Point;
use countermark_store::scans::consumer;

/// How long after a scan its place is taken: a day.
const SECONDS: i64 = 86_400;

body! { ignore unknown;
    /// Where the device says that it is.
    pub struct Geotag {
        /// Degrees north.
        pub lat: f64,
        /// Degrees east.
        pub lng: f64,
    }
}

/// Say where a scan was made
///
/// Only with the consent of whoever scanned, which the landing page asks for.
#[utoipa::path(post, path = "/api/v2/consumer/scan/{id}/geotag/", tag = "Consumer",
    request_body = Geotag,
    params(("id" = String, Path, description = "The scan's id, as it came with the redirect.")),
    responses(
        (status = 200, description = "Noted.", body = Done),
        (status = 404, description = "Not in this campaign.", body = crate::openapi::Problem),
        (status = 409, description = "The scan is older than a day.", body = crate::openapi::Problem)))]
pub async fn consumer_scan_geotag(
    caller: Consumer,
    State(app): State<App>,
    named: Named,
    Body(body): Body<Geotag>,
) -> ApiResult<Json<Done>> {
    let scan = scan_of(&app, &caller, &named).await?;
    let place = Point::of_degrees(body.lat, body.lng).ok_or_else(|| {
        let name = if (-90.0..=90.0).contains(&body.lat) {
            "lng"
        } else {
            "lat"
        };
        ApiError::field(name, "This is no place on earth.")
    })?;
    if scan.at.plus_seconds(SECONDS) < app.clock.now() {
        return Err(ApiError::conflict("This scan is older than a day."));
    }
    let mut tx = app.db.write().await?;
    consumer::set_place(&mut tx, caller.company, scan.id, place).await?;
    // Part of the scan's own record, as the scan itself.
    tx.commit_unaudited().await?;
    Ok(Json(DONE))
}
