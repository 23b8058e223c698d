//! `GET /api/v2/me/factors/`

use super::PasskeyShown;
use crate::{
    app::App,
    auth::{Person, second_factor::required},
    error::ApiResult,
    extract::Json,
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::{factors, passkeys};
use serde::Serialize;
use utoipa::ToSchema;

/// The second factors of one's own account.
#[derive(Serialize, ToSchema)]
pub struct FactorsShown {
    /// Whether the company asks for a second factor.
    pub is_required: bool,
    /// Since when codes of an authenticator app are on; null: they are not.
    #[schema(format = "date-time")]
    pub totp_since: Option<String>,
    /// The passkeys.
    pub passkeys: Vec<PasskeyShown>,
    /// Whether passkeys can be used at this server's address.
    pub passkeys_available: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
}

/// Your second factors
#[utoipa::path(get, path = "/api/v2/me/factors/", tag = "Session",
    responses((status = 200, description = "What there is.", body = FactorsShown)))]
pub async fn me_factors_get(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Json<FactorsShown>> {
    let user = caller.user();
    let mut conn = app.db.read().await?;
    let totp = factors::totp(&mut conn, user).await?;
    let passkeys = passkeys::of(&mut conn, user).await?;
    Ok(Json(FactorsShown {
        is_required: required(&caller.company),
        totp_since: totp
            .and_then(|totp| totp.confirmed_at)
            .map(|at| at.to_string()),
        passkeys: passkeys.into_iter().map(PasskeyShown::from).collect(),
        passkeys_available: app.passkeys.get().is_ok(),
        recovery_codes_left: factors::recovery_codes_left(&mut conn, user).await?,
    }))
}
