//! `POST /api/v2/users/{id}/reset-factors/`

use super::{UserShown, may_manage};
use crate::{
    app::App,
    auth::{Fresh, second_factor},
    error::{ApiError, ApiResult},
    extract::{Found, Json},
    mail::factors::Change,
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::{
    factors::Factors,
    members::{self, Member},
};

/// Take a colleague's second factors away
///
/// For somebody who has lost them and the recovery codes. Their sessions end. It is refused for
/// people who belong to another company, too: its doors are not this company's to weaken.
#[utoipa::path(post, path = "/api/v2/users/{id}/reset-factors/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "Done.", body = UserShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "Oneself, or not this company's to do.", body = crate::openapi::Problem)))]
pub async fn users_reset_factors(
    caller: Fresh<perm::UserEdit>,
    State(app): State<App>,
    Found(member): Found<Member>,
) -> ApiResult<Json<UserShown>> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    let before = members::get(&mut tx, company, member.id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    may_manage(&caller, before.role)?;
    if before.id == caller.user() {
        return Err(ApiError::conflict(
            "Your own second factors are on your own page.",
        ));
    }
    let companies = members::companies_of(&mut tx, before.id).await?;
    let elsewhere = companies.iter().any(|other| *other != company);
    if before.joined_at.is_none() || elsewhere {
        return Err(ApiError::conflict(
            "This person's second factors cannot be reset from here. They can use a recovery \
             code, or the server's operator can reset them.",
        ));
    }
    let person = (before.id, before.email.as_str());
    let taken = second_factor::take_away(&mut tx, person, &[company], now).await?;
    let (there, entry, changes) = taken;
    let by = caller.member.display_name();
    second_factor::tell(&app, &mut tx, company, &before.email, Change::Taken(&by)).await?;
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    let factors = Factors {
        totp: false,
        passkeys: 0,
        ..there
    };
    Ok(Json(Member { factors, ..before }.into()))
}
