//! `POST /api/v2/auth/password/reset/confirm/`

use crate::{
    api::v2::setup::create::Code,
    app::App,
    auth::{
        Public, facts::Changed, lockout::Guest, mail_codes::commit, new_password,
        password::Password, sign_in,
    },
    error::{ApiError, ApiResult},
    extract::{Body, body},
    mail::{self, letters},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::audit::Entry;
use countermark_store::{
    mail_codes::{self, Purpose},
    members, sessions, users,
};

body! { refuse unknown;
    /// A new password, and the right to choose it.
    pub struct ResetConfirmation {
        /// The code in the link.
        pub code: Code,
        /// The new password: at least 15 characters.
        pub password: Password,
    }
}

/// Choose a new password by a link
///
/// Every session of the person ends, and they sign in with the new password; tokens stay as they
/// are. The person is told by mail.
#[utoipa::path(post, path = "/api/v2/auth/password/reset/confirm/", tag = "Session",
    request_body = ResetConfirmation,
    responses(
        (status = 204, description = "Changed."),
        (status = 404, description = "Unknown, used, replaced or too old.", body = crate::openapi::Problem)))]
pub async fn auth_password_reset_confirm(
    public: Public,
    State(app): State<App>,
    Body(body): Body<ResetConfirmation>,
) -> ApiResult<StatusCode> {
    app.limits.login(public.address)?;
    let (now, purpose) = (app.clock.now(), Purpose::Reset);
    let digest = app.secrets.code_digest(purpose.name(), &body.code.0);
    let mut conn = app.db.read().await?;
    let found = mail_codes::find(&mut conn, purpose, &digest, now).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let memberships = members::memberships(&mut conn, found.user).await?;
    drop(conn);
    let mut words = vec![found.email.as_str()];
    for membership in &memberships {
        words.extend([
            membership.company_name.as_str(),
            &membership.given_name,
            &membership.family_name,
        ]);
    }
    new_password::check(&app, "password", &body.password, false, &words).await?;
    let hash = app.hasher.hash(&body.password).await?;
    let mut tx = app.db.write().await?;
    // Only now is the code used up: a weak password costs no second mail.
    let taken = mail_codes::take(&mut tx, purpose, &digest, now).await?;
    let user = taken.ok_or_else(ApiError::not_found)?.user;
    let account = users::by_id(&mut tx, user).await?;
    let account = account.ok_or_else(ApiError::not_found)?;
    users::set_password(&mut tx, user, &hash).await?;
    // Whoever reads their mail is no stranger, wherever they are and whoever guesses meanwhile.
    let guest = Guest::new(&app, &account.email, public.address);
    guest.renewed(&mut tx, now).await?;
    if account.email == found.email {
        users::verify(&mut tx, user, now).await?;
    }
    // Whoever was in before is out, and what they had begun is void.
    mail_codes::end(&mut tx, user, Purpose::Address).await?;
    users::raise_epoch(&mut tx, user).await?;
    let mut changes = sign_in::ended(sessions::end_all(&mut tx, user, None, now).await?);
    let companies = members::companies_of(&mut tx, user).await?;
    changes.extend(Changed::everywhere(&companies, user));
    let letter = letters::password_changed(&account.email, &app.settings.link_base());
    mail::queue(&app.secrets, &mut tx, None, &letter, now).await?;
    let entry = Entry::event("user.password_reset", "user", user, account.email);
    commit(&app, tx, &public, user, &companies, entry, changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
