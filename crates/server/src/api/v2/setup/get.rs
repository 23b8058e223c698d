//! `GET /api/v2/setup/`

use crate::{app::App, auth::Public, error::ApiResult, extract::Json};
use axum::extract::State;
use countermark_store::companies;

/// Whether the server still waits for its first company.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct SetupState {
    /// No company yet: open the link that the server printed when it started.
    pub needed: bool,
}

/// Is the set-up still to be done?
#[utoipa::path(get, path = "/api/v2/setup/", tag = "Set-up",
    responses((status = 200, description = "Yes or no.", body = SetupState)))]
pub async fn setup_get(_: Public, State(app): State<App>) -> ApiResult<Json<SetupState>> {
    let any = companies::any(&mut app.db.read().await?).await?;
    Ok(Json(SetupState { needed: !any }))
}
