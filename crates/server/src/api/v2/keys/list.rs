//! `GET /api/v2/keys/`

use super::{KeysShown, shown};
use crate::{app::App, auth::Person, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_core::permissions::perm;

/// The keys that sign JWTs, and when the next one comes
///
/// Their public halves are at `/.well-known/jwks.json`.
#[utoipa::path(get, path = "/api/v2/keys/", tag = "Keys",
    responses((status = 200, description = "The keys.", body = KeysShown)))]
pub async fn keys_list(
    _: Person<perm::KeyManage>,
    State(app): State<App>,
) -> ApiResult<Json<KeysShown>> {
    Ok(Json(shown(&app).await?))
}
