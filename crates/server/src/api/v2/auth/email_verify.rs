//! `POST /api/v2/auth/email/verify/`

use crate::{
    api::v2::setup::create::Code,
    app::App,
    auth::{Public, facts::Changed, mail_codes::commit},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    mail::{self, letters},
};
use axum::extract::State;
use countermark_core::{audit::Entry, ids::UserId};
use countermark_store::{
    DbError, Tx,
    mail_codes::{self, Purpose},
    members, users,
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

body! { refuse unknown;
    /// A code that went to an address.
    pub struct EmailVerification {
        /// The code in the link.
        pub code: Code,
    }
}

/// An address that is proved.
#[derive(Serialize, ToSchema)]
pub struct EmailVerified {
    /// The address.
    pub email: String,
    /// It replaced another one just now and is the one to sign in with.
    pub changed: bool,
}

/// Prove an address by a link
///
/// For the address of an account, or for the one that is to replace it.
#[utoipa::path(post, path = "/api/v2/auth/email/verify/", tag = "Session",
    request_body = EmailVerification,
    responses(
        (status = 200, description = "Proved.", body = EmailVerified),
        (status = 404, description = "Unknown, used, replaced or too old.", body = crate::openapi::Problem),
        (status = 409, description = "The address is another account's.", body = crate::openapi::Problem)))]
pub async fn auth_email_verify(
    public: Public,
    State(app): State<App>,
    Body(body): Body<EmailVerification>,
) -> ApiResult<Json<EmailVerified>> {
    app.limits.login(public.address)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut found = None;
    for purpose in [Purpose::Verify, Purpose::Address] {
        let digest = app.secrets.code_digest(purpose.name(), &body.code.0);
        let code = mail_codes::take(&mut tx, purpose, &digest, now).await?;
        found = found.or(code.map(|code| (code, purpose == Purpose::Address)));
    }
    let (code, replaces) = found.ok_or_else(ApiError::not_found)?;
    let account = users::by_id(&mut tx, code.user).await?;
    let account = account.ok_or_else(ApiError::not_found)?;
    let (user, companies, entry) = if replaces {
        let companies = change(&app, &mut tx, code.user, &account.email, &code.email).await?;
        let entry = Entry::event("user.email", "user", code.user, code.email.clone()).change(
            &json!({"email": account.email}),
            &json!({"email": code.email}),
        );
        (code.user, companies, entry)
    } else {
        // A link to an address that is no longer theirs proves nothing.
        if account.email != code.email {
            return Err(ApiError::not_found());
        }
        users::verify(&mut tx, code.user, now).await?;
        let companies = members::companies_of(&mut tx, code.user).await?;
        let entry = Entry::event("user.verify", "user", code.user, code.email.clone());
        (code.user, companies, entry)
    };
    let changes = Changed::everywhere(&companies, user);
    commit(&app, tx, &public, user, &companies, entry, changes).await?;
    Ok(Json(EmailVerified {
        email: code.email,
        changed: replaces,
    }))
}

/// Replaces the address, tells the former one, and voids links that went there.
async fn change(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    old: &str,
    new: &str,
) -> ApiResult<Vec<countermark_core::ids::CompanyId>> {
    let now = app.clock.now();
    users::set_email(tx, user, new, now)
        .await
        .map_err(|error| match error {
            DbError::Unique => ApiError::conflict("This address belongs to another account."),
            other => other.into(),
        })?;
    mail_codes::end(tx, user, Purpose::Reset).await?;
    mail_codes::end(tx, user, Purpose::Verify).await?;
    let companies = members::readdress(tx, user, new).await?;
    let language = users::language_of(tx, user).await?;
    let letter = letters::address_changed(old, new).otherwise(language);
    mail::queue(&app.secrets, tx, None, &letter, now).await?;
    Ok(companies)
}
