//! `POST /api/v2/keys/rotate/`

use super::{KeysShown, shown};
use crate::{
    app::App,
    auth::{
        Fresh,
        rotation::{self, Outcome, Wish},
    },
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::permissions::perm;

/// Let the next key sign
///
/// It signs as soon as every node knows it, a minute after it was published. The key before it
/// verifies until its last JWT has run out: nobody's session ends. At most once an hour; the keys
/// are every company's.
#[utoipa::path(post, path = "/api/v2/keys/rotate/", tag = "Keys",
    responses(
        (status = 200, description = "Under way.", body = KeysShown),
        (status = 409, description = "The keys were rotated within the last hour.",
            body = crate::openapi::Problem)))]
pub async fn keys_rotate(
    caller: Fresh<perm::KeyManage>,
    State(app): State<App>,
) -> ApiResult<Json<KeysShown>> {
    let now = app.clock.now();
    let by = Some(caller.by(now));
    match rotation::advance(&app.db, &app.secrets, Wish::RotateSeldom, by, now).await? {
        Outcome::TooEarly(at) => Err(ApiError::conflict(format!(
            "The keys were rotated a short time ago. The next rotation by hand can begin at {at}."
        ))),
        Outcome::Done(_) => {
            rotation::keep(&app).await?;
            Ok(Json(shown(&app).await?))
        }
    }
}
