//! `POST /api/v2/auth/password/reset/`

use crate::{
    app::App,
    auth::{Public, mail_codes},
    error::ApiResult,
    extract::{Body, Json, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    ids::UserId,
    text::{Email, Text as _},
};
use countermark_store::{mail_codes::Purpose, members, users};
use serde::Serialize;
use utoipa::ToSchema;

body! { refuse unknown;
    /// Who cannot sign in.
    pub struct ResetRequest {
        /// The e-mail address they sign in with.
        pub email: Email,
    }
}

/// The request was taken, whatever becomes of it.
#[derive(Serialize, ToSchema)]
pub struct ResetAsked {
    /// A sentence for people.
    pub detail: &'static str,
}

/// Ask for a link to a new password
///
/// The answer is the same, and takes as long, whether or not the address has an account. The link
/// goes to addresses that are verified and works once, within an hour.
#[utoipa::path(post, path = "/api/v2/auth/password/reset/", tag = "Session",
    request_body = ResetRequest,
    responses((status = 202, description = "Taken.", body = ResetAsked)))]
pub async fn auth_password_reset(
    public: Public,
    State(app): State<App>,
    Body(body): Body<ResetRequest>,
) -> ApiResult<(StatusCode, Json<ResetAsked>)> {
    app.limits.login(public.address)?;
    let email = body.email.as_str();
    let mut tx = app.db.write().await?;
    let account = users::by_email(&mut tx, email).await?;
    // The same questions whether or not there is somebody.
    let user = account.as_ref().map_or(UserId(0), |account| account.id);
    let companies = members::companies_of(&mut tx, user).await?;
    let fair = mail_codes::fair(&app, &mut tx, email).await?;
    let account = account.filter(|account| {
        // To an address that nobody proved, a link would make a stranger the owner. Somebody
        // without a password has an invitation, or had one.
        account.verified_at.is_some() && account.password_hash.is_some()
    });
    match account.filter(|_| fair && !companies.is_empty()) {
        Some(account) => {
            mail_codes::send(&app, &mut tx, None, Purpose::Reset, (account.id, email)).await?;
        }
        None => mail_codes::pretend(&app, &mut tx, email).await?,
    }
    tx.commit_unaudited().await?;
    tracing::info!(address = %public.address, "a password reset was asked for");
    let detail = "If this address has an account, a link is on its way to it.";
    Ok((StatusCode::ACCEPTED, Json(ResetAsked { detail })))
}
